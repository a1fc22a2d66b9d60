/*
 * recvfrom: receives a datagram, and tells who has sent it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "commands/data/receive.h"

static enum run recvfrom_exec(struct call *call)
{
	return receive(call, true);
}

const struct command command_recvfrom = {
	.name = "recvfrom",
	.summary = "receive a datagram and its sender's address",
	.parameters = receive_parameters,
	.options = receive_options,
	.flags = COMMAND_ON_SOCKET,
	.result = "a map with .data and .from; .from is nil when the kernel does not tell",
	.calls = "recvfrom(2)",
	.errors = receive_errors,
	.help = "sendto $m.from DATA answers. Everything else is as with recv.",
	.python = "data, sender = s.recvfrom(4096)",
	.c = "ssize_t n = recvfrom(fd, buffer, sizeof buffer, 0, (struct sockaddr *)&from, "
	     "&length);",
	.example = "a = socket udp\n"
		   "a.bind 127.0.0.1 0\n"
		   "b = socket udp\n"
		   "b.bind 127.0.0.1 0\n"
		   "b.sendto (a.getsockname) hello\n"
		   "m = a.recvfrom\n"
		   "expect $m.data == 'hello'\n"
		   "expect $m.from == (b.getsockname)\n",
	.exec = recvfrom_exec,
	.abandon = receive_abandon,
};
