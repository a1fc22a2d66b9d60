/*
 * shutdown: ends one direction of a connection, or both.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/socket.h"

static const struct direction_name {
	const char *name;
	int how;
	bool usual; /* to be offered: the others are names of C without SHUT_ */
} names[] = {
	{"read", SHUT_RD, true},
	{"write", SHUT_WR, true},
	{"both", SHUT_RDWR, true},
	{"rd", SHUT_RD},
	{"wr", SHUT_WR},
	{"rdwr", SHUT_RDWR},
	{0},
};

static bool parse(const struct bytes *word, int *how)
{
	struct buffer text = {0};
	for (const struct direction_name *name = names; name->name; name++) {
		if (bytes_is(word, name->name)) {
			*how = name->how;
			return true;
		}
	}
	buffer_append(&text, word->data, word->length);
	bool known = name_number(&names_shutdowns, buffer_cstring(&text), how);
	buffer_free(&text);
	return known;
}

static bool convert_how(struct call *call, const struct parameter *parameter, struct value *value)
{
	int how;
	(void)parameter;
	if (value->type != TYPE_BYTES || !parse(value->bytes, &how)) {
		call_fail(call, "USAGE", "HOW is read, write or both");
		error_hint(call->error,
			   "shutdown write tells the peer that nothing more will come");
		return false;
	}
	value_release(*value);
	*value = value_int(how);
	return true;
}

static void tell_how(void (*tell)(void *context, const char *word, const char *text), void *context)
{
	for (const struct direction_name *name = names; name->name; name++) {
		if (name->usual)
			tell(context, name->name, name_meaning(&names_shutdowns, name->how));
	}
}

static const struct kind kind_how = {.name = "a direction",
				     .convert = convert_how,
				     .words = tell_how,
				     .complete = complete_words};

static enum run shutdown_exec(struct call *call)
{
	struct handle *handle = call_socket(call);
	if (!handle)
		return RUN_FAIL;
	int how = (int)call_argument(call, 0).integer;
	int number = handle->shared->tls && how != SHUT_RD ? tls_finish(handle) : 0;
	if (socket_again(call, number, !handle->shared->nonblocking))
		return socket_wait(call, handle, WAIT_WRITE);
	if (number == EAGAIN) { /* the end would come in the middle of a record */
		struct answer later = answer_is("shutdown", handle, -1, number);
		return call_answered(call, &later, argument_named(&names_shutdowns, how));
	}
	struct answer answer = answer_of("shutdown", handle, shutdown(handle->watch.fd, how));
	if (!answer.number && how != SHUT_WR)
		handle->shared->read_shut = true;
	if (!answer.number && how != SHUT_RD)
		handle->shared->write_shut = true;
	return call_answered(call, &answer, argument_named(&names_shutdowns, how));
}

static const struct parameter parameters[] = {
	{"HOW", &kind_how, ARGUMENT_OPTIONAL, .fallback = "both", .listed = true,
	 .text = "the direction; SHUT_RD, SHUT_WR and SHUT_RDWR serve too"},
	{0},
};

static const struct command_error errors[] = {
	{"ENOTCONN", "the socket has no peer", "there is nothing to shut down, close closes it"},
	{"EAGAIN", "the peer has no room for what TLS still has to send",
	 "nonblock off makes shutdown wait"},
	{0},
};

const struct command command_shutdown = {
	.name = "shutdown",
	.summary = "end one direction of a connection, or both",
	.flags = COMMAND_ON_SOCKET,
	.parameters = parameters,
	.calls = "shutdown(2)",
	.errors = errors,
	.help = "shutdown write sends what is still to be sent, and then the end: "
		"the peer's recv gives empty bytes, while this side may still receive (a "
		"half-close). The socket stays in the table until close.\n"
		"shutdown read is not told to the peer of a tcp connection, which may go on "
		"sending: recv gives what has come, before or after it, and empty bytes "
		"when there is nothing. Of a unix socket the peer's send fails with EPIPE.",
	.python = "s.shutdown(socket.SHUT_WR)",
	.c = "shutdown(fd, SHUT_WR);",
	.example = "pair = socketpair\n"
		   "a = $pair[0]\n"
		   "b = $pair[1]\n"
		   "a.shutdown write\n"
		   "expect (b.recv) == ''\n"
		   "b.send 'still here'\n"
		   "expect (a.recv) == 'still here'\n",
	.exec = shutdown_exec,
};
