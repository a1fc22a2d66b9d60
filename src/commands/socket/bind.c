/*
 * bind: gives a socket its own address.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <string.h>

#include "handsh/socket.h"

/* By one of our own? */
static bool held_by_us(struct call *call, const struct address *address, int type)
{
	const struct handle *holder = socket_table_holder(call_shell(call)->sockets, address, type);
	if (!holder)
		return false;
	const char *verb = holder->listening ? "already listening on" : "already bound to";
	struct buffer text = {0};
	handle_full_name(holder, &text);
	if (address->any.sa_family == AF_UNIX)
		error_hint(call->error, "%s is %s it", buffer_cstring(&text), verb);
	else
		error_hint(call->error, "%s is %s port %u", buffer_cstring(&text), verb,
			   ntohs(address->in.sin_port));
	buffer_free(&text);
	return true;
}

/* What it takes that a bind beside a connection, new or old, succeeds: socket(7). */
static void say_reuse(const struct handle *handle, struct buffer *text)
{
	int on = 0;
	socklen_t size = sizeof(on);
	if (getsockopt(handle->watch.fd, SOL_SOCKET, SO_REUSEADDR, &on, &size) == 0 && on)
		buffer_text(text, ", made without reuseaddr: wait, or take another port");
	else
		buffer_text(text, "; setsockopt reuseaddr on, before bind, helps "
				  "if that socket had it too");
}

static void say_program(const struct port_holder *holder, unsigned port, struct buffer *text)
{
	if (holder->pid)
		buffer_format(text, "%s (pid %d)", holder->program, holder->pid);
	else
		buffer_text(text, "another program");
	const char *state = name_of(&names_states, holder->state);
	if (state && strcmp(state, "LISTEN") == 0)
		buffer_format(text, " is already listening on port %u", port);
	else if (!state || strcmp(state, "CLOSE") == 0)
		buffer_format(text, " is already bound to port %u", port);
	else
		buffer_format(text, " has a connection on port %u (%s)", port, state);
}

static void say_old(const struct port_holder *holder, unsigned port, struct buffer *text)
{
	const char *state = name_of(&names_states, holder->state);
	buffer_format(text, "no program uses port %u: an old connection of it is in %s", port,
		      state ? state : "an unknown state");
	if (holder->left)
		buffer_format(text, " for another %u s", (holder->left + 999) / 1000);
}

/* By another program, or by none? */
static void held_elsewhere(struct call *call, const struct handle *handle,
			   const struct address *address)
{
	struct port_holder holder;
	struct buffer text = {0};
	unsigned port = ntohs(address->in.sin_port); /* at the same place in both families */
	if (!port_holder_find(address, handle->type, &holder))
		return;
	if (holder.inode)
		say_program(&holder, port, &text);
	else
		say_old(&holder, port, &text);
	if (holder.connection)
		say_reuse(handle, &text);
	error_hint(call->error, "%s", buffer_cstring(&text));
	buffer_free(&text);
}

static void in_use(struct call *call, const struct handle *handle, const struct address *address)
{
	if (!held_by_us(call, address, handle->type) && address->any.sa_family != AF_UNIX)
		held_elsewhere(call, handle, address);
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
		in_use(call, handle, address);
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
	 "sockets shows those of this shell, ss -tanp others"},
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
		"Who closes a connection first keeps its port for a minute (TIME_WAIT). A server "
		"that is to start again at once needs setsockopt reuseaddr on, before bind, each "
		"time: it helps only if the old socket had it too.\n"
		"A unix socket takes a path, or an abstract name: @name, which leaves no file.",
	.python = "s.bind(('', 5000))",
	.c = "struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons(5000)};\n"
	     "bind(fd, (struct sockaddr *)&a, sizeof a);",
	.example = "s = socket tcp\ns.bind 127.0.0.1 0\nexpect (s.getsockname).port > 0\n",
	.exec = bind_exec,
};
