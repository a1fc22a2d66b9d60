/*
 * nonblock: whether the calls of a socket wait.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/socket.h"

#include <fcntl.h>

/*
 * The descriptor is non-blocking inside, whatever the user chooses, so that one task's wait never
 * stops the others; the mode decides what a call does that would have to wait. The fcntl(2) is made
 * with the flag set either way.
 */
static enum run nonblock_exec(struct call *call)
{
	struct handle *handle = call_socket(call);
	if (!handle)
		return RUN_FAIL;
	bool on = call_argument(call, 0).boolean;
	struct answer answer =
		answer_of("fcntl", handle, fcntl(handle->watch.fd, F_SETFL, O_NONBLOCK));
	if (!answer.number)
		handle->shared->nonblocking = on;
	if (!on)
		answer.note = "inside it stays so; its calls wait again";
	return call_answered(call, &answer, argument_constant("F_SETFL"),
			     argument_constant("O_NONBLOCK"));
}

static const struct parameter parameters[] = {
	{"MODE", &kind_switch, ARGUMENT_REQUIRED, .text = "on: calls never wait; off: they do"},
	{0},
};

const struct command command_nonblock = {
	.name = "nonblock",
	.summary = "choose whether the socket's calls wait",
	.flags = COMMAND_ON_SOCKET,
	.parameters = parameters,
	.calls = "fcntl(2)",
	.help = "With nonblock on a call that would have to wait fails at once: "
		"accept, recv and send with EAGAIN, connect with EINPROGRESS. "
		"Inside, every descriptor is non-blocking, "
		"so that a task that waits never stops the others; "
		"nonblock off only makes calls wait again.",
	.python = "s.setblocking(False)",
	.c = "fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);",
	.example =
		"pair = socketpair\na = $pair[0]\na.nonblock on\nexpect error EAGAIN { a.recv }\n",
	.exec = nonblock_exec,
};
