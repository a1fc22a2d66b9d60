/*
 * resolve: the addresses of a host's name.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/socket.h"

static enum run resolve_exec(struct call *call)
{
	struct list *addresses;
	struct bytes *host = call_argument(call, 0).bytes;
	struct bytes *port = call_given(call, 1) ? call_argument(call, 1).bytes : NULL;
	enum run run = call_resolve(call, host, port, AF_UNSPEC, SOCK_STREAM, &addresses);
	return run == RUN_DONE ? call_return(call, value_object(TYPE_LIST, addresses)) : run;
}

static const struct parameter parameters[] = {
	{"NAME", &kind_host, ARGUMENT_REQUIRED, .text = "a host's name, or an address"},
	{"PORT", &kind_port, ARGUMENT_OPTIONAL,
	 .text = "the port of the addresses: a number, or a service's name; 0 when left out"},
	{0},
};

static const struct command_error errors[] = {
	ERRORS_OF_NAMES,
	{"EAI_SERVICE", "there is no such service"},
	{"RANGE", "the port is none"},
	{0},
};

const struct command command_resolve = {
	.name = "resolve",
	.summary = "the addresses of a host's name",
	.flags = COMMAND_ON_HOST,
	.parameters = parameters,
	.result = "a list of addresses, the one to try first in front",
	.calls = "getaddrinfo(3)",
	.errors = errors,
	.help = "Other tasks go on while a name server is asked. On a host of the lab the names are those "
		"of hosts, and what the name server knows that it was made with (host --dns): that is asked "
		"from there, by a process on the host.",
	.python = "socket.getaddrinfo('localhost', None)",
	.c = "struct addrinfo *list;\ngetaddrinfo(\"localhost\", NULL, &hints, &list);",
	.example = "addresses = resolve 127.0.0.1\nexpect $addresses[0].host == '127.0.0.1'\n",
	.exec = resolve_exec,
};
