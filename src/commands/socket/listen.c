/*
 * listen: makes a socket accept connections.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <stdio.h>

#include "handsh/socket.h"

/* Of a socket of IPv4 or IPv6; 0: it is of another family. */
static unsigned port_of(const struct handle *handle)
{
	struct socket_address address = {.length = sizeof(address.any)};
	if ((handle->family != AF_INET && handle->family != AF_INET6) ||
	    getsockname(handle->watch.fd, &address.any, &address.length) < 0)
		return 0;
	return ntohs(address.in.sin_port); /* at the same place in both families */
}

static enum run listen_exec(struct call *call)
{
	struct handle *handle = call_socket(call);
	if (!handle)
		return RUN_FAIL;
	int backlog = (int)call_argument(call, 0).integer;
	struct answer answer = answer_of("listen", handle, listen(handle->watch.fd, backlog));
	if (!answer.number) {
		handle->shared->listening = true;
		handle->shared->backlog = backlog;
	}
	const unsigned port = handle->shared->bound || answer.number ? 0 : port_of(handle);
	char note[64];
	snprintf(note, sizeof(note), "%sthe kernel chose port %u",
		 handle->shared->bind_failed ? "bind had failed: " : "", port);
	if (port)
		answer.note = note;
	return call_answered(call, &answer, argument_int(backlog));
}

static const struct parameter parameters[] = {
	{"N", &kind_int, ARGUMENT_OPTIONAL, .least = INT32_MIN, .most = INT32_MAX,
	 .fallback = "128", .text = "the backlog: how many connections may wait for accept"},
	{0},
};

static const struct command_error errors[] = {
	{"EOPNOTSUPP", "only streams (tcp, unix, unix-seqpacket) listen",
	 "a udp socket is bound and receives with recvfrom"},
	{"EINVAL", "a connected socket cannot listen, nor a unix socket without a name",
	 "bind it first"},
	{"EADDRINUSE", "another socket listens on the port already",
	 "sockets shows ours, ss -tlnp all"},
	{0},
};

const struct command command_listen = {
	.name = "listen",
	.summary = "take connections on a socket",
	.flags = COMMAND_ON_SOCKET,
	.parameters = parameters,
	.calls = "listen(2)",
	.errors = errors,
	.help = "From now on the kernel completes connections by itself and keeps them until "
		"accept takes them. N limits how many wait there, "
		"not how many clients there may be. A tcp socket that was not bound gets a port "
		"of the kernel's choice.\n"
		"On Linux one more than N fits, and N counts up to net.core.somaxconn. The client "
		"after those stays in SYN_SENT: its connect waits, and goes on as soon as accept "
		"makes room.",
	.python = "s.listen(5)",
	.c = "listen(fd, 5);",
	.example = "s = socket tcp\ns.bind 127.0.0.1 0\ns.listen 5\nexpect $s.state == 'LISTEN'\n",
	.exec = listen_exec,
};
