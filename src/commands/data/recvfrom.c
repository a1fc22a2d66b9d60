/*
 * recvfrom: receives a datagram, and tells who has sent it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "commands/data/receive.h"
#include "commands/data/streaming.h"

static enum run recvfrom_exec(struct call *call)
{
	return receive(call, true);
}

static const struct parameter parameters[] = {
	{"N", &kind_size, ARGUMENT_OPTIONAL, .most = (int64_t)BYTES_MAX, .fallback = "4096",
	 .text = "the most bytes to take; 64k and 1M serve too"},
	{0},
};

static const struct command_option options[] = {
	RECEIVE_OPTIONS,
	{0},
};

static const struct command_error errors[] = {
	RECEIVE_ERRORS,
	{0},
};

const struct command command_recvfrom = {
	.name = "recvfrom",
	.summary = "receive a datagram and its sender's address",
	.parameters = parameters,
	.options = options,
	.flags = COMMAND_ON_SOCKET,
	.result = "a map with .data and .from; .from is nil when the kernel does not tell",
	.calls = "recvfrom(2)",
	.errors = errors,
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
	.ends = ends_by_bytes,
};
