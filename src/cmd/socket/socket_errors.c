/*
 * socket_errors: how a socket call that has failed is told: which socket, and what its state was.
 * What the error means stands in the rows of the command's errors.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <sys/resource.h>

#include "handsh/socket.h"

/* ---- conditions of rows ---- */

/* NULL where the call works on no socket. */
static const struct handle *socket_of(const struct call *call)
{
	const struct object *subject = call->subject;
	return subject && subject->behaviour == &handle_behaviour ? (const struct handle *)subject
								  : NULL;
}

bool when_timed_out(const struct call *call)
{
	return call->timed_out;
}

bool when_nonblocking(const struct call *call)
{
	return socket_of(call) && socket_of(call)->nonblocking;
}

bool when_listening(const struct call *call)
{
	return socket_of(call) && socket_of(call)->listening;
}

bool when_unconnected(const struct call *call)
{
	return socket_of(call) && !socket_of(call)->connected;
}

bool when_unix(const struct call *call)
{
	return socket_of(call) && socket_of(call)->family == AF_UNIX;
}

/* ---- the error ---- */

static void again_failed(struct call *call, const struct handle *handle, const char *call_name,
			 const char *name)
{
	struct buffer passed = {0};
	int64_t timeout = handle_timeout(handle, WAIT_READ);
	if (!call->timed_out) {
		call_errno(call, call_name, EAGAIN, "%s would have to wait", name);
		return;
	}
	if (!timeout)
		timeout = handle_timeout(handle, WAIT_WRITE);
	duration_format(timeout, &passed);
	call_errno(call, call_name, EAGAIN, "%s: the %s of its timeout have passed", name,
		   buffer_cstring(&passed));
	buffer_free(&passed);
}

static void no_descriptor(struct call *call, const char *name)
{
	struct rlimit limit = {0};
	uint32_t count = socket_table_count(call_shell(call)->sockets);
	getrlimit(RLIMIT_NOFILE, &limit);
	call_errno(call, name, EMFILE, "%u socket%s open, and the limit is %llu descriptors", count,
		   count == 1 ? " is" : "s are", (unsigned long long)limit.rlim_cur);
}

enum run socket_failed(struct call *call, const struct handle *handle, const char *name, int number)
{
	struct buffer text = {0};
	const char *shown = handle ? handle_name(handle, &text) : NULL;
	if (number == EMFILE)
		no_descriptor(call, name);
	else if (!handle)
		call_errno(call, name, number, NULL);
	else if (number == EBADF && !handle_open(handle))
		call_errno(call, name, number,
			   call->waited ? "%s was closed while this waited" : "%s is closed",
			   shown);
	else if (number == EAGAIN)
		again_failed(call, handle, name, shown);
	else
		call_errno(call, name, number, "%s", shown);
	buffer_free(&text);
	return RUN_FAIL;
}
