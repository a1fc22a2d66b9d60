/*
 * dup: another descriptor of the same socket.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <fcntl.h>

#include "handsh/socket.h"

static enum run refuse(struct call *call, const struct handle *handle, int number, const char *why)
{
	struct buffer name = {0};
	call_errno(call, "dup", number, "%s %s", handle_name(handle, &name), why);
	buffer_free(&name);
	return RUN_FAIL;
}

static enum run dup_exec(struct call *call)
{
	struct handle *handle = call_socket_argument(call, 0);
	if (!handle)
		return RUN_FAIL;
	struct answer answer = answer_is("dup", handle, -1, EBADF);
	if (!handle_open(handle))
		return call_refused(call, &answer);
	if (handle->series == SERIES_STANDARD)
		return refuse(call, handle, EINVAL, "is the shell's own");
	if (handle->shared->tls)
		return refuse(call, handle, EOPNOTSUPP, "speaks TLS, whose session is of one");
	answer = answer_of("dup", handle, fcntl(handle->watch.fd, F_DUPFD_CLOEXEC, 0));
	if (answer.number)
		return call_answered(call, &answer);
	struct handle *copy = handle_new_copy(handle, (int)answer.result);
	copy->alias = call_target(call);
	task_own(call_task(call), &copy->object);
	answer_make(&answer, copy);
	return call_answered(call, &answer);
}

static const struct parameter parameters[] = {
	{"SOCKET", &kind_stream, ARGUMENT_OPTIONAL,
	 .text = "a name or a value; none: the current socket"},
	{0},
};

static const struct command_error errors[] = {
	ERROR_CLOSED,
	{"EOPNOTSUPP", "a second descriptor would read and write in the midst of TLS's records",
	 "tls, too, wants a socket that dup has not copied"},
	{"EINVAL", "stdin and stdout are the shell's own, and always there"},
	ERRORS_OF_DESCRIPTORS,
	{0},
};

const struct command command_dup = {
	.name = "dup",
	.summary = "make another descriptor of the same socket",
	.flags = COMMAND_ON_SOCKET,
	.parameters = parameters,
	.result = "the socket under its new name",
	.calls = "dup(2)",
	.errors = errors,
	.help = "Both are one socket: options, nonblock, what is bound, connected or listening, and "
		"the bytes that recv --line has kept are the same for both, and calls on them take "
		"turns. Only the name and the descriptor are the copy's own. The peer sees the end "
		"when the last of them is closed; shutdown ends the connection for all.\n"
		"In sockets a column SAME AS tells which share, and info names them. "
		"The current socket stays as it is. A file may be copied too: both read on from one "
		"place.",
	.python = "t = s.dup()",
	.c = "int copy = dup(fd);",
	.example = "pair = socketpair\n"
		   "a = $pair[0]\n"
		   "b = $pair[1]\n"
		   "c = dup $a\n"
		   "a.close\n"
		   "c.send 'still open'\n"
		   "expect (b.recv) == 'still open'\n"
		   "c.close\n"
		   "expect (b.recv) == ''\n",
	.exec = dup_exec,
};
