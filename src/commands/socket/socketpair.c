/*
 * socketpair: two sockets that are connected to each other.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/socket.h"

static void journal(struct call *call, const struct socket_kind *kind, const int fds[2], int number,
		    struct value pair)
{
	struct buffer text = {0};
	if (!call_wanted(call))
		return;
	struct event event = socket_event("socketpair", NULL, number ? -1 : 0, number);
	event_word(&event, name_of(&names_families, kind->family));
	event_word(&event, name_of(&names_types, kind->type));
	event_int(&event, kind->protocol);
	if (number)
		buffer_text(&text, "fds");
	else
		buffer_format(&text, "[%d, %d]", fds[0], fds[1]);
	event_word(&event, buffer_cstring(&text));
	event.call.from = pair;
	call_journal(call, NULL, &event);
	buffer_free(&text);
}

static struct value enter(struct call *call, const struct socket_kind *kind, const int fds[2])
{
	struct list *list = list_new(2);
	for (unsigned i = 0; i < 2; i++) {
		struct handle *handle = handle_new(call_shell(call)->sockets, fds[i], SERIES_MADE,
						   kind->family, kind->type, kind->protocol);
		handle->connected = true;
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
	int number = socketpair(kind->family, type, kind->protocol, fds) < 0 ? errno : 0;
	if (!number) {
		struct value pair = enter(call, kind, fds);
		journal(call, kind, fds, 0, pair);
		return call_return(call, pair);
	}
	journal(call, kind, fds, number, VALUE_UNSET);
	return socket_failed(call, NULL, "socketpair", number);
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
