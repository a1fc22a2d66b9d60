/*
 * name_lookup: asks getaddrinfo(3) and getnameinfo(3).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/name_lookup.h"

#include <errno.h>
#include <string.h>

struct addrinfo lookup_hints(int family, int type)
{
	return (struct addrinfo){.ai_family = family,
				 .ai_socktype = type,
				 .ai_flags = family == AF_INET6 ? AI_V4MAPPED : 0};
}

static void find_names(struct lookup *lookup)
{
	lookup->result = getnameinfo(&lookup->address.any, lookup->address.length, lookup->names[0],
				     sizeof(lookup->names[0]), lookup->names[1],
				     sizeof(lookup->names[1]), lookup->flags);
	lookup->number = errno;
}

static void find_addresses(struct lookup *lookup)
{
	lookup->result = getaddrinfo(lookup->host, lookup->port, &lookup->hints, &lookup->answer);
	lookup->number = errno;
	/* localhost is the loopback address also where no /etc/hosts says so: RFC 6761, 6.3. */
	if (lookup->result && strcasecmp(lookup->host, "localhost") == 0)
		lookup->result =
			getaddrinfo(lookup->hints.ai_family == AF_INET6 ? "::1" : "127.0.0.1",
				    lookup->port, &lookup->hints, &lookup->answer);
	if (lookup->result)
		lookup->answer = NULL;
}

void lookup_answer(struct lookup *lookup)
{
	if (lookup->address.length)
		find_names(lookup);
	else
		find_addresses(lookup);
}

int lookup_number(const struct lookup *lookup)
{
	return lookup->result == EAI_SYSTEM ? lookup->number : lookup->result;
}

struct list *lookup_addresses(const struct addrinfo *answer)
{
	struct list *list = list_new(0);
	for (; answer; answer = answer->ai_next)
		list = list_append(list, address_value(answer->ai_addr, answer->ai_addrlen));
	return list;
}
