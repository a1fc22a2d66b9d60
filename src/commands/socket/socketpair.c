/*
 * socketpair: two sockets that are connected to each other.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/socket.h"

static struct value enter(struct call *call, const struct socket_kind *kind, const int fds[2])
{
	struct list *list = list_new(2);
	for (unsigned i = 0; i < 2; i++) {
		struct handle *handle = handle_new(call_shell(call)->sockets, fds[i], SERIES_MADE,
						   kind->family, kind->type, kind->protocol);
		handle_place(handle, call_host(call));
		handle->shared->connected = true;
		task_own(call_task(call), &handle->object);
		list = list_append(list, value_object(TYPE_SOCKET, handle));
	}
	return value_object(TYPE_LIST, list);
}

static void tell_pairs(void (*tell)(void *context, const char *word, const char *text),
		       void *context)
{
	for (const struct socket_kind *kind = socket_kinds; kind->name; kind++) {
		if (kind->pairs)
			tell(context, kind->name, kind->text);
	}
}

static const struct kind kind_pair = {
	.name = "a kind of socket", .words = tell_pairs, .complete = complete_words};

static struct event_argument argument_pair(const int fds[2], struct buffer *text)
{
	buffer_format(text, "[%d, %d]", fds[0], fds[1]);
	return argument_text(text);
}

static enum run socketpair_exec(struct call *call)
{
	struct value wanted = call_argument(call, 0);
	const struct socket_kind *kind =
		wanted.type == TYPE_BYTES ? socket_kind_find(wanted.bytes) : NULL;
	int fds[2];
	if (!kind) {
		call_fail(call, "USAGE", "there is no such kind of socket");
		struct buffer kinds = {0};
		kind_append(&kind_pair, &kinds);
		error_hint(call->error, "kinds: %s", buffer_cstring(&kinds));
		buffer_free(&kinds);
		return RUN_FAIL;
	}
	int type = kind->type | SOCK_NONBLOCK | SOCK_CLOEXEC;
	struct answer answer = answer_of(
		"socketpair", NULL,
		host_socketpair(call_host(call), kind->family, type, kind->protocol, fds));
	struct buffer text = {0};
	if (!answer.number)
		answer_give(&answer, enter(call, kind, fds));
	enum run run = call_answered(
		call, &answer, argument_named(&names_families, kind->family),
		argument_named(&names_types, kind->type), argument_int(kind->protocol),
		answer.number ? argument_constant("fds") : argument_pair(fds, &text));
	buffer_free(&text);
	if (answer.number == EOPNOTSUPP)
		error_detail(call->error, "%s", kind->name);
	return run;
}

static const struct parameter parameters[] = {
	{"KIND", &kind_pair, ARGUMENT_OPTIONAL, .fallback = "unix", .listed = true},
	{0},
};

static const struct command_error errors[] = {
	{"EOPNOTSUPP", "only unix sockets come in pairs", "socketpair unix"},
	ERRORS_OF_DESCRIPTORS,
	{0},
};

const struct command command_socketpair = {
	.name = "socketpair",
	.summary = "make two sockets that are connected to each other",
	.flags = COMMAND_ON_HOST,
	.parameters = parameters,
	.result = "a list of the two",
	.calls = "socketpair(2)",
	.errors = errors,
	.help = "The current socket stays as it is. What is sent on one is received on the other.",
	.python = "a, b = socket.socketpair()",
	.c = "int fds[2];\nsocketpair(AF_UNIX, SOCK_STREAM, 0, fds);",
	.example = "pair = socketpair\n"
		   "a = $pair[0]\n"
		   "b = $pair[1]\n"
		   "a.send hello\n"
		   "expect (b.recv) == 'hello'\n",
	.exec = socketpair_exec,
};
