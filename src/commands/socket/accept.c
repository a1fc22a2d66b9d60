/*
 * accept: takes one connection of a listening socket.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/socket.h"

static enum run accept_exec(struct call *call)
{
	struct handle *listener = call_socket(call), *accepted = NULL;
	if (!listener)
		return RUN_FAIL;
	bool patient = !listener->nonblocking;
	int number = socket_ready(call, listener, WAIT_READ, patient);
	if (!number)
		number = accept_connection(call, listener, &accepted);
	if (socket_again(call, number, patient))
		return socket_wait(call, listener, WAIT_READ);
	if (number)
		return accept_failed(call, listener, number);
	task_own(call_task(call), &accepted->object);
	task_make_current(call_task(call), &accepted->object);
	return call_return(call, value_object(TYPE_SOCKET, accepted));
}

const struct command command_accept = {
	.name = "accept",
	.summary = "take one connection of a listening socket",
	.flags = COMMAND_ON_SOCKET,
	.result = "the new socket",
	.calls = "accept4(2)",
	.errors = accept_errors,
	.help = "Waits until a client has come. The new socket is for talking to that client; "
		"it is current, and named c1, c2 … The listening socket goes on listening: "
		"accept again for the next client. serve accepts for ever.",
	.python = "c, address = s.accept()",
	.c = "int c = accept(fd, NULL, NULL);",
	.example = "s = socket tcp\n"
		   "s.bind 127.0.0.1 0\n"
		   "s.listen\n"
		   "a = s.getsockname\n"
		   "t = socket tcp\n"
		   "t.connect $a\n"
		   "c = s.accept\n"
		   "c.send hello\n"
		   "expect (t.recv) == 'hello'\n",
	.exec = accept_exec,
};
