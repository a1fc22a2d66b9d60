/*
 * send: sends bytes to the peer, as many as there is room for.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "commands/data/transmit.h"
#include "handsh/input.h"

/* At a prompt the line can be typed now. It takes the argument's place. */
static enum run ask_data(struct call *call)
{
	static const char question[] = "line to send: ";
	struct bytes *line;
	if (!call_shell(call)->interactive) {
		call_fail(call, "USAGE", "DATA is missing");
		error_hint(call->error, "send 'some text', or send $data");
		return RUN_FAIL;
	}
	enum run run = ask_line(call, question, sizeof(question) - 1, &line);
	if (run != RUN_DONE)
		return run;
	if (!line)
		return call_fail(call, "USAGE",
				 "standard input has ended: there is nothing to send");
	call->arguments[0] = value_bytes(line);
	return RUN_DONE;
}

static enum run send_exec(struct call *call)
{
	struct handle *handle = call_stream(call);
	if (!handle)
		return RUN_FAIL;
	if (!call_given(call, 0)) {
		enum run run = ask_data(call);
		if (run != RUN_DONE)
			return run;
	}
	if (call_option(call, TRANSMIT_LINE))
		transmit_line(call);
	return transmit(call, handle, call_argument(call, 0).bytes, NULL, false);
}

static const struct parameter parameters[] = {
	{"DATA", &kind_bytes, ARGUMENT_OPTIONAL,
	 .text = "what to send; at a prompt a line is asked for when it is left out"},
	{0},
};

static const struct command_option options[] = {
	TRANSMIT_OPTIONS,
	TRANSMIT_LINE_OPTION,
	{0},
};

const struct command command_send = {
	.name = "send",
	.summary = "send bytes to the peer",
	.flags = COMMAND_ON_SOCKET,
	.parameters = parameters,
	.options = options,
	.result = "the number of bytes that were sent",
	.calls = "send(2)",
	.errors = transmit_errors,
	.help = "On a stream the kernel may take only a part of the bytes: "
		"the result tells how many. sendall sends the whole. "
		"It waits only while there is no room at all. "
		"That the bytes were sent does not mean that the peer has them: they wait at this "
		"side or at the peer's until it receives. After the peer has closed, the first "
		"send still succeeds; what answers it is a reset, and the next one fails with "
		"EPIPE.\n"
		"Nothing is added: a newline must be written, \"hello\\n\", or --line, which ends "
		"the data with \\r\\n, as most protocols of lines want it.",
	.python = "s.send(b'hello')",
	.c = "ssize_t n = send(fd, \"hello\", 5, MSG_NOSIGNAL);",
	.example = "pair = socketpair\n"
		   "a = $pair[0]\n"
		   "b = $pair[1]\n"
		   "expect (a.send hello) == 5\n"
		   "expect (b.recv) == 'hello'\n"
		   "a.send --line 'GET / HTTP/1.0'\n"
		   "expect (b.recv) == \"GET / HTTP/1.0\\r\\n\"\n",
	.exec = send_exec,
	.abandon = transmit_abandon,
	.ends = ends_by_room,
};
