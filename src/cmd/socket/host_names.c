/*
 * host_names: names as a host of the lab knows them: those of the lab's hosts, and its own localhost.
 * No name server of this machine is asked, for a host has no way to one.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <arpa/inet.h>
#include <netdb.h>
#include <stdlib.h>
#include <string.h>

#include "cmd/socket/host_names.h"

static struct list *addresses_of(const struct addrinfo *answer)
{
	struct list *list = list_new(0);
	for (; answer; answer = answer->ai_next)
		list = list_append(list, address_value(answer->ai_addr, answer->ai_addrlen));
	return list;
}

/* Of an address in digits, by getaddrinfo(3), which asks nobody then: 0, or EAI_. */
static int look(const char *host, const char *port, int family, int type, struct list **addresses)
{
	struct addrinfo *answer;
	const struct addrinfo hints = {
		.ai_family = family, .ai_socktype = type, .ai_flags = AI_NUMERICHOST};
	const int result = getaddrinfo(host, port, &hints, &answer);
	if (result)
		return result;
	*addresses = addresses_of(answer);
	freeaddrinfo(answer);
	return 0;
}

/* A name takes the place of its address: both where any family is fine, b6 for IPv6 alone. */
static int look_up(const struct lab *lab, const char *name, const char *port, int family, int type,
		   struct list **addresses)
{
	struct buffer text = {0};
	struct ip ip;
	const bool own = strcasecmp(name, "localhost") == 0;
	if (own)
		buffer_text(&text, family == AF_INET6 ? "::1" : "127.0.0.1");
	else if (lab_resolve(lab, name, family, &ip))
		ip_format(&ip, &text);
	const int result =
		look(text.length ? buffer_cstring(&text) : name, port, family, type, addresses);
	buffer_free(&text);
	return result;
}

static void say_names(struct call *call)
{
	struct buffer names = {0};
	const struct host *host = NULL;
	while ((host = lab_next(call_shell(call)->lab, host)))
		buffer_format(&names, " %s", host->name);
	error_hint(
		call->error,
		"on a host of the lab the names are those of hosts:%s; b6 is the IPv6 address of b",
		buffer_cstring(&names));
	buffer_free(&names);
}

enum run host_resolve(struct call *call, const struct bytes *host, const struct bytes *port,
		      int family, int type, struct list **addresses)
{
	if (memchr(host->data, '\0', host->length))
		return call_fail(call, "RANGE", "a host's name holds no NUL byte");
	char *name = memory_copy(host->data, host->length);
	char *service = port ? memory_copy(port->data, port->length) : NULL;
	const int result = look_up(call_shell(call)->lab, name, service, family, type, addresses);
	free(name);
	free(service);
	if (!result)
		return RUN_DONE;
	call_errno(call, "getaddrinfo", result, "%.*s", (int)host->length, host->data);
	if (result == EAI_NONAME)
		say_names(call);
	return RUN_FAIL;
}
