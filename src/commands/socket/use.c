/*
 * use: makes a socket current.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/socket.h"

static enum run use_exec(struct call *call)
{
	struct handle *handle = call_socket_argument(call, 0);
	if (!handle)
		return RUN_FAIL;
	if (!handle_open(handle)) {
		struct buffer name = {0};
		call_errno(call, "use", EBADF, "%s is closed", handle_name(handle, &name));
		buffer_free(&name);
		return RUN_FAIL;
	}
	task_make_current(call_task(call), &handle->object);
	return call_return(call, value_object(TYPE_SOCKET, object_retain(handle)));
}

static const struct parameter parameters[] = {
	{"SOCKET", &kind_socket, ARGUMENT_OPTIONAL,
	 .text = "a name of the table, or a value; none: the current socket stays"},
	{0},
};

static const struct command_error errors[] = {
	ERROR_CLOSED,
	{0},
};

const struct command command_use = {
	.name = "use",
	.summary = "make a socket current",
	.parameters = parameters,
	.result = "the socket that is current",
	.errors = errors,
	.help = "Commands act on the current socket of their task. "
		"c1.send hi sends on c1 without making it current.",
	.python = "s = c  # Python names the socket in every call",
	.c = "fd = c; /* C too */",
	.example = "a = socket tcp\nb = socket udp\nuse a\nexpect (use).kind == 'tcp'\n",
	.exec = use_exec,
};
