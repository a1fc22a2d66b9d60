/*
 * socket_call: what the commands that are socket calls share: the socket they work on, and waiting.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/socket.h"

#define RETRY_MOST 4 /* doublings of 1 ms */
#define MILLISECOND (NANOSECONDS / 1000)

static void no_current(struct call *call)
{
	struct buffer name = {0};
	struct handle *last = socket_table_first(call_shell(call)->sockets);
	while (last && last->next)
		last = last->next;
	call_fail(call, "USAGE", "there is no current socket");
	if (last)
		error_hint(call->error, "use %s makes an open one current",
			   handle_name(last, &name));
	else
		error_hint(call->error, "socket tcp makes one");
	buffer_free(&name);
}

struct handle *call_current(struct call *call)
{
	struct handle *handle = (struct handle *)task_current(call_task(call));
	if (!handle)
		no_current(call);
	return handle;
}

struct handle *call_socket(struct call *call)
{
	struct handle *handle = call_stream(call);
	if (!handle || handle_is_socket(handle))
		return handle;
	struct buffer name = {0};
	call_errno(call, call->command->name, ENOTSOCK, "%s is %s", handle_name(handle, &name),
		   handle_medium(handle));
	error_hint(call->error, "use NAME makes a socket current: sockets shows them");
	buffer_free(&name);
	return NULL;
}

struct handle *call_stream(struct call *call)
{
	if (call->subject)
		return (struct handle *)call->subject;
	struct handle *handle = call_current(call);
	if (!handle)
		return NULL;
	call_on(call, &handle->object);
	return handle;
}

struct handle *call_socket_argument(struct call *call, unsigned i)
{
	if (i >= call->count || !call_given(call, i))
		return call_stream(call);
	call_on(call, call_argument(call, i).object);
	return (struct handle *)call->subject;
}

/* ---- waiting ---- */

/* Notes that it waits, and until when: SO_RCVTIMEO, SO_SNDTIMEO. False: call->error. */
static bool note_wait(struct call *call, const struct handle *handle, enum direction direction)
{
	call->waited = true;
	if (call->until != TIME_NEVER)
		return true;
	int64_t timeout = handle_timeout(handle, direction);
	if (timeout > 0)
		call->until = clock_now() + timeout;
	else if (timeout < 0)
		call_errno(call, "getsockopt", errno, NULL);
	return timeout >= 0;
}

enum run socket_park(struct call *call, struct handle *handle, enum direction direction)
{
	if (!tls_turned(handle, direction))
		return call_wait(call, &handle->watch, direction);
	call_keep(call, &handle->watch, direction); /* no event of that direction tells */
	return call_look(call, MILLISECOND);
}

enum run socket_wait(struct call *call, struct handle *handle, enum direction direction)
{
	if (!note_wait(call, handle, direction))
		return RUN_FAIL;
	if (!call_turn(call, &handle->watch, direction))
		return RUN_WAIT;
	return socket_park(call, handle, direction);
}

enum run socket_retry(struct call *call, struct handle *handle)
{
	int64_t pause = MILLISECOND << call->phase;
	if (!note_wait(call, handle, WAIT_WRITE))
		return RUN_FAIL;
	call->phase += call->phase < RETRY_MOST;
	return call_look(call, pause);
}
