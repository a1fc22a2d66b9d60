/*
 * getsockname: the address of a socket's own end.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "cmd/socket_names.h"

enum run socket_address(struct call *call, const char *name, name_call *ask,
			const struct hint *hints)
{
	struct sockaddr_storage address = {0};
	socklen_t length = sizeof(address);
	struct handle *handle = call_socket(call);
	if (!handle)
		return RUN_FAIL;
	int number = ask(handle->watch.fd, (struct sockaddr *)&address, &length) < 0 ? errno : 0;
	struct value result = VALUE_UNSET;
	if (!number)
		result = address_value((struct sockaddr *)&address, length);
	if (call_wanted(call)) {
		struct event event = socket_event(name, handle, number ? -1 : 0, number);
		event.call.from = result;
		call_journal(call, handle, &event);
	}
	if (number)
		return socket_failed(call, handle, name, number, hints);
	return call_return(call, result);
}

static enum run getsockname_exec(struct call *call)
{
	return socket_address(call, "getsockname", getsockname, NULL);
}

const struct command command_getsockname = {
	.name = "getsockname",
	.group = "sockets",
	.summary = "the address of the socket's own end",
	.result = "an address, with .host and .port, or .path",
	.calls = "getsockname(2)",
	.help = "Tells the port that the kernel chose when a socket was bound to port 0, or "
		"connected "
		"without a bind.",
	.python = "host, port = s.getsockname()",
	.c = "getsockname(fd, (struct sockaddr *)&address, &length);",
	.example = "s = socket tcp\ns.bind 127.0.0.1 0\na = s.getsockname\n"
		   "expect $a.host == '127.0.0.1'\n",
	.exec = getsockname_exec,
};
