/*
 * host_names: what is known of names without a question, and what is asked.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/host_names.h"

#include <arpa/inet.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cmd/socket/name_question.h"
#include "handsh/lab.h"

/* ---- addresses of a name ---- */

/* Of an address in digits, by getaddrinfo(3), which asks nobody then: 0, or EAI_. */
static int look(const struct name_question *question, const char *name, struct list **addresses)
{
	struct addrinfo *answer, hints = lookup_hints(question->family, question->type);
	hints.ai_flags = AI_NUMERICHOST;
	const int result =
		getaddrinfo(name, question->port[0] ? question->port : NULL, &hints, &answer);
	if (result)
		return result;
	*addresses = lookup_addresses(answer);
	freeaddrinfo(answer);
	return 0;
}

/* A name takes the place of its address: both where any family is fine, b6 for IPv6 alone. */
static int look_up(const struct lab *lab, const struct name_question *question,
		   struct list **addresses)
{
	struct buffer text = {0};
	struct ip ip;
	const bool own = strcasecmp(question->name, "localhost") == 0;
	if (own)
		buffer_text(&text, question->family == AF_INET6 ? "::1" : "127.0.0.1");
	else if (lab_resolve(lab, question->name, question->family, &ip))
		ip_format(&ip, &text);
	const int result =
		look(question, text.length ? buffer_cstring(&text) : question->name, addresses);
	buffer_free(&text);
	return result;
}

static void say_names(struct call *call, const char *dns)
{
	struct buffer names = {0};
	const struct host *host = NULL;
	while ((host = lab_next(call_shell(call)->lab, host)))
		buffer_format(&names, " %s", host->name);
	error_hint(
		call->error,
		"on a host of the lab the names are those of hosts:%s; b6 is the IPv6 address of b%s%s",
		buffer_cstring(&names),
		dns ? "; and those that are known to the name server on " : "", dns ? dns : "");
	buffer_free(&names);
}

static enum run refuse(struct call *call, const struct host *on, const struct bytes *name,
		       int number)
{
	const bool long_ = name->length >= QUESTION_NAME;
	call_errno(call, "getaddrinfo", number, "%.*s%s",
		   long_ ? QUESTION_NAME - 1 : (int)name->length, name->data, long_ ? "..." : "");
	if (number == EAI_NONAME)
		say_names(call, host_dns(on));
	else if (number == EAI_AGAIN && host_dns(on))
		error_hint(call->error, "its name server is to be on %s: bind '' 53, of udp",
			   host_dns(on));
	return RUN_FAIL;
}

static struct list *addresses_in(const struct bytes *rest)
{
	struct list *list = list_new(0);
	struct socket_address address;
	for (size_t at = 0; at < rest->length; at += sizeof(address)) {
		memcpy(&address, rest->data + at, sizeof(address));
		if (address.length <= sizeof(address.storage))
			list = list_append(list, address_value(&address.any, address.length));
	}
	return list;
}

static enum run ask(struct call *call, struct host *on, const struct name_question *question,
		    const struct bytes *name, struct list **addresses)
{
	struct bytes *rest;
	int number;
	const enum run run = question_ask(call, on, question, &number, &rest);
	if (run != RUN_DONE)
		return run;
	if (number)
		return refuse(call, on, name, number);
	*addresses = addresses_in(rest);
	object_release(rest);
	return RUN_DONE;
}

/* fe80::1%eth0: an address, whose interface is the host's. */
static enum run resolve_zone(struct call *call, const struct socket_form *form,
			     const struct endpoint *endpoint, struct list **addresses)
{
	struct address *address;
	struct error *error;
	const int known = address_parse(form, endpoint, call->command->name, &address, &error);
	if (known < 0)
		return call_error(call, error);
	if (!known)
		return refuse(call, form->host, endpoint->host, EAI_NONAME);
	*addresses = list_append(list_new(1), value_object(TYPE_ADDRESS, address));
	return RUN_DONE;
}

