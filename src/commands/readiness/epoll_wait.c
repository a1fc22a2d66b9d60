/*
 * epoll_wait: waits for what an epoll looks at.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <stdlib.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "commands/readiness/interest.h"
#include "commands/readiness/several.h"

enum { OPTION_TIMEOUT };

#define EVENTS_MOST 65536

/* What has been found. */
struct found {
	struct list *list;
	struct buffer note;
	size_t most;
};

static void add(struct found *found, struct handle *handle, uint32_t events)
{
	struct map *map =
		map_put_text(map_new(), "socket", value_object(TYPE_SOCKET, object_retain(handle)));
	map = map_put_text(map, "events", epoll_events_value(events));
	found->list = list_append(found->list, value_object(TYPE_MAP, map));
}

static bool is_there(const struct found *found, const struct handle *handle)
{
	for (size_t i = 0; i < found->list->count; i++) {
		struct value socket;
		const struct map *map = list_at(found->list, i).map;
		if (map_get(map, "socket", sizeof("socket") - 1, &socket) &&
		    socket.object == &handle->object)
			return true;
	}
	return false;
}

/* Bytes that were read ahead make a socket readable, which the kernel cannot know. */
static void add_buffered(struct interests *interests, struct found *found)
{
	struct interest *interest, *next;
	HASH_ITER(hh, interests->first, interest, next)
	{
		if (!(interest->events & EPOLLIN) || !handle_open(interest->handle) ||
		    !buffered(interest->handle))
			continue;
		several_note(interest->handle, &found->note);
		if (found->list->count < found->most && !is_there(found, interest->handle))
			add(found, interest->handle, EPOLLIN);
	}
}

/* 0, or errno. */
static int look(const struct handle *epoll, struct found *found)
{
	struct interests *interests = interests_of(epoll);
	struct epoll_event *events = memory_zeroed(found->most, sizeof(*events));
	int count = TEMP_FAILURE_RETRY(epoll_wait(epoll->watch.fd, events, (int)found->most, 0));
	int number = count < 0 ? errno : 0;
	for (int i = 0; i < count; i++) {
		struct interest *interest = interest_find(interests, events[i].data.fd);
		if (interest)
			add(found, interest->handle, events[i].events);
	}
	free(events);
	if (!number)
		add_buffered(interests, found);
	return number;
}

static enum run ended(struct call *call, const struct handle *epoll, struct found *found,
		      int number)
{
	struct answer answer = answer_is("epoll_wait", epoll, (int64_t)found->list->count, number);
	answer.note = found->note.length ? buffer_cstring(&found->note) : NULL;
	if (number)
		object_release(found->list);
	else
		answer_give(&answer, value_object(TYPE_LIST, found->list));
	return call_answered(call, &answer, argument_int((int64_t)found->most),
			     argument_int(several_milliseconds(call, OPTION_TIMEOUT)));
}

static enum run epoll_wait_exec(struct call *call)
{
	struct handle *epoll = epoll_argument(call, 0);
	const int64_t deadline = several_deadline(call, OPTION_TIMEOUT);
	if (!epoll)
		return RUN_FAIL;
	struct found found = {.list = list_new(0), .most = (size_t)call_argument(call, 1).integer};
	int number = look(epoll, &found);
	enum run run;
	if (number || found.list->count || clock_now() >= deadline) {
		run = ended(call, epoll, &found, number);
	} else {
		object_release(found.list);
		call_on(call, &epoll->object);
		call->until = deadline;
		call->waited = true;
		run = call_turn(call, &epoll->watch, WAIT_READ)
			      ? call_wait(call, &epoll->watch, WAIT_READ)
			      : RUN_WAIT;
	}
	buffer_free(&found.note);
	return run;
}

static const struct parameter parameters[] = {
	{"EPOLL", &kind_stream, ARGUMENT_REQUIRED, .text = "what epoll_create has made"},
	{"MAX", &kind_int, ARGUMENT_OPTIONAL, .least = 1, .most = EVENTS_MOST, .fallback = "64",
	 .text = "the most events to give"},
	{0},
};

static const struct command_option options[] = {
	[OPTION_TIMEOUT] = {'t', "timeout", several_timeout,
			    "give an empty list after that time; 0 only looks"},
	{0},
};

static const struct command_error errors[] = {
	{"EINVAL", "it is no epoll"},
	{"EBADF", "the epoll is closed"},
	{0},
};

const struct command command_epoll_wait = {
	.name = "epoll_wait",
	.summary = "wait for what an epoll looks at",
	.parameters = parameters,
	.options = options,
	.result = "a list of maps {socket events}, events a list of in, out, rdhup, err, hup …",
	.calls = "epoll_wait(2)",
	.errors = errors,
	.help = "epoll_ctl says what it looks at, and how often it tells. Bytes that are kept with a "
		"socket count as come, each time.",
	.python = "for fd, events in e.poll(1.0): ...",
	.c = "struct epoll_event events[64];\nint n = epoll_wait(e, events, 64, 1000);",
	.example = "pair = socketpair\n"
		   "a = $pair[0]\n"
		   "b = $pair[1]\n"
		   "e = epoll_create\n"
		   "epoll_ctl e add b in et\n"
		   "a.send hello\n"
		   "expect (epoll_wait e)[0].events == ['in']\n"
		   "# nothing new has come\n"
		   "expect (epoll_wait e --timeout 0) == []\n"
		   "epoll_ctl e mod b in\n"
		   "expect (epoll_wait e)[0].socket == $b\n",
	.exec = epoll_wait_exec,
};
