/*
 * accept: takes one connection of a listening socket.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "cmd/socket_call.h"

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

static const struct hint hints[] = {
	{EINVAL, "the socket does not listen: listen first"},
	{EOPNOTSUPP, "accept works on a listening stream socket; for udp use recvfrom"},
	{ECONNABORTED, "the client was gone again before accept: accept the next one"},
	{0},
};

enum run accept_failed(struct call *call, struct handle *listener, int number)
{
	if (number == EMFILE || number == ENFILE)
		return call_descriptors(call, "accept", number);
	return socket_failed(call, listener, "accept", number, hints);
}

static enum run accept_exec(struct call *call)
{
	struct handle *listener = call_socket(call), *accepted = NULL;
	if (!listener)
		return RUN_FAIL;
	bool patient = !listener->nonblocking;
	int number = socket_ready(call, listener, WAIT_READ, patient);
	if (!number)
		number = accept_connection(call, listener, &accepted);
	if (socket_again(call, number, patient))
		return socket_wait(call, listener, WAIT_READ);
	if (number == EAGAIN && call_wanted(call))
		journal(call, listener, NULL, number, VALUE_UNSET);
	if (number)
		return accept_failed(call, listener, number);
	handle_adopt(accepted, call);
	task_make_current(call_task(call), &accepted->object);
	return call_return(call, value_object(TYPE_SOCKET, accepted));
}

static const struct command_error errors[] = {
	{"EINVAL", "the socket does not listen yet: listen first"},
	{"EOPNOTSUPP", "udp sockets have no connections: use recvfrom"},
	{"EAGAIN",
	 "nobody came in time (setsockopt rcvtimeo), or the socket does not wait (nonblock "
	 "on)"},
	{"EMFILE", "no descriptor is left for the connection; the client waits in the queue"},
	{0},
};

const struct command command_accept = {
	.name = "accept",
	.group = "sockets",
	.summary = "take one connection of a listening socket",
	.result = "the new socket",
	.calls = "accept4(2)",
	.errors = errors,
	.help = "Waits until a client has come. The new socket is for talking to that client; it "
		"is "
		"current, and named c1, c2 … The listening socket goes on listening: accept again "
		"for "
		"the next client. serve accepts for ever.",
	.python = "c, address = s.accept()",
	.c = "int c = accept(fd, NULL, NULL);",
	.example = "s = socket tcp\ns.bind 127.0.0.1 0\ns.listen\na = s.getsockname\n"
		   "t = socket tcp\nt.connect $a\nc = s.accept\nc.send hello\n"
		   "expect (t.recv) == 'hello'\n",
	.exec = accept_exec,
};
