/*
 * accept: takes one connection of a listening socket.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <unistd.h>

#include "handsh/socket.h"

#define PATIENCE (NANOSECONDS / 20) /* until what is lacking may be there again */

/* tcp(7): the new socket has the listener's options, its timeouts among them. */
static void inherit(struct handle *accepted, const struct handle *listener)
{
	accepted->shared->connected = true;
	if (listener->family == AF_UNIX)
		return;
	accepted->shared->timed = listener->shared->timed;
	accepted->shared->lingers = listener->shared->lingers;
}

/*
 * serve tries again and again while something is lacking, which is said once: call->done is the
 * errno.
 */
static bool is_said(const struct call *call, int number)
{
	return call->done == (uint64_t)number;
}

/* 0 with *accepted in the table, a new reference, or errno. The call is journaled unless it would
 * have to wait. */
static int take(struct call *call, struct handle *listener, struct handle **accepted)
{
	struct sockaddr_storage address;
	socklen_t length = sizeof(address);
	bool wanted = call_wanted(call);
	int fd = TEMP_FAILURE_RETRY(accept4(listener->watch.fd,
					    wanted ? (struct sockaddr *)&address : NULL,
					    wanted ? &length : NULL, SOCK_NONBLOCK | SOCK_CLOEXEC));
	int number = fd < 0 ? errno : 0;
	if (number == EAGAIN)
		return number;
	if (!number) {
		*accepted = call_create(call, fd, SERIES_ACCEPTED, listener->family, listener->type,
					listener->protocol);
		handle_place(*accepted, listener->host);
		inherit(*accepted, listener);
	}
	if (!wanted || (number && is_said(call, number)))
		return number;
	struct answer answer = answer_is("accept", listener, fd, number);
	if (!number)
		answer_make(&answer, *accepted);
	struct value from = VALUE_UNSET;
	if (!number && length > sizeof(sa_family_t)) { /* not a unix socket without a name */
		from = address_value_on(listener->host, (const struct sockaddr *)&address, length);
		answer.gave_kind = GAVE_SENDER;
		answer.gave = argument_value(from);
	}
	call_journal(call, &answer);
	value_release(from);
	return number;
}

/* The one that was made last, or NULL. */
static const struct handle *find_listener(const struct socket_table *table)
{
	const struct handle *found = NULL;
	for (const struct handle *each = socket_table_first(table); each; each = each->next)
		found = each->shared->listening ? each : found;
	return found;
}

/* After accept the connection is current, and accept wants the listener again. */
static void name_listener(struct call *call, const struct handle *current)
{
	const struct handle *listener = find_listener(call_shell(call)->sockets);
	struct buffer name = {0}, text = {0};
	if (!listener || !current->shared->connected)
		return;
	buffer_format(&text, "%s is current; ", handle_name(current, &name));
	if (call->manner & CALL_SERVES)
		buffer_format(&text, "it is %s that serves: ", handle_name(listener, &name));
	else
		buffer_text(&text, "type ");
	buffer_format(&text, "%s.%s", handle_name(listener, &name), call_name(call));
	error_hint(call->error, "%s", buffer_cstring(&text));
	buffer_free(&name);
	buffer_free(&text);
}

static enum run failed(struct call *call, struct handle *listener, int number)
{
	struct answer answer = answer_is("accept", listener, -1, number);
	if (number == EAGAIN) /* of a call that did not wait */
		call_journal(call, &answer);
	enum run run = call_refused(call, &answer);
	if (number == EINVAL)
		name_listener(call, listener);
	return run;
}

/*
 * What an error means for those who come after, accept(2). Linux hands on what has happened to the
 * connection that it takes from the queue; with other errors that stays there, and trying again at
 * once would only find the same.
 */
enum outlook { OUTLOOK_NEXT, OUTLOOK_LATER, OUTLOOK_NEVER };

static enum outlook outlook(const struct handle *listener, int number)
{
	switch (number) {
	case ECONNABORTED:
	case ECONNRESET:
	case EHOSTDOWN:
	case EHOSTUNREACH:
	case ENETDOWN:
	case ENETUNREACH:
	case ENONET:
	case ENOPROTOOPT:
	case EPROTO:
	case ETIMEDOUT:
		return OUTLOOK_NEXT;
	case EOPNOTSUPP: /* of the connection, unless the socket has none */
		return listener->shared->listening ? OUTLOOK_NEXT : OUTLOOK_NEVER;
	case EBADF:
	case EFAULT:
	case EINVAL:
	case ENOSYS:
	case ENOTSOCK:
		return OUTLOOK_NEVER;
	default: /* EMFILE, ENFILE, ENOBUFS, ENOMEM, EPERM (a firewall's rule), EIO … */
		return OUTLOOK_LATER;
	}
}

/* serve says what may pass, and goes on. */
static enum run serve_on(struct call *call, struct handle *listener, int number)
{
	if (number == EAGAIN) { /* SO_RCVTIMEO is not for serve, which waits for ever */
		call->until = TIME_NEVER;
		return socket_wait(call, listener, WAIT_READ);
	}
	const enum outlook next = outlook(listener, number);
	const bool said = is_said(call, number);
	if (next == OUTLOOK_NEVER)
		return failed(call, listener, number);
	if (!said) {
		failed(call, listener, number);
		call_report(call);
	}
	if (next == OUTLOOK_NEXT)
		return call_yield(call);
	/* Nothing tells when it is there again. */
	call->done = (uint64_t)number;
	return call_look(call, PATIENCE);
}

static enum run accept_exec(struct call *call)
{
	struct handle *listener = call_socket(call), *accepted = NULL;
	if (!listener)
		return RUN_FAIL;
	bool serves = call->manner & CALL_SERVES;
	bool patient = listener->shared->listening && (serves || !listener->shared->nonblocking);
	int number = socket_ready(call, listener, WAIT_READ, patient);
	if (!number)
		number = take(call, listener, &accepted);
	if (socket_again(call, number, patient))
		return socket_wait(call, listener, WAIT_READ);
	if (number)
		return serves ? serve_on(call, listener, number) : failed(call, listener, number);
	if (!serves) {
		task_own(call_task(call), &accepted->object);
		task_make_current(call_task(call), &accepted->object);
	}
	return call_return(call, value_object(TYPE_SOCKET, accepted));
}

static const struct command_error errors[] = {
	{"EINVAL", "the socket does not listen", "listen first"},
	{"EOPNOTSUPP", "only streams have connections", "for udp use recvfrom"},
	{"ECONNABORTED", "the client was gone again before accept", "accept the next one"},
	ERRORS_OF_WAITING,
	ERRORS_OF_DESCRIPTORS,
	{0},
};

const struct command command_accept = {
	.name = "accept",
	.summary = "take one connection of a listening socket",
	.flags = COMMAND_ON_SOCKET,
	.result = "the new socket",
	.calls = "accept4(2)",
	.errors = errors,
	.help = "Waits until a client has come. The new socket is for talking to that client; "
		"it is current, and named c1, c2 … The listening socket goes on listening: "
		"accept again for the next client. serve accepts for ever.",
	.python = "c, address = s.accept()",
	.c = "int c = accept(fd, NULL, NULL);",
	.example = "s = socket tcp\n"
		   "s.bind 127.0.0.1 0\n"
		   "s.listen\n"
		   "a = s.getsockname\n"
		   "t = socket tcp\n"
		   "t.connect $a\n"
		   "c = s.accept\n"
		   "c.send hello\n"
		   "expect (t.recv) == 'hello'\n",
	.exec = accept_exec,
	.ends = ends_by_client,
};
