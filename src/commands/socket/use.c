/*
 * use: makes a socket, or a host, current.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/socket.h"

/* The current socket stays. */
static enum run use_host(struct call *call, struct value host)
{
	if (!host.object->behaviour->alive(host.object))
		return call_errno(call, "use", EBADF, "%s is closed",
				  host_name((struct host *)host.object));
	task_go(call_task(call), host.object);
	return call_return(call, call_dropped(call) ? VALUE_NIL : value_retain(host));
}

static enum run use_exec(struct call *call)
{
	if (call_given(call, 0) && call_argument(call, 0).type == TYPE_HOST)
		return use_host(call, call_argument(call, 0));
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
	{"SOCKET", &kind_usable, ARGUMENT_OPTIONAL,
	 .text = "a name of the table, a host's, or a value; none: the current socket stays"},
	{0},
};

static const struct command_error errors[] = {
	ERROR_CLOSED,
	{0},
};

const struct command command_use = {
	.name = "use",
	.summary = "make a socket, or a host, current",
	.parameters = parameters,
	.result = "the socket, or the host, that is current",
	.errors = errors,
	.help = "Commands act on the current socket of their task. "
		"c1.send hi sends on c1 without making it current.\n"
		"On the current host, which is a task's own as well, sockets are made, names resolved "
		"and programs run; sockets stay where they were made. use here goes back to this "
		"machine; a.socket tcp makes one on a without going there.",
	.python = "s = c  # Python names the socket in every call",
	.c = "fd = c; /* C too */",
	.example = "a = socket tcp\nb = socket udp\nuse a\nexpect (use).kind == 'tcp'\n",
	.exec = use_exec,
};
