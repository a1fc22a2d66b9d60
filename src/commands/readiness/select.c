/*
 * select: waits until one of several sockets is ready, as it was first done.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <stdlib.h>
#include <sys/select.h>
#include <unistd.h>

#include "commands/readiness/several.h"

enum { OPTION_TIMEOUT };

enum { SETS = 3 };
static const short events_of_set[SETS] = {POLLIN, POLLOUT, POLLPRI};

/* One call of select(2). */
struct looking {
	const struct list *sockets[SETS]; /* NULL: none were given */
	fd_set sets[SETS];
	int most; /* 1 + the highest descriptor */
};

static const struct handle *socket_at(const struct list *sockets, size_t i)
{
	return (const struct handle *)list_at(sockets, i).object;
}

static bool refuse(struct call *call, const struct handle *handle)
{
	struct buffer name = {0};
	const int fd = handle->watch.fd;
	if (fd < 0)
		call_errno(call, "select", EBADF, "%s is closed", handle_name(handle, &name));
	else
		call_errno(call, "select", EINVAL,
			   "%s has descriptor %d, and a set has room for those below %d",
			   handle_name(handle, &name), fd, FD_SETSIZE);
	buffer_free(&name);
	return false;
}

static bool fill(struct call *call, struct looking *looking)
{
	looking->most = 0;
	for (unsigned set = 0; set < SETS; set++) {
		const struct list *sockets =
			call_given(call, set) ? call_argument(call, set).list : NULL;
		looking->sockets[set] = sockets;
		FD_ZERO(&looking->sets[set]);
		for (size_t i = 0; sockets && i < sockets->count; i++) {
			const struct handle *handle = socket_at(sockets, i);
			const int fd = handle->watch.fd;
			if (fd < 0 || fd >= FD_SETSIZE)
				return refuse(call, handle);
			FD_SET(fd, &looking->sets[set]);
			looking->most = fd >= looking->most ? fd + 1 : looking->most;
		}
	}
	return true;
}

/* Bytes that were read ahead make a socket readable, which the kernel cannot know. */
static int add_buffered(struct looking *looking, struct buffer *note)
{
	const struct list *sockets = looking->sockets[0];
	int more = 0;
	for (size_t i = 0; sockets && i < sockets->count; i++) {
		const struct handle *handle = socket_at(sockets, i);
		if (!buffered(handle))
			continue;
		several_note(handle, note);
		more += !FD_ISSET(handle->watch.fd, &looking->sets[0]);
		FD_SET(handle->watch.fd, &looking->sets[0]);
	}
	return more;
}

static enum run wait_on(struct call *call, const struct looking *looking, int64_t deadline)
{
	size_t count = 0, all = 0;
	for (unsigned set = 0; set < SETS; set++)
		all += looking->sockets[set] ? looking->sockets[set]->count : 0;
	struct pollfd *polls = memory_zeroed(all + 1, sizeof(*polls));
	/* By descriptor, for one may stand in several sets, and in epoll only once. */
	short *wanted = memory_zeroed(FD_SETSIZE, sizeof(*wanted));
	for (unsigned set = 0; set < SETS; set++) {
		const struct list *sockets = looking->sockets[set];
		for (size_t i = 0; sockets && i < sockets->count; i++)
			wanted[socket_at(sockets, i)->watch.fd] |= events_of_set[set];
	}
	for (int fd = 0; fd < looking->most; fd++) {
		if (wanted[fd])
			polls[count++] = (struct pollfd){.fd = fd, .events = wanted[fd]};
	}
	enum run run = several_wait(call, polls, count, deadline);
	free(wanted);
	free(polls);
	return run;
}

/* ---- the result ---- */

static struct value result_of(const struct looking *looking)
{
	struct list *result = list_new(SETS);
	for (unsigned set = 0; set < SETS; set++) {
		const struct list *sockets = looking->sockets[set];
		struct list *ready = list_new(0);
		for (size_t i = 0; sockets && i < sockets->count; i++) {
			if (FD_ISSET(socket_at(sockets, i)->watch.fd, &looking->sets[set]))
				ready = list_append(ready, value_retain(list_at(sockets, i)));
		}
		result = list_append(result, value_object(TYPE_LIST, ready));
	}
	return value_object(TYPE_LIST, result);
}

