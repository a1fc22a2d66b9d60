/*
 * several: waiting for one of several sockets. poll(2) and select(2) would keep every task waiting;
 * so they only look, and an epoll(7) of the same descriptors, which can be waited for as one, tells
 * when to look again.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "commands/readiness/several.h"

#include <stdlib.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "handsh/tls.h"

/* A socket that another task closes leaves the epoll without a word. */
#define LOOK (NANOSECONDS / 10)

size_t buffered(const struct handle *handle)
{
	return handle_kept(handle) + tls_pending(handle);
}

void several_note(const struct handle *handle, struct buffer *note)
{
	struct buffer name = {0};
	if (note->length)
		buffer_text(note, ", ");
	buffer_format(note, "%s: %zu bytes kept", handle_name(handle, &name), buffered(handle));
	buffer_free(&name);
}

/* ---- the deadline ---- */

const struct parameter several_timeout[] = {{"D", &kind_duration}, {0}};

int64_t several_deadline(struct call *call, unsigned option)
{
	if (!call_option(call, option))
		return TIME_NEVER;
	if (!call->done) { /* of the first time: 1 + when that was */
		call->done = 1 + (uint64_t)clock_now();
	}
	const int64_t began = (int64_t)call->done - 1;
	const int64_t duration = call_option_value(call, option).integer;
	return duration > TIME_NEVER - began ? TIME_NEVER : began + duration;
}

int several_milliseconds(const struct call *call, unsigned option)
{
	if (!call_option(call, option))
		return -1;
	int64_t wanted = call_option_value(call, option).integer / (NANOSECONDS / 1000);
	return wanted > INT32_MAX ? INT32_MAX : (int)wanted;
}

/* ---- waiting ---- */

struct crowd {
	struct object object;
	struct machine *machine;
	struct watch watch; /* of the epoll */
};

static void crowd_destroy(struct object *object)
{
	struct crowd *crowd = (struct crowd *)object;
	int fd = crowd->watch.fd;
	watch_close(crowd->machine, &crowd->watch);
	close(fd);
	free(crowd);
}

static const struct behaviour crowd_behaviour = {.destroy = crowd_destroy};

/* POLLIN and the others have the same bits in epoll(7). */
static bool fill(int fd, const struct pollfd *polls, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct epoll_event event = {.events = (uint32_t)polls[i].events};
		if (polls[i].fd >= 0 && epoll_ctl(fd, EPOLL_CTL_ADD, polls[i].fd, &event) < 0 &&
		    errno != EEXIST)
			return false;
	}
	return true;
}

static bool crowd_open(struct call *call, const struct pollfd *polls, size_t count)
{
	int fd = descriptor_aside(epoll_create1(EPOLL_CLOEXEC));
	if (fd < 0 || !fill(fd, polls, count)) {
		call_errno(call, fd < 0 ? "epoll_create1" : "epoll_ctl", errno, NULL);
		if (fd >= 0)
			close(fd);
		return false;
	}
	struct crowd *crowd = memory_zeroed(1, sizeof(*crowd));
	crowd->object = (struct object){&crowd_behaviour, 1};
	crowd->machine = call_machine(call);
	watch_open(&crowd->watch, fd);
	call->state = &crowd->object;
	return true;
}

enum run several_wait(struct call *call, const struct pollfd *polls, size_t count, int64_t deadline)
{
	const bool first = !call->state;
	if (first && !crowd_open(call, polls, count))
		return RUN_FAIL;
	call->until = deadline;
	call->waited = true;
	struct watch *watch = &((struct crowd *)call->state)->watch;
	enum run run = RUN_WAIT;
	if (first)
		run = call_wait(call, watch, WAIT_READ);
	else
		call_keep(call, watch, WAIT_READ); /* it is one wait, which --timeout limits */
	return run == RUN_WAIT ? call_look(call, LOOK) : run;
}

/* ---- the argument ---- */

static bool convert_sockets(struct call *call, const struct parameter *parameter,
			    struct value *value)
{
	if (value->type != TYPE_LIST) {
		if (!kind_stream.convert(call, parameter, value))
			return false;
		*value = value_object(TYPE_LIST, list_append(list_new(1), *value));
		return true;
	}
	struct list *sockets = list_new(value->list->count);
	bool fine = true;
	for (size_t i = 0; fine && i < value->list->count; i++) {
		struct value socket = value_retain(list_at(value->list, i));
		fine = kind_stream.convert(call, parameter, &socket);
		sockets = list_append(sockets, socket);
	}
	value_release(*value);
	*value = value_object(TYPE_LIST, sockets);
	return fine;
}

static void complete_sockets_of_list(struct shell *shell, const struct parameter *parameter,
				     const char *prefix, struct completion *completion)
{
	kind_stream.complete(shell, parameter, prefix, completion);
}

const struct kind kind_sockets = {.name = "a socket, or a list of them",
				  .convert = convert_sockets,
				  .complete = complete_sockets_of_list};
