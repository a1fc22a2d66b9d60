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
	return socket_of(call) && socket_of(call)->shared->nonblocking;
}

bool when_listening(const struct call *call)
{
	return socket_of(call) && socket_of(call)->shared->listening;
}

bool when_unconnected(const struct call *call)
{
	return socket_of(call) && !socket_of(call)->shared->connected;
}

bool when_unix(const struct call *call)
{
	return socket_of(call) && socket_of(call)->family == AF_UNIX;
}

/* ---- the error ---- */

static void again_refused(struct call *call, const struct answer *answer, const char *name)
{
	struct buffer passed = {0};
	int64_t timeout = handle_timeout(answer->on, WAIT_READ);
	if (!call->timed_out) {
		call_errno(call, answer->name, EAGAIN, "%s would have to wait", name);
		return;
	}
	if (timeout <= 0)
		timeout = handle_timeout(answer->on, WAIT_WRITE);
	duration_format(timeout, &passed);
	call_errno(call, answer->name, EAGAIN, "%s: the %s of its timeout have passed", name,
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

static void address_refused(struct call *call, const struct answer *answer)
{
	struct buffer text = {0};
	address_format(answer->address->host, &answer->address->any, answer->address->length,
		       &text);
	call_errno(call, answer->name, answer->number, "%s", buffer_cstring(&text));
	buffer_free(&text);
}

enum run call_refused(struct call *call, const struct answer *answer)
{
	const int number = answer->number;
	struct buffer text = {0};
	const char *shown = answer->on ? handle_name(answer->on, &text) : NULL;
	if (number == EMFILE)
		no_descriptor(call, answer->name);
	else if (!shown)
		call_errno(call, answer->name, number, NULL);
	else if (number == EBADF && !handle_open(answer->on))
		call_errno(call, answer->name, number,
			   call->waited ? "%s was closed while this waited" : "%s is closed",
			   shown);
	else if (number == EPROTO && answer->on->shared->tls)
		call_error(call, tls_error(answer->on, answer->name));
	else if (number == EAGAIN)
		again_refused(call, answer, shown);
	else if (answer->address)
		address_refused(call, answer);
	else
		call_errno(call, answer->name, number, "%s", shown);
	buffer_free(&text);
	return RUN_FAIL;
}