/* [3 4], or NULL. */
static void show(const struct list *sockets, struct buffer *text)
{
	if (!sockets) {
		buffer_text(text, "NULL");
		return;
	}
	buffer_byte(text, '[');
	for (size_t i = 0; i < sockets->count; i++)
		buffer_format(text, "%s%d", i ? " " : "", socket_at(sockets, i)->watch.fd);
	buffer_byte(text, ']');
}

static enum run ended(struct call *call, const struct looking *looking, int64_t ready,
		      struct buffer *note)
{
	struct buffer texts[SETS] = {{0}}, timeout = {0};
	struct answer answer = answer_is("select", NULL, ready, 0);
	answer_give(&answer, result_of(looking));
	answer.note = note->length ? buffer_cstring(note) : NULL;
	if (call_wanted(call)) {
		for (unsigned set = 0; set < SETS; set++)
			show(looking->sockets[set], &texts[set]);
		if (call_option(call, OPTION_TIMEOUT))
			duration_format(call_option_value(call, OPTION_TIMEOUT).integer, &timeout);
		else
			buffer_text(&timeout, "NULL");
	}
	enum run run = call_answered(call, &answer, argument_int(looking->most),
				     argument_text(&texts[0]), argument_text(&texts[1]),
				     argument_text(&texts[2]), argument_text(&timeout));
	for (unsigned set = 0; set < SETS; set++)
		buffer_free(&texts[set]);
	buffer_free(&timeout);
	return run;
}

static enum run select_exec(struct call *call)
{
	struct timeval none = {0};
	struct looking looking;
	struct buffer note = {0};
	const int64_t deadline = several_deadline(call, OPTION_TIMEOUT);
	if (!fill(call, &looking))
		return RUN_FAIL;
	int ready = TEMP_FAILURE_RETRY(
		select(looking.most, &looking.sets[0], &looking.sets[1], &looking.sets[2], &none));
	if (ready < 0) {
		struct answer answer = answer_of("select", NULL, -1);
		return call_answered(call, &answer);
	}
	ready += add_buffered(&looking, &note);
	enum run run = ready || clock_now() >= deadline ? ended(call, &looking, ready, &note)
							: wait_on(call, &looking, deadline);
	buffer_free(&note);
	return run;
}

static const struct parameter parameters[] = {
	{"READ", &kind_sockets, ARGUMENT_REQUIRED,
	 .text = "sockets to receive from: [$a $b], or []"},
	{"WRITE", &kind_sockets, ARGUMENT_OPTIONAL, .text = "sockets to send on"},
	{"EXCEPT", &kind_sockets, ARGUMENT_OPTIONAL, .text = "sockets that get urgent data"},
	{0},
};

static const struct command_option options[] = {
	[OPTION_TIMEOUT] = {'t', "timeout", several_timeout,
			    "give three empty lists after that time; 0 only looks"},
	{0},
};

static const struct command_error errors[] = {
	{"EBADF", "a closed socket stands in a list"},
	{"EINVAL", "a set has 1024 bits, one a descriptor", "poll has no such limit"},
	{0},
};

const struct command command_select = {
	.name = "select",
	.summary = "wait until one of several sockets is ready, by sets of descriptors",
	.parameters = parameters,
	.options = options,
	.result = "three lists: of READ, of WRITE and of EXCEPT those that are ready",
	.calls = "select(2)",
	.errors = errors,
	.help = "The oldest of its kind, which the tutorials use: poll does the same without a limit "
		"of descriptors. Bytes that are kept with a socket count as come.",
	.python = "r, w, x = select.select([a, b], [], [], 1.0)",
	.c = "fd_set set;\nFD_ZERO(&set);\nFD_SET(a, &set);\n"
	     "select(a + 1, &set, NULL, NULL, &timeout);",
	.example = "pair = socketpair\n"
		   "a = $pair[0]\n"
		   "b = $pair[1]\n"
		   "b.send hello\n"
		   "[r w x] = select [$a $b] [$b] --timeout 1s\n"
		   "expect [$r $w $x] == [[$a] [$b] []]\n",
	.exec = select_exec,
};
