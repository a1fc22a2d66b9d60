/*
 * close: closes sockets.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/queue.h"
#include "handsh/socket.h"

#include <linux/sockios.h>
#include <sys/ioctl.h>

enum { OPTION_ALL };

#define LOOK (NANOSECONDS / 200) /* between two looks at what is still unsent */

#define COMPANION_MOST NANOSECONDS /* for a program to end by itself */

/* The program at its other end learns that nothing more will come, and may have something to do. */
static bool waits_for_companion(struct call *call, struct handle *handle)
{
	if (!handle->shared->companion ||
	    !handle->shared->companion->behaviour->alive(handle->shared->companion))
		return false;
	if (call->until == TIME_NEVER) {
		call->until = clock_now() + COMPANION_MOST;
		shutdown(handle->watch.fd, SHUT_RDWR);
	}
	return clock_now() < call->until;
}

/*
 * With SO_LINGER, close(2) waits until the peer has all bytes, and would hold up every task. So the
 * end is sent with shutdown(2), and a timer looks until the queue is empty.
 */
static bool lingers(struct call *call, struct handle *handle)
{
	int unsent = 0, seconds = handle_linger(handle);
	int64_t now = clock_now();
	if (seconds <= 0 || handle->shared->listening || handle->family == AF_UNIX ||
	    ioctl(handle->watch.fd, SIOCOUTQ, &unsent) < 0 || unsent == 0)
		return false;
	if (call->until == TIME_NEVER) {
		call->until = now + seconds * NANOSECONDS;
		if (handle->shared->tls)
			tls_finish(handle);
		shutdown(handle->watch.fd, SHUT_RDWR);
	}
	return now < call->until;
}

static enum run refuse_standard(struct call *call, const struct handle *handle)
{
	struct buffer name = {0};
	call_fail(call, "USAGE", "%s is the shell's own, and stays open until that ends",
		  handle_name(handle, &name));
	buffer_free(&name);
	return RUN_FAIL;
}

static enum run close_one(struct call *call, struct handle *handle)
{
	struct buffer name = {0};
	if (!handle_open(handle)) {
		call_errno(call, "close", EBADF, "%s is closed already",
			   handle_name(handle, &name));
		buffer_free(&name);
		return RUN_FAIL;
	}
	if (handle->series == SERIES_STANDARD)
		return refuse_standard(call, handle);
	const bool last = handle->shared->count == 1;
	if (last && (waits_for_companion(call, handle) || lingers(call, handle))) {
		call->waited = true;
		call_on(call, &handle->object);
		return call_look(call, LOOK);
	}
	struct answer answer = answer_is("close", handle, 0, 0);
	answer.note = last ? NULL : "a copy of it is still open";
	handle_close(handle);
	return call_answered(call, &answer);
}

/* Whatever is open when it looks, one after the other; other tasks may make and close some. */
static enum run close_all(struct call *call)
{
	const struct socket_table *table = call_shell(call)->sockets;
	for (;;) {
		struct handle *handle = socket_table_first(table);
		while (handle && handle->series == SERIES_STANDARD)
			handle = handle->next;
		if (!handle)
			return RUN_DONE;
		if (call->subject != &handle->object)
			call->until = TIME_NEVER;
		call_on(call, &handle->object);
		if (close_one(call, handle) == RUN_WAIT)
			return RUN_WAIT;
	}
}

static enum run close_host(struct call *call, struct host *host)
{
	if (!host->operations)
		return call_fail(call, "USAGE", "here is this machine, and stays");
	if (!host->open)
		return call_errno(call, "close", EBADF, "%s is closed already", host->name);
	host->object.behaviour->close(&host->object);
	return RUN_DONE;
}

static enum run close_exec(struct call *call)
{
	if (call_option(call, OPTION_ALL) && call->count && call_given(call, 0))
		return call_fail(call, "USAGE", "--all closes every socket: no names beside it");
	if (call_option(call, OPTION_ALL))
		return close_all(call);
	if (!call->count) {
		struct handle *handle = call_stream(call);
		return handle ? close_one(call, handle) : RUN_FAIL;
	}
	for (unsigned i = 0; i < call->count; i++) {
		struct value *socket = &call->arguments[i];
		if (socket->type == TYPE_UNSET)
			continue; /* closed before another lingered */
		if (socket->type == TYPE_QUEUE) {
			queue_close((struct queue *)socket->object);
			continue;
		}
		if (socket->type == TYPE_HOST) {
			enum run run = close_host(call, (struct host *)socket->object);
			if (run != RUN_DONE)
				return run;
			continue;
		}
		enum run run = close_one(call, (struct handle *)socket->object);
		if (run != RUN_DONE)
			return run;
		call->until = TIME_NEVER;
		value_release(*socket);
		*socket = VALUE_UNSET;
	}
	return RUN_DONE;
}

static const struct parameter parameters[] = {
	{"SOCKET", &kind_closable, ARGUMENT_REST,
	 .text = "names or values, of queues and hosts too; none: the current socket"},
	{0},
};

static const struct command_option options[] = {
	[OPTION_ALL] = {.name = "all", .text = "all that are open; stdin and stdout stay"},
	{0},
};

static const struct command_error errors[] = {
	ERROR_CLOSED,
	{"USAGE", "stdin and stdout are the shell's own, and stay open"},
	{0},
};

const struct command command_close = {
	.name = "close",
	.summary = "close sockets, queues and hosts",
	.flags = COMMAND_ON_SOCKET,
	.parameters = parameters,
	.options = options,
	.calls = "close(2)",
	.errors = errors,
	.help = "The peer's recv gives empty bytes then, if dup has made no copy that is still open. "
		"When bytes that came were not read, the kernel resets the connection instead. "
		"Calls of other tasks that wait on the socket end with EBADF. "
		"The latest socket before it that is open is current again. "
		"A closed queue can be emptied, but nothing can be put into it. "
		"A host is closed with its sockets; its peers hear no more of it than of a machine that "
		"is switched off.",
	.python = "s.close()",
	.c = "close(fd);",
	.example = "s = socket tcp\n"
		   "expect $s.state != 'CLOSED'\n"
		   "s.close\n"
		   "expect $s.state == 'CLOSED'\n"
		   "expect error EBADF { close $s }\n",
	.exec = close_exec,
};
