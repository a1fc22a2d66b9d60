/*
 * accept_connection: one accept(2), for the command and for serve.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/socket.h"

static void journal(struct call *call, struct handle *listener, struct handle *accepted, int number,
		    struct value from)
{
	struct buffer name = {0};
	struct event event =
		socket_event("accept", listener, accepted ? accepted->watch.fd : -1, number);
	event.call.from = from;
	if (accepted)
		event.call.socket = call_created_name(call, accepted, &name);
	call_journal(call, listener, &event);
	buffer_free(&name);
}

/* tcp(7): the new socket has the listener's options, its timeouts among them. */
static void inherit(struct handle *accepted, const struct handle *listener)
{
	accepted->connected = true;
	if (listener->family == AF_UNIX)
		return;
	accepted->timed = listener->timed;
	accepted->lingers = listener->lingers;
}

int accept_connection(struct call *call, struct handle *listener, struct handle **accepted)
{
	struct sockaddr_storage address;
	socklen_t length = sizeof(address);
	bool wanted = call_wanted(call);
	int fd = accept4(listener->watch.fd, wanted ? (struct sockaddr *)&address : NULL,
			 wanted ? &length : NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
	int number = fd < 0 ? errno : 0;
	if (number == EAGAIN)
		return number;
	*accepted = NULL;
	if (!number) {
		*accepted = call_create(call, fd, 'c', listener->family, listener->type,
					listener->protocol);
		inherit(*accepted, listener);
	}
	/* serve tries again and again without a descriptor, which is said once. */
	if (!wanted || (number && call->phase))
		return number;
	struct value from = VALUE_UNSET;
	if (!number && length > sizeof(sa_family_t))
		from = address_value((const struct sockaddr *)&address, length);
	journal(call, listener, *accepted, number, from);
	value_release(from);
	return number;
}

const struct command_error accept_errors[] = {
	{"EINVAL", "the socket does not listen", "listen first"},
	{"EOPNOTSUPP", "only streams have connections", "for udp use recvfrom"},
	{"ECONNABORTED", "the client was gone again before accept", "accept the next one"},
	ERRORS_OF_WAITING,
	ERRORS_OF_DESCRIPTORS,
	{0},
};

enum run accept_failed(struct call *call, struct handle *listener, int number)
{
	if (number == EAGAIN && call_wanted(call)) /* of a call that did not wait */
		journal(call, listener, NULL, number, VALUE_UNSET);
	return socket_failed(call, listener, "accept", number);
}
