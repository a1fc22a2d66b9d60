/*
 * recv: receives bytes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "commands/data/receive.h"

static enum run recv_exec(struct call *call)
{
	return receive(call, false);
}

const struct command command_recv = {
	.name = "recv",
	.summary = "receive bytes",
	.parameters = receive_parameters,
	.options = receive_options,
	.flags = COMMAND_ON_SOCKET,
	.result = "the bytes; empty at the end of a stream",
	.calls = "recv(2)",
	.errors = receive_errors,
	.help = "Waits until something is there, and takes what there is, at most N bytes. "
		"A stream has no borders: one send may come in several pieces, "
		"and several in one. Empty bytes are the end: the peer has closed its side. "
		"A datagram comes as a whole; what is longer than N is lost, and said so. "
		"An empty datagram is no end: while d = u.recv would stop at it; "
		"d = u.recv in a loop goes on.\n"
		"When --waitall is ended before all have come (timeout, cancel, Ctrl-C), those that "
		"have come stay with the socket: the next recv takes them first.",
	.python = "data = s.recv(4096)",
	.c = "ssize_t n = recv(fd, buffer, sizeof buffer, 0);",
	.example = "pair = socketpair\n"
		   "a = $pair[0]\n"
		   "b = $pair[1]\n"
		   "a.send hello\n"
		   "expect (b.recv --peek 4) == 'hell'\n"
		   "expect (b.recv) == 'hello'\n"
		   "a.close\n"
		   "expect (b.recv) == ''\n",
	.exec = recv_exec,
	.abandon = receive_abandon,
};
