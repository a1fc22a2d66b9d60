/*
 * recv: receives bytes, or a message.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "commands/data/ahead.h"
#include "commands/data/receive.h"
#include "commands/data/streaming.h"

#define LEFT_OUT 4096                         /* N of a receive that has none */
#define LEFT_OUT_OF_SEARCH ((int64_t)1 << 20) /* the same of a line, and of what ends with BYTES */

enum {
	OPTION_LINE,
	OPTION_UNTIL,
	OPTION_EXACTLY,
	OPTION_ALL,
	FORMS_ALL,
	FORMS = 1 << OPTION_LINE | 1 << OPTION_UNTIL | 1 << OPTION_EXACTLY | 1 << OPTION_ALL,
};

static const struct parameter until_value[] = {
	{"BYTES", &kind_bytes, .text = "what ends the message"},
	{0},
};

static const struct command_option options[] = {
	[OPTION_LINE] = {0, "line", .text = "a line of at most N bytes, without its line end"},
	[OPTION_UNTIL] = {0, "until", until_value,
			  .text = "what comes up to BYTES and with them, at most N bytes"},
	[OPTION_EXACTLY] = {0, "exactly", .text = "N bytes, no more and no less"},
	[OPTION_ALL] = {0, "all", .text = "all that comes until the end, at most N bytes"},
	RECEIVE_OPTIONS,
	{0},
};

/* ---- messages ---- */

/* Of the flags only MSG_DONTWAIT goes with a form. */
static bool check_alone(struct call *call, unsigned form)
{
	unsigned others = call->options & ~(1u << form);
	while (others && options[__builtin_ctz(others)].flag == MSG_DONTWAIT)
		others &= others - 1;
	if (!others)
		return true;
	call_fail(call, "USAGE", "--%s and --%s exclude each other",
		  options[__builtin_ctz(others)].name, options[form].name);
	return false;
}

static bool until(struct call *call, struct message *message)
{
	message->mark = call_option_value(call, OPTION_UNTIL).bytes;
	if (message->mark->length && message->mark->length <= message->most)
		return true;
	if (message->mark->length)
		call_fail(call, "RANGE", "BYTES are %zu, and N is only %zu", message->mark->length,
			  message->most);
	else
		call_fail(call, "RANGE", "BYTES is empty");
	return false;
}

/* The form that was asked for. False: call->error. */
static bool message_of(struct call *call, struct message *message)
{
	static const struct {
		enum message_form form;
		int64_t left_out; /* N; 0: it must be given */
	} forms[FORMS_ALL] = {
		[OPTION_LINE] = {MESSAGE_LINE, LEFT_OUT_OF_SEARCH},
		[OPTION_UNTIL] = {MESSAGE_UNTIL, LEFT_OUT_OF_SEARCH},
		[OPTION_EXACTLY] = {MESSAGE_EXACTLY, 0},
		[OPTION_ALL] = {MESSAGE_ALL, (int64_t)BYTES_MAX},
	};
	unsigned form = OPTION_LINE;
	while (!call_option(call, form))
		form++;
	if (!check_alone(call, form))
		return false;
	if (!call_given(call, 0) && !forms[form].left_out) {
		call_fail(call, "USAGE", "--exactly wants N: recv --exactly 4");
		return false;
	}
	*message = (struct message){
		.form = forms[form].form,
		.most = (size_t)(call_given(call, 0) ? call_argument(call, 0).integer
						     : forms[form].left_out),
	};
	return form != OPTION_UNTIL || until(call, message);
}

/* A datagram is a message already. */
static bool is_stream(struct call *call, const struct handle *handle)
{
	if (!handle_is_socket(handle) || handle->type == SOCK_STREAM)
		return true;
	struct buffer name = {0};
	call_fail(call, "USAGE", "%s is %s, and no stream: what was sent at once comes at once",
		  handle_name(handle, &name), handle_kind(handle));
	error_hint(call->error, "recv without --line, --until, --exactly and --all takes it");
	buffer_free(&name);
	return false;
}

/* Apart, so that recv N does not pay for its variables. */
static __attribute__((noinline)) enum run receive_message(struct call *call)
{
	struct message message;
	const struct handle *handle = call_stream(call);
	if (!handle || !message_of(call, &message) || !is_stream(call, handle))
		return RUN_FAIL;
	return ahead_receive(call, &message);
}

/* ---- the command ---- */