enum run host_resolve(struct call *call, struct host *on, struct bytes *name, struct bytes *port,
		      int family, int type, struct list **addresses, bool *asked)
{
	const struct socket_form zoned = {.family = AF_INET6, .type = type, .host = on};
	const struct endpoint endpoint = {.host = name, .port = port};
	struct name_question question = {.family = family, .type = type};
	const bool fits = name->length && bytes_cstring(name, question.name, sizeof(question.name));
	*asked = call->state != NULL;
	if (memchr(name->data, '\0', name->length))
		return call_fail(call, "RANGE", "a host's name holds no NUL byte");
	if (port && !bytes_cstring(port, question.port, sizeof(question.port)))
		return refuse(call, on, name, EAI_SERVICE);
	if (family != AF_INET && memchr(name->data, '%', name->length))
		return resolve_zone(call, &zoned, &endpoint, addresses);
	if (!*asked) {
		const int result =
			fits ? look_up(call_shell(call)->lab, &question, addresses) : EAI_NONAME;
		if (!result)
			return RUN_DONE;
		if (result != EAI_NONAME || !fits || !host_dns(on))
			return refuse(call, on, name, result);
	}
	return ask(call, on, &question, name, addresses);
}

/* ---- names of an address ---- */

static bool ip_of(const struct address *address, struct ip *ip)
{
	const bool six = address->any.sa_family == AF_INET6;
	*ip = (struct ip){.family = address->any.sa_family};
	if (six)
		ip->in6 = address->in6.sin6_addr;
	else
		ip->in = address->in.sin_addr;
	return six || ip->family == AF_INET;
}

static bool is_loopback(const struct ip *ip)
{
	return ip->family == AF_INET ? ip->in.s_addr == htonl(INADDR_LOOPBACK)
				     : IN6_IS_ADDR_LOOPBACK(&ip->in6);
}

/* The name that its /etc/hosts has for the address. */
static struct bytes *known_name(const struct lab *lab, const struct ip *ip)
{
	struct buffer text = {0};
	if (is_loopback(ip))
		buffer_text(&text, ip->family == AF_INET ? "localhost" : "localhost6");
	else
		lab_name(lab, ip, &text);
	return text.length ? bytes_from(&text) : NULL;
}

/* The digits of the host, the service by getnameinfo(3), which asks nobody for those. */
static int look_at(const struct address *address, int flags, struct bytes **name,
		   struct bytes **service)
{
	char port[NI_MAXSERV];
	struct buffer digits = {0};
	const int result = getnameinfo(&address->any, address->length, NULL, 0, port, sizeof(port),
				       flags & ~NI_NAMEREQD);
	if (result)
		return result == EAI_SYSTEM ? errno : result;
	address_host_format(address->host, &address->any, &digits);
	*name = bytes_from(&digits);
	*service = bytes_text(port);
	return 0;
}

static enum run ask_names(struct call *call, struct host *on, const struct address *address,
			  int flags, int *number, struct bytes **name, struct bytes **service)
{
	struct name_question question = {.flags = (uint32_t)flags,
					 .address.length = address->length};
	struct name_pair pair;
	struct bytes *rest;
	memcpy(&question.address.storage, &address->any, address->length);
	const enum run run = question_ask(call, on, &question, number, &rest);
	if (run != RUN_DONE || *number)
		return run;
	memcpy(&pair, rest->data, sizeof(pair));
	object_release(rest);
	*name = bytes_new(pair.host, strnlen(pair.host, sizeof(pair.host)));
	*service = bytes_new(pair.service, strnlen(pair.service, sizeof(pair.service)));
	return RUN_DONE;
}

enum run host_resolve_names(struct call *call, struct host *on, const struct address *address,
			    int flags, int *number, struct bytes **name, struct bytes **service)
{
	struct ip ip;
	const bool has_name = ip_of(address, &ip) && !(flags & NI_NUMERICHOST);
	struct bytes *known = has_name ? known_name(call_shell(call)->lab, &ip) : NULL;
	if (has_name && !known && host_dns(on))
		return ask_names(call, on, address, flags, number, name, service);
	*number = look_at(address, flags, name, service);
	if (known && !*number) {
		object_release(*name);
		*name = known;
	} else if (known) {
		object_release(known);
	} else if (!*number && flags & NI_NAMEREQD && has_name) {
		object_release(*name);
		object_release(*service);
		*number = EAI_NONAME;
	}
	return RUN_DONE;
}
