/*
 * poll: waits until one of several sockets is ready.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <stdlib.h>
#include <unistd.h>

#include "commands/readiness/several.h"

enum { OPTION_IN, OPTION_OUT, OPTION_PRI, OPTION_RDHUP, OPTION_TIMEOUT };

static struct handle *socket_at(const struct list *sockets, size_t i)
{
	return (struct handle *)list_at(sockets, i).object;
}

static struct pollfd *polls_of(struct call *call, const struct list *sockets)
{
	struct pollfd *polls = memory_zeroed(sockets->count + 1, sizeof(*polls));
	const int wanted = call_flags(call) ? call_flags(call) : POLLIN;
	for (size_t i = 0; i < sockets->count; i++) {
		polls[i].fd = socket_at(sockets, i)->watch.fd;
		polls[i].events = (short)wanted;
	}
	return polls;
}

/*
 * What the kernel cannot know: bytes that were read ahead, and a socket of the table that is closed,
 * whose number it does not look at here. Gives how many are ready.
 */
static size_t add_known(const struct list *sockets, struct pollfd *polls, struct buffer *note)
{
	size_t ready = 0;
	for (size_t i = 0; i < sockets->count; i++) {
		const struct handle *handle = socket_at(sockets, i);
		if (polls[i].fd < 0)
			polls[i].revents = POLLNVAL;
		else if (polls[i].events & POLLIN && buffered(handle)) {
			polls[i].revents |= POLLIN;
			several_note(handle, note);
		}
		ready += polls[i].revents != 0;
	}
	return ready;
}

/* ---- the result ---- */

/* [in hup]: the names without POLL, as they are typed. */
static struct value events_value(short events)
{
	struct list *list = list_new(2);
	for (size_t i = 0; i < names_polls.count; i++) {
		if (!(events & names_polls.list[i].number))
			continue;
		struct bytes *word = bytes_text(names_polls.list[i].text + sizeof("POLL") - 1);
		for (size_t letter = 0; letter < word->length; letter++)
			word->data[letter] |= 0x20;
		list = list_append(list, value_bytes(word));
	}
	return value_object(TYPE_LIST, list);
}

static struct value result_of(const struct list *sockets, const struct pollfd *polls)
{
	struct list *list = list_new(0);
	for (size_t i = 0; i < sockets->count; i++) {
		if (!polls[i].revents)
			continue;
		struct map *map =
			map_put_text(map_new(), "socket", value_retain(list_at(sockets, i)));
		map = map_put_text(map, "events", events_value(polls[i].revents));
		list = list_append(list, value_object(TYPE_MAP, map));
	}
	return value_object(TYPE_LIST, list);
}

/* [{fd=3, events=POLLIN}], as strace(1) has it. */
static void show(const struct list *sockets, const struct pollfd *polls, struct buffer *text)
{
	buffer_byte(text, '[');
	for (size_t i = 0; i < sockets->count; i++) {
		buffer_format(text, "%s{fd=%d, events=", i ? ", " : "", polls[i].fd);
		name_flags(&names_polls, polls[i].events, text);
		buffer_byte(text, '}');
	}
	buffer_byte(text, ']');
}

static enum run ended(struct call *call, const struct list *sockets, const struct pollfd *polls,
		      size_t ready, struct buffer *note)
{
	struct buffer text = {0};
	struct answer answer = answer_is("poll", NULL, (int64_t)ready, 0);
	answer_give(&answer, result_of(sockets, polls));
	answer.note = note->length ? buffer_cstring(note) : NULL;
	if (call_wanted(call))
		show(sockets, polls, &text);
	enum run run = call_answered(call, &answer, argument_text(&text),
				     argument_int((int64_t)sockets->count),
				     argument_int(several_milliseconds(call, OPTION_TIMEOUT)));
	buffer_free(&text);
	return run;
}

static enum run poll_exec(struct call *call)
{
	const struct list *sockets = call_argument(call, 0).list;
	const int64_t deadline = several_deadline(call, OPTION_TIMEOUT);
	struct pollfd *polls = polls_of(call, sockets);
	struct buffer note = {0};
	enum run run;
	if (TEMP_FAILURE_RETRY(poll(polls, sockets->count, 0)) < 0) {
		struct answer answer = answer_of("poll", NULL, -1);
		run = call_answered(call, &answer);
	} else {
		size_t ready = add_known(sockets, polls, &note);
		run = ready || clock_now() >= deadline
			      ? ended(call, sockets, polls, ready, &note)
			      : several_wait(call, polls, sockets->count, deadline);
	}
	buffer_free(&note);
	free(polls);
	return run;
}

static const struct parameter parameters[] = {
	{"LIST", &kind_sockets, ARGUMENT_REQUIRED, .text = "the sockets: [$a $b], or one"},
	{0},
};

static const struct command_option options[] = {
	[OPTION_IN] = {'i', "in", .flag = POLLIN,
		       .text = "POLLIN: something can be received, or accepted; without any of "
			       "these it is that"},
	[OPTION_OUT] = {'o', "out", .flag = POLLOUT, .text = "POLLOUT: something can be sent"},
	[OPTION_PRI] = {'p', "pri", .flag = POLLPRI, .text = "POLLPRI: urgent data"},
	[OPTION_RDHUP] = {.name = "rdhup",
			  .flag = POLLRDHUP,
			  .text = "POLLRDHUP: the peer has closed its side"},
	[OPTION_TIMEOUT] = {'t', "timeout", several_timeout,
			    "give an empty list after that time; 0 only looks"},
	{0},
};

static const struct command_error errors[] = {
	{"EINVAL", "the list is longer than the limit of descriptors"},
	{"ENOMEM", "the kernel has no room for the list"},
	{0},
};

const struct command command_poll = {
	.name = "poll",
	.summary = "wait until one of several sockets is ready",
	.parameters = parameters,
	.options = options,
	.result = "a list of those that are: each a map {socket events}, events a list of in, out, "
		  "pri, rdhup, err, hup and nval",
	.calls = "poll(2)",
	.errors = errors,
	.help = "err, hup and nval (a closed socket) come unasked. Ready means that the next call "
		"does not wait: a listener is ready for accept, a connection whose peer has closed "
		"for a recv that gives the end. Bytes that are kept with a socket count as come, "
		"which the line says.\n"
		"In handsh a task for each socket, or serve, mostly says the same more simply.",
	.python = "p = select.poll()\np.register(a, select.POLLIN)\np.poll(1000)",
	.c = "struct pollfd polls[] = {{.fd = a, .events = POLLIN}};\npoll(polls, 1, 1000);",
	.example = "pair = socketpair\n"
		   "a = $pair[0]\n"
		   "b = $pair[1]\n"
		   "expect (poll [$a $b] --timeout 0) == []\n"
		   "b.send hello\n"
		   "ready = poll [$a $b]\n"
		   "expect $ready[0].socket == $a\n"
		   "expect $ready[0].events == ['in']\n",
	.exec = poll_exec,
};
