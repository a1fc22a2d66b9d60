/*
 * getnameinfo: the names of an address.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <netdb.h>
#include <string.h>

#include "handsh/host_names.h"

static const struct name flags_of_getnameinfo[] = {
	{"NI_NUMERICHOST", NI_NUMERICHOST, NULL}, {"NI_NUMERICSERV", NI_NUMERICSERV, NULL},
	{"NI_NAMEREQD", NI_NAMEREQD, NULL},       {"NI_DGRAM", NI_DGRAM, NULL},
	{"NI_NOFQDN", NI_NOFQDN, NULL},
};
static const struct names names_of_flags = {
	"flag", flags_of_getnameinfo, sizeof(flags_of_getnameinfo) / sizeof(*flags_of_getnameinfo)};

static enum run refuse(struct call *call, const struct address *address, int number)
{
	struct buffer text = {0};
	address_format(address->host, &address->any, address->length, &text);
	call_errno(call, "getnameinfo", number, "%s", buffer_cstring(&text));
	buffer_free(&text);
	return RUN_FAIL;
}

/* ::1 and [::1]:80 have more than one colon, 127.0.0.1:80 has one. */
static int family_of(struct value argument)
{
	if (argument.type != TYPE_LIST)
		return AF_UNSPEC; /* an address, which knows its own */
	const struct bytes *word = list_at(argument.list, 0).bytes;
	const char *first = memchr(word->data, ':', word->length);
	const char *last = memrchr(word->data, ':', word->length);
	return first != last ? AF_INET6 : AF_INET;
}

static enum run getnameinfo_exec(struct call *call)
{
	const struct address *address;
	struct bytes *host, *service;
	int number = 0;
	const struct socket_form form = {.family = family_of(call_argument(call, 0)),
					 .type = SOCK_STREAM,
					 .host = call_host(call)};
	enum run run = call->phase ? RUN_DONE : address_argument(call, 0, &form, &address);
	if (run != RUN_DONE)
		return run;
	call->phase = 1; /* what the resolver is asked from now on */
	address = (const struct address *)call_argument(call, 0).object;
	run = call_host(call) ? host_resolve_names(call, call_host(call), address, call_flags(call),
						   &number, &host, &service)
			      : resolve_names(call, call_shell(call)->sockets, address,
					      call_flags(call), &number, &host, &service);
	if (run != RUN_DONE)
		return run;
	if (number)
		return refuse(call, address, number);
	struct answer answer = answer_is("getnameinfo", NULL, 0, 0);
	struct map *map = map_put_text(map_new(), "host", value_bytes(host));
	answer_give(&answer,
		    value_object(TYPE_MAP, map_put_text(map, "service", value_bytes(service))));
	return call_answered(call, &answer, argument_address(address),
			     argument_flags(&names_of_flags, call_flags(call)));
}

static const struct parameter parameters[] = {
	{"ADDRESS", &kind_address, ARGUMENT_REQUIRED,
	 .text = "an address value, HOST PORT or HOST:PORT"},
	{0},
};

static const struct command_option options[] = {
	{'n', "numeric", .flag = NI_NUMERICHOST | NI_NUMERICSERV,
	 .text = "NI_NUMERICHOST and NI_NUMERICSERV: ask nobody"},
	{.name = "numeric-host",
	 .flag = NI_NUMERICHOST,
	 .text = "NI_NUMERICHOST: the host's digits"},
	{.name = "numeric-service",
	 .flag = NI_NUMERICSERV,
	 .text = "NI_NUMERICSERV: the port's digits"},
	{'r', "name-required", .flag = NI_NAMEREQD,
	 .text = "NI_NAMEREQD: a host without a name is an error"},
	{'d', "dgram", .flag = NI_DGRAM, .text = "NI_DGRAM: the service of udp"},
	{.name = "no-domain",
	 .flag = NI_NOFQDN,
	 .text = "NI_NOFQDN: a local host's first word alone"},
	{0},
};

static const struct command_error errors[] = {
	{"EAI_NONAME", "the address has no name", "without --name-required its digits are given"},
	{"EAI_AGAIN", "no name server answers", "is there a network?"},
	{0},
};

const struct command command_getnameinfo = {
	.name = "getnameinfo",
	.summary = "the names of an address: host and service",
	.flags = COMMAND_ON_HOST,
	.parameters = parameters,
	.options = options,
	.result = "a map {host service}",
	.calls = "getnameinfo(3)",
	.errors = errors,
	.help = "The way back from resolve. Other tasks go on while a name server is asked. What an "
		"address's owner says its name is may be anything.",
	.python = "socket.getnameinfo(('127.0.0.1', 80), 0)",
	.c = "getnameinfo(&address, length, host, sizeof host, service, sizeof service, 0);",
	.example = "n = getnameinfo 127.0.0.1 80 --numeric\n"
		   "expect $n == {host: '127.0.0.1' service: '80'}\n",
	.exec = getnameinfo_exec,
};
