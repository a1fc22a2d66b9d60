/*
 * sockatmark: is the next byte the one after urgent data?
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/socket.h"

#include <linux/sockios.h>
#include <sys/ioctl.h>

static enum run sockatmark_exec(struct call *call)
{
	struct handle *handle = call_socket(call);
	if (!handle)
		return RUN_FAIL;
	int mark = 0;
	/* What sockatmark(3) does; but that leaves the number unset, which valgrind minds. */
	int status = ioctl(handle->watch.fd, SIOCATMARK, &mark);
	struct answer answer = answer_of("sockatmark", handle, status < 0 ? status : mark);
	answer.value = value_bool(mark);
	return call_answered(call, &answer);
}

static const struct command_error errors[] = {
	{"ENOTTY", "the socket has no urgent data at all", "it is of tcp"},
	ERROR_CLOSED,
	{0},
};

const struct command command_sockatmark = {
	.name = "sockatmark",
	.summary = "does the urgent byte come next?",
	.flags = COMMAND_ON_SOCKET,
	.result = "true or false",
	.calls = "sockatmark(3)",
	.errors = errors,
	.help = "send --oob marks its last byte, which recv --oob takes out of the stream. A recv never "
		"goes past the mark: where it stops and this is true, the bytes after it come next.",
	.python = "fcntl.ioctl(s, SIOCATMARK, buffer)",
	.c = "int at = sockatmark(fd);",
	.example = "s = socket tcp\n"
		   "s.bind 127.0.0.1 0\n"
		   "s.listen\n"
		   "t = socket tcp\n"
		   "t.connect (s.getsockname)\n"
		   "c = s.accept\n"
		   "t.send before\n"
		   "t.send --oob '!'\n"
		   "t.send after\n"
		   "expect (c.recv) == 'before'\n"
		   "expect (c.sockatmark) == true\n"
		   "expect (c.recv) == 'after'\n",
	.exec = sockatmark_exec,
};
