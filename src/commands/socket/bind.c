/*
 * bind: gives a socket its own address.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <stddef.h>
#include <string.h>

#include "handsh/holder.h"
#include "handsh/socket.h"

static void say_ours(const struct handle *holder, struct buffer *text)
{
	handle_full_name(holder, text);
	buffer_text(text, holder->shared->listening ? " is already listening on "
						    : " is already bound to ");
}

static void say_named(const struct socket_program *program, struct buffer *text)
{
	if (program->pid)
		buffer_format(text, "%s (pid %d)", program->name, program->pid);
	else
		buffer_text(text, "another program");
}

/* ---- a port ---- */

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
	const char *state = name_of(&names_states, holder->state);
	say_named(&holder->program, text);
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

static void say_port(const struct handle *handle, const struct address *address,
		     struct buffer *text)
{
	unsigned port = ntohs(address->in.sin_port); /* at the same place in both families */
	const struct handle *ours = handle_holder(handle, address);
	struct port_holder holder;
	const bool internet =
		address->any.sa_family == AF_INET || address->any.sa_family == AF_INET6;
	if (ours) {
		say_ours(ours, text);
		if (internet)
			buffer_format(text, "port %u", port);
		else
			buffer_text(text, "it");
		return;
	}
	if (!internet || !port_holder_find(handle, address, &holder))
		return;
	if (holder.inode)
		say_program(&holder, port, text);
	else
		say_old(&holder, port, text);
	if (holder.connection)
		say_reuse(handle, text);
}

/* ---- a unix path, or an abstract name ---- */

/* The line that takes the file away, where it can be typed. */
static void say_remove(const struct address *address, struct buffer *text)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "0123456789_./+,:@%=-";
	char path[sizeof(address->un.sun_path) + 1] = "";
	memcpy(path, address->un.sun_path,
	       address->length - offsetof(struct sockaddr_un, sun_path));
	for (const char *byte = path; *byte; byte++)
		if ((unsigned char)*byte < ' ' || *byte == 0x7f)
			return;
	buffer_format(text, ": !rm %s", path[0] == '-' ? "./" : "");
	if (!path[strspn(path, plain)]) {
		buffer_text(text, path);
	} else {
		buffer_byte(text, '\'');
		for (const char *byte = path; *byte; byte++)
			if (*byte == '\'')
				buffer_text(text, "'\\''");
			else
				buffer_byte(text, *byte);
		buffer_byte(text, '\'');
	}
	buffer_text(text, " takes the file away");
}

static void say_bound(const struct path_holder *holder, struct buffer *text)
{
	if (holder->handle) {
		say_ours(holder->handle, text);
		buffer_text(text, "it");
	} else if (holder->inode) {
		say_named(&holder->program, text);
		buffer_text(text, holder->listening ? " is already listening on it"
						    : " is already bound to it");
	} else {
		buffer_text(text, "a socket is bound to it that cannot be seen from here");
	}
}

static void say_path(const struct handle *handle, const struct address *address,
		     struct buffer *text)
{
	struct path_holder holder;
	path_holder_find(handle, address, &holder);
	if (holder.use == PATH_BOUND) {
		say_bound(&holder, text);
	} else if (holder.use == PATH_NO_SOCKET) {
		buffer_format(text, "the path is that of %s, not of a socket: take another",
			      holder.kind);
	} else if (holder.use == PATH_LEFT_OVER) {
		buffer_text(text, "no socket is bound to the path any more");
		say_remove(address, text);
	}
}

static void in_use(struct call *call, const struct handle *handle, const struct address *address)
{
	struct buffer text = {0};
	if (address->any.sa_family == AF_UNIX)
		say_path(handle, address, &text);
	else
		say_port(handle, address, &text);
	if (text.length)
		error_hint(call->error, "%s", buffer_cstring(&text));
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
	handle->shared->bound |= answer.number == 0;
	handle->shared->bind_failed = answer.number != 0;
	answer.address = address;
	if (!answer.number)
		socket_table_bound(call_shell(call)->sockets, address);
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
	{"EADDRINUSE", "the path exists, or another socket has the abstract name",
	 "a file outlives its socket: !rm takes it away", when_unix},
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
		"A packet socket takes an interface, lo or eth0/ip; a vsock socket a context and a "
		"port, any 1234.\n"
		"A unix socket takes a path, or an abstract name: @name, which leaves no file. "
		"The path stays when the socket is closed; at its end, by a signal too, the shell "
		"removes those that it has bound.",
	.python = "s.bind(('', 5000))",
	.c = "struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons(5000)};\n"
	     "bind(fd, (struct sockaddr *)&a, sizeof a);",
	.example = "s = socket tcp\ns.bind 127.0.0.1 0\nexpect (s.getsockname).port > 0\n",
	.exec = bind_exec,
};
