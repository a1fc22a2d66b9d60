/*
 * sendall: sends the whole of its bytes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "commands/data/transmit.h"

static enum run sendall_exec(struct call *call)
{
	struct handle *handle = call_stream(call);
	if (!handle)
		return RUN_FAIL;
	if (call_option(call, TRANSMIT_LINE))
		transmit_line(call);
	return transmit(call, handle, call_argument(call, 0).bytes, NULL, true);
}

static bool sendall_measure(const struct call *call, struct measure *measure)
{
	return call_measure(call, 0, measure);
}

static const struct parameter parameters[] = {
	{"DATA", &kind_bytes, ARGUMENT_REQUIRED, .text = "what to send"},
	{0},
};

static const struct command_option options[] = {
	TRANSMIT_OPTIONS,
	TRANSMIT_LINE_OPTION,
	{0},
};

const struct command command_sendall = {
	.name = "sendall",
	.summary = "send all of the bytes to the peer",
	.flags = COMMAND_ON_SOCKET,
	.parameters = parameters,
	.options = options,
	.result = "the number of bytes",
	.calls = "send(2), as often as it takes",
	.errors = transmit_errors,
	.help = "Waits while the peer is slow. Two sendall on one socket are never mixed. "
		"The line shows the calls as one.",
	.python = "s.sendall(data)",
	.c = "while (done < length) {\n"
	     "\tssize_t n = send(fd, data + done, length - done, MSG_NOSIGNAL);\n"
	     "\tif (n < 0)\n"
	     "\t\terr(1, \"send\");\n"
	     "\tdone += n;\n"
	     "}",
	.example = "pair = socketpair\n"
		   "a = $pair[0]\n"
		   "b = $pair[1]\n"
		   "data = repeat x 1000000\n"
		   "t = spawn { n = 0; while d = b.recv 64k { n = $n + (len $d) }; $n }\n"
		   "a.sendall $data\n"
		   "a.close\n"
		   "expect (wait $t) == 1000000\n",
	.exec = sendall_exec,
	.abandon = transmit_abandon,
	.measure = sendall_measure,
	.ends = ends_by_room,
};
