/*
 * getsockname: the address of a socket's own end.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "commands/look/socket_names.h"

static enum run getsockname_exec(struct call *call)
{
	return socket_address(call, "getsockname", getsockname);
}

const struct command command_getsockname = {
	.name = "getsockname",
	.summary = "the address of the socket's own end",
	.flags = COMMAND_ON_SOCKET,
	.result = "an address, with .host and .port, or .path",
	.calls = "getsockname(2)",
	.help = "Tells the port that the kernel chose when a socket was bound to port 0, "
		"or connected without a bind.",
	.python = "host, port = s.getsockname()",
	.c = "getsockname(fd, (struct sockaddr *)&address, &length);",
	.example = "s = socket tcp\n"
		   "s.bind 127.0.0.1 0\n"
		   "a = s.getsockname\n"
		   "expect $a.host == '127.0.0.1'\n",
	.exec = getsockname_exec,
};
