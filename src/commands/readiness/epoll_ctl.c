/*
 * epoll_ctl: says what an epoll looks at.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <string.h>
#include <sys/epoll.h>

#include "commands/readiness/interest.h"

static const struct operation {
	const char *name; /* as typed */
	int number;
	const char *shown, *text;
} operations[] = {
	{"add", EPOLL_CTL_ADD, "EPOLL_CTL_ADD", "look at a socket, too"},
	{"mod", EPOLL_CTL_MOD, "EPOLL_CTL_MOD", "look for something else"},
	{"del", EPOLL_CTL_DEL, "EPOLL_CTL_DEL", "look at it no more"},
	{0},
};

static const struct operation *operation_find(const struct bytes *word)
{
	const struct operation *operation = operations;
	while (operation->name && !bytes_is(word, operation->name) &&
	       !bytes_is(word, operation->shown))
		operation++;
	return operation->name ? operation : NULL;
}

static bool convert_operation(struct call *call, const struct parameter *parameter,
			      struct value *value)
{
	if (value->type == TYPE_BYTES && operation_find(value->bytes))
		return true;
	call_fail(call, "USAGE", "%s is add, mod or del", parameter->name);
	return false;
}

static void tell_operations(void (*tell)(void *context, const char *word, const char *text),
			    void *context)
{
	for (const struct operation *operation = operations; operation->name; operation++)
		tell(context, operation->name, operation->text);
}

static const struct kind kind_operation = {.name = "an operation",
					   .convert = convert_operation,
					   .words = tell_operations,
					   .complete = complete_words};

/* ---- events ---- */

/* in, et, EPOLLIN. 0: there is none of that name. */
static uint32_t event_of(const struct bytes *word)
{
	for (size_t i = 0; i < names_epolls.count; i++) {
		const char *name = names_epolls.list[i].text, *bare = name + sizeof("EPOLL") - 1;
		if ((word->length == strlen(name) &&
		     strncasecmp(word->data, name, word->length) == 0) ||
		    (word->length == strlen(bare) &&
		     strncasecmp(word->data, bare, word->length) == 0))
			return (uint32_t)names_epolls.list[i].number;
	}
	return 0;
}

static bool convert_event(struct call *call, const struct parameter *parameter, struct value *value)
{
	if (value->type == TYPE_BYTES && event_of(value->bytes))
		return true;
	call_fail(call, "USAGE", "%s is in, out, pri, rdhup, et, oneshot …", parameter->name);
	error_hint(call->error,
		   "epoll_ctl add s in et looks for what can be received, once each time");
	return false;
}

static void tell_events(void (*tell)(void *context, const char *word, const char *text),
			void *context)
{
	for (size_t i = 0; i < names_epolls.count; i++) {
		char word[16];
		const char *bare = names_epolls.list[i].text + sizeof("EPOLL") - 1;
		size_t length = strlen(bare);
		for (size_t letter = 0; letter <= length; letter++)
			word[letter] = (char)(bare[letter] | (bare[letter] ? 0x20 : 0));
		tell(context, word, names_epolls.list[i].meaning);
	}
}

static const struct kind kind_event = {.name = "an event",
				       .convert = convert_event,
				       .words = tell_events,
				       .complete = complete_words};

static uint32_t events_of(const struct call *call)
{
	uint32_t events = 0;
	for (unsigned i = 3; i < call->count; i++)
		events |= event_of(call_argument(call, i).bytes);
	return events;
}

/* ---- the call ---- */

static enum run epoll_ctl_exec(struct call *call)
{
	struct handle *epoll = epoll_argument(call, 0);
	const struct operation *operation = operation_find(call_argument(call, 1).bytes);
	struct handle *handle = (struct handle *)call_argument(call, 2).object;
	const int fd = handle->watch.fd;
	struct epoll_event event = {.events = events_of(call), .data.fd = fd};
	if (!epoll)
		return RUN_FAIL;
	if (operation->number != EPOLL_CTL_DEL && !event.events)
		return call_fail(call, "USAGE", "what to look for is missing: in, out …");
	struct answer answer = answer_of("epoll_ctl", epoll,
					 epoll_ctl(epoll->watch.fd, operation->number, fd, &event));
	if (!answer.number && operation->number == EPOLL_CTL_DEL)
		interest_remove(interests_of(epoll), fd);
	else if (!answer.number)
		interest_set(interests_of(epoll), handle, event.events);
	return call_answered(call, &answer, argument_constant(operation->shown), argument_int(fd),
			     argument_flags(&names_epolls, (int)event.events));
}

static const struct parameter parameters[] = {
	{"EPOLL", &kind_stream, ARGUMENT_REQUIRED, .text = "what epoll_create has made"},
	{"OPERATION", &kind_operation, ARGUMENT_REQUIRED, .listed = true, .text = "what to do"},
	{"SOCKET", &kind_stream, ARGUMENT_REQUIRED, .text = "the socket"},
	{"EVENT", &kind_event, ARGUMENT_REST, .listed = true,
	 .text = "what to look for; names of C, such as EPOLLIN, serve too"},
	{0},
};

static const struct command_error errors[] = {
	{"EEXIST", "it looks at that socket already", "epoll_ctl mod changes for what"},
	{"ENOENT", "it does not look at that socket", "epoll_ctl add makes it"},
	{"EPERM", "files and folders are always ready: epoll takes none"},
	{"ELOOP", "epolls would look at one another in a circle"},
	{"EBADF", "a closed socket is none to look at"},
	{"EINVAL", "it is no epoll, or looks at itself"},
	{"ENOSPC", "the limit of /proc/sys/fs/epoll/max_user_watches"},
	{0},
};

const struct command command_epoll_ctl = {
	.name = "epoll_ctl",
	.summary = "say what an epoll looks at",
	.parameters = parameters,
	.calls = "epoll_ctl(2)",
	.errors = errors,
	.help = "Without et an event is told as often as somebody asks, as long as it holds (level). "
		"With et it is told once, each time when something new comes (edge): who does not "
		"receive all until EAGAIN then is not told of the rest. oneshot tells once, until mod. "
		"err and hup come unasked. A closed socket leaves the epoll by itself, "
		"unless a dup of it is open.",
	.python = "e.register(s, select.EPOLLIN | select.EPOLLET)",
	.c = "struct epoll_event event = {.events = EPOLLIN, .data.fd = s};\n"
	     "epoll_ctl(e, EPOLL_CTL_ADD, s, &event);",
	.example = "pair = socketpair\n"
		   "b = $pair[1]\n"
		   "e = epoll_create\n"
		   "epoll_ctl e add b in\n"
		   "expect error EEXIST { epoll_ctl e add b in out }\n"
		   "epoll_ctl e mod b in et\n"
		   "epoll_ctl e del b\n",
	.exec = epoll_ctl_exec,
};
