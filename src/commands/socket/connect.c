/*
 * connect: connects a socket to its peer.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/socket.h"

/* Is the socket not free to connect again? */
static bool goes_on(int number)
{
	return number == EINPROGRESS || number == EALREADY || number == EISCONN || number == EAGAIN;
}

/* After what the rows say of it, that the socket can still be used. */
static void still_open(struct call *call, const struct handle *handle)
{
	struct buffer name = {0}, hint = {0};
	call_explain(call);
	if (call->error->hint)
		buffer_append(&hint, call->error->hint->data, call->error->hint->length);
	buffer_text(&hint, hint.length ? "; " : "");
	buffer_format(&hint, "%s is still open: close it, or connect again",
		      handle_name(handle, &name));
	error_hint(call->error, "%s", buffer_cstring(&hint));
	buffer_free(&name);
	buffer_free(&hint);
}

/*
 * A stream's connect goes on by itself when it would block; connect(2) called again then tells that
 * it still does (EALREADY), the true error, or success.
 */
static int attempt(struct handle *handle, const struct address *address)
{
	int number = connect(handle->watch.fd, &address->any, address->length) < 0 ? errno : 0;
	if (number == EINTR) { /* it goes on all the same: connect(2) */
		handle->shared->connecting = true;
		return attempt(handle, address);
	}
	if (number == EISCONN && handle->shared->connecting)
		number = 0; /* somebody else has seen its end */
	handle->shared->connecting = number == EINPROGRESS || number == EALREADY;
	if (!number)
		handle->shared->connected = true;
	return number;
}

/* What the user calls the peer, which is whom its certificate has to be for. Once a call: a name
 * that was looked up is an address when exec runs again. */
static void note_host(struct call *call, struct handle *handle)
{
	if (call->done)
		return;
	const struct socket_form form = handle_form(handle);
	call->done = 1;
	object_release(handle->shared->host);
	handle->shared->host = address_host(call, 0, &form);
}

static enum run connect_exec(struct call *call)
{
	struct handle *handle = call_socket(call);
	const struct address *address;
	if (!handle)
		return RUN_FAIL;
	note_host(call, handle);
	enum run run = socket_with_address(call, "connect", &handle, &address);
	if (run != RUN_DONE)
		return run;
	bool patient = !handle->shared->nonblocking;
	int number = attempt(handle, address);
	if (patient && number == EINPROGRESS)
		number = attempt(handle, address); /* a peer on this machine has answered by now */
	if (patient && handle->shared->connecting && !call->timed_out)
		return socket_wait(call, handle, WAIT_WRITE);
	/* A unix listener's queue is full: epoll calls the socket writable, so only time helps. */
	if (handle->family == AF_UNIX && socket_again(call, number, patient))
		return socket_retry(call, handle);
	struct answer answer = answer_is("connect", handle, 0, number);
	answer.address = address;
	run = call_answered(call, &answer, argument_address(address));
	if (number && !goes_on(number))
		still_open(call, handle);
	return run;
}

static const struct parameter parameters[] = {
	{"ADDRESS", &kind_address, ARGUMENT_REQUIRED,
	 .text = "HOST PORT, HOST:PORT, [HOST]:PORT, a unix path, @name, or an address value"},
	{0},
};

static const struct command_error errors[] = {
	{"ECONNREFUSED", "nothing listens at the path", .when = when_unix},
	{"ECONNREFUSED", "the machine answers, but nothing listens on the port"},
	{"ETIMEDOUT", "no answer came (the machine is off, a firewall is silent, or as many as its "
		      "backlog allows wait for accept)"},
	{"ENETUNREACH", "there is no way to that address"},
	{"EHOSTUNREACH", "there is no way to that address"},
	{"EISCONN", "the socket listens", "another socket connects to it", when_listening},
	{"EISCONN", "the socket has a peer already", "getpeername shows it"},
	{"EINPROGRESS", "the connection is still being made, and the call does not wait for it",
	 "connect again tells how it ended"},
	{"EALREADY", "the connection is still being made", "connect again tells how it ended"},
	{"ENOENT", "there is no such unix socket"},
	{"EPROTOTYPE", "the unix socket there is of another type"},
	{"EAFNOSUPPORT", "the address is of another family than the socket"},
	{"EACCES", "the path may not be used", .when = when_unix},
	{"EACCES", "a broadcast address needs setsockopt broadcast on"},
	ERRORS_OF_WAITING,
	ERRORS_OF_NAMES,
	{0},
};

const struct command command_connect = {
	.name = "connect",
	.summary = "connect a socket to its peer",
	.flags = COMMAND_ON_SOCKET,
	.parameters = parameters,
	.calls = "connect(2), getaddrinfo(3) for names",
	.errors = errors,
	.help = "A tcp connection is made with three packets; connect waits until it stands. "
		"For udp it only sets the address that send uses and recv accepts from. "
		"A host's name is looked up first; of several addresses the first is taken.\n"
		"A listener whose backlog is full does not answer either: connect goes on when "
		"accept makes room, and ends with ETIMEDOUT when the kernel has tried "
		"net.ipv4.tcp_syn_retries times more (6, which takes two minutes).\n"
		"After a failure the socket is still open and may connect again.",
	.python = "s.connect(('127.0.0.1', 5000))",
	.c = "connect(fd, (struct sockaddr *)&address, sizeof address);",
	.example = "s = socket tcp\n"
		   "s.bind 127.0.0.1 0\n"
		   "s.listen\n"
		   "a = s.getsockname\n"
		   "t = socket tcp\n"
		   "t.connect $a\n"
		   "expect $t.state == 'ESTABLISHED'\n"
		   "expect (t.getpeername) == $a\n",
	.exec = connect_exec,
	.ends = ends_by_answer,
};
