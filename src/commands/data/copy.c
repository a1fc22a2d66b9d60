/*
 * copy: moves bytes from one stream to another until its end.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "commands/data/flow.h"

static enum run copy_exec(struct call *call)
{
	struct flows *flows = flows_of(call, 1);
	flows_join(flows, 0, (struct handle *)call_argument(call, 0).object,
		   (struct handle *)call_argument(call, 1).object);
	enum run run = flows_run(call, flows);
	return run == RUN_DONE
		       ? flows_answered(call, flows, value_int((int64_t)flows->flows[0].done))
		       : run;
}

static const struct parameter parameters[] = {
	{"FROM", &kind_stream, ARGUMENT_REQUIRED,
	 .text = "the stream to read: a socket, stdin or a file"},
	{"TO", &kind_stream, ARGUMENT_REQUIRED,
	 .text = "the stream to write: a socket, stdout or a file"},
	{0},
};

static const struct command_error errors[] = {
	ERRORS_OF_FLOWS,
	{0},
};

const struct command command_copy = {
	.name = "copy",
	.summary = "move everything from one stream to another until its end",
	.parameters = parameters,
	.result = "the number of bytes",
	.calls =
		"recv(2) and send(2), or splice(2), as often as it takes; read(2), write(2) of what is "
		"no socket",
	.errors = errors,
	.help = "TO stays open: shutdown it to pass the end on. "
		"relay moves both ways. The line shows the calls as one. "
		"Between sockets that keep messages apart, such as udp, each message is one on the "
		"other side too.\n"
		"stdin is what follows the script's own text where that is the script, and at a prompt "
		"the lines that are typed, until Ctrl-D.\n"
		"When it is ended, what was received and could not go on stays with FROM: the next "
		"recv or copy takes it first. When FROM is closed under it, that still goes on to "
		"TO; then it fails with EBADF.",
	.python = "while chunk := from_.recv(65536):\n    to.sendall(chunk)",
	.c = "while ((n = recv(from, buffer, sizeof buffer, 0)) > 0)\n"
	     "\tfor (ssize_t done = 0; done < n;)\n"
	     "\t\tdone += send(to, buffer + done, n - done, MSG_NOSIGNAL);",
	.example = "a = socketpair\n"
		   "b = socketpair\n"
		   "use $a[0]\n"
		   "send 'through two pairs'\n"
		   "shutdown write\n"
		   "expect (copy $a[1] $b[0]) == 17\n"
		   "use $b[1]\n"
		   "expect (recv) == 'through two pairs'\n",
	.exec = copy_exec,
	.abandon = flows_abandon,
	.measure = flows_measure,
};
