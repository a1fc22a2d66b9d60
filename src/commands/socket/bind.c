/*
 * bind: gives a socket its own address.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/socket.h"

/* By one of our own? */
static void in_use(struct call *call, const struct address *address, int type)
{
	const struct handle *holder = socket_table_holder(call_shell(call)->sockets, address, type);
	if (!holder)
		return;
	const char *verb = holder->listening ? "already listening on" : "already bound to";
	struct buffer text = {0};
	handle_full_name(holder, &text);
	if (address->any.sa_family == AF_UNIX)
		error_hint(call->error, "%s is %s it", buffer_cstring(&text), verb);
	else
		error_hint(call->error, "%s is %s port %u", buffer_cstring(&text), verb,
			   ntohs(address->in.sin_port));
	buffer_free(&text);
}

static enum run bind_exec(struct call *call)
{
	struct handle *handle;
	const struct address *address;
	enum run run = socket_with_address(call, "bind", &handle, &address);
	if (run != RUN_DONE)
		return run;
	struct answer answer =
		answer_of("bind", handle, bind(handle->watch.fd, &address->any, address->length));
	answer.address = address;
	run = call_answered(call, &answer, argument_address(address));
	if (answer.number == EADDRINUSE)
		in_use(call, address, handle->type);
	return run;
}

static const struct parameter parameters[] = {
	{"ADDRESS", &kind_address, ARGUMENT_REQUIRED,
	 .text = "HOST PORT, HOST:PORT, a port alone, a unix path or @name; "
		 "'' is any host, port 0 lets the kernel choose"},
	{0},
};

static const struct command_error errors[] = {
	{"EADDRINUSE", "the path exists", "!rm takes an old socket file away", when_unix},
	{"EADDRINUSE",
	 "another socket or program holds the port, or an old connection in TIME_WAIT",
	 "ss -tlnp shows it; after a restart setsockopt reuseaddr on, before bind, helps"},
	{"EACCES", "the path's folder may not be written", .when = when_unix},
	{"EACCES", "ports below 1024 are for root alone"},
	{"EADDRNOTAVAIL", "no interface of this machine has the address", "'' takes all of them"},
	{"EINVAL", "a socket is bound once only", "close it and make another"},
	{"EAFNOSUPPORT", "the address is of another family than the socket"},
	{"ENOENT", "the path's folder does not exist"},
	ERRORS_OF_NAMES,
	{0},
};

const struct command command_bind = {
	.name = "bind",
	.summary = "give a socket its own address",
	.flags = COMMAND_ON_SOCKET,
	.parameters = parameters,
	.calls = "bind(2)",
	.errors = errors,
	.help = "A server binds its port before it listens. "
		"'' stands for every address of the machine. "
		"With port 0 the kernel takes a free one; getsockname tells which.\n"
		"A unix socket takes a path, or an abstract name: @name, which leaves no file.",
	.python = "s.bind(('', 5000))",
	.c = "struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons(5000)};\n"
	     "bind(fd, (struct sockaddr *)&a, sizeof a);",
	.example = "s = socket tcp\ns.bind 127.0.0.1 0\nexpect (s.getsockname).port > 0\n",
	.exec = bind_exec,
};
