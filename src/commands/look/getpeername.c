/*
 * getpeername: the address of a connection's other end.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "commands/look/socket_names.h"

static enum run getpeername_exec(struct call *call)
{
	return socket_address(call, "getpeername", getpeername);
}

static const struct command_error errors[] = {
	{"ENOTCONN", "the socket has no peer (it was not connected, or the connection has ended)"},
	{0},
};

const struct command command_getpeername = {
	.name = "getpeername",
	.summary = "the address of the connection's other end",
	.flags = COMMAND_ON_SOCKET,
	.result = "an address, with .host and .port, or .path",
	.calls = "getpeername(2)",
	.errors = errors,
	.help = "On a socket that accept gave: who has connected.",
	.python = "host, port = s.getpeername()",
	.c = "getpeername(fd, (struct sockaddr *)&address, &length);",
	.example = "u = socket udp\n"
		   "expect error ENOTCONN { u.getpeername }\n"
		   "u.connect 127.0.0.1 9\n"
		   "expect (u.getpeername).port == 9\n",
	.exec = getpeername_exec,
};