static enum run recv_exec(struct call *call)
{
	if (call->options & FORMS)
		return receive_message(call);
	if (!call_given(call, 0))
		call->arguments[0] = value_int(LEFT_OUT);
	return receive(call, false);
}

/* Of those that gather; all that has come is kept with the socket until then. */
static bool recv_measure(const struct call *call, struct measure *measure)
{
	const struct handle *handle = (const struct handle *)call->subject;
	const bool exactly = call_option(call, OPTION_EXACTLY);
	if (!handle || !(exactly || call_option(call, OPTION_ALL)))
		return false;
	*measure = (struct measure){.done = handle_kept(handle)};
	if (exactly)
		measure->total = (uint64_t)call_argument(call, 0).integer;
	return true;
}

static void recv_abandon(struct call *call, struct error *error)
{
	struct message message;
	if (!(call->options & FORMS))
		receive_abandon(call, error);
	else if (message_of(call, &message))
		ahead_abandon(call, error, &message);
}

static const struct parameter parameters[] = {
	{"N", &kind_size, ARGUMENT_OPTIONAL, .most = (int64_t)BYTES_MAX,
	 .text = "the most bytes to take, 4096 when left out (of --line and --until 1M, of --all "
		 "1G); 64k and 1M serve too"},
	{0},
};

static const struct command_error errors[] = {
	RECEIVE_ERRORS,
	{"EOF", "the stream has ended before all was there",
	 "what has come is in .data, and the next recv takes it"},
	{"RANGE", "the message has more than N bytes",
	 "a larger N lets it be longer; nothing is lost, the next recv takes what has come",
	 ahead_begun},
	{0},
};

const struct command command_recv = {
	.name = "recv",
	.summary = "receive bytes, or a message",
	.parameters = parameters,
	.options = options,
	.flags = COMMAND_ON_SOCKET,
	.result =
		"the bytes; empty at the end of a stream, and nil with --line, --until, --exactly",
	.calls = "recv(2); with --line, --until, --exactly, --all as often as it takes",
	.errors = errors,
	.help = "Waits until something is there, and takes what there is, at most N bytes. "
		"A stream has no borders: one send may come in several pieces, "
		"and several in one. Empty bytes are the end: the peer has closed its side. "
		"A datagram comes as a whole; what is longer than N is lost, and said so. "
		"An empty datagram is no end: while d = u.recv would stop at it; "
		"d = u.recv in a loop goes on. recv 0 of a stream gives empty bytes at once.\n"
		"When --waitall is ended before all have come (timeout, cancel, Ctrl-C), those that "
		"have come stay with the socket: the next recv takes them first.\n"
		"\n"
		"--line, --until, --exactly and --all give a message of a stream, in whatever pieces it "
		"comes. They read ahead: what comes after it stays with the socket, where sockets "
		"shows it as KEPT, and the next recv of any form takes it first. "
		"At the end of the stream --line, --until and --exactly give nil, which no message "
		"is, not the empty line either:\n"
		"\n"
		"while (l = recv --line) != nil { print $l }\n"
		"\n"
		"A line ends with \\n or \\r\\n, and the last one may lack that. A message of the other "
		"two that is not whole at the end is the error EOF, one of more than N bytes RANGE. "
		"Nothing is lost by these, nor by a timeout, cancel, Ctrl-C or a reset: what had come "
		"stays with the socket, and is in the error's .data.",
	.python = "data = s.recv(4096)\n"
		  "line = s.makefile('rb').readline()",
	.c = "ssize_t n = recv(fd, buffer, sizeof buffer, 0);",
	.example = "pair = socketpair\n"
		   "a = $pair[0]\n"
		   "b = $pair[1]\n"
		   "a.send hello\n"
		   "expect (b.recv --peek 4) == 'hell'\n"
		   "expect (b.recv) == 'hello'\n"
		   "a.send \"GET / HTTP/1.1\\r\\nHost: x\\r\\n\\r\\nbody\"\n"
		   "expect (b.recv --line) == 'GET / HTTP/1.1'\n"
		   "expect (b.recv --until \"\\r\\n\\r\\n\") == \"Host: x\\r\\n\\r\\n\"\n"
		   "expect (b.recv --exactly 2) == 'bo'\n"
		   "a.close\n"
		   "expect (b.recv --all) == 'dy'\n"
		   "expect (b.recv --line) == nil\n"
		   "expect (b.recv) == ''\n",
	.exec = recv_exec,
	.abandon = recv_abandon,
	.measure = recv_measure,
	.ends = ends_by_bytes,
};
