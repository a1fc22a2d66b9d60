/*
 * socket: makes a socket.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <string.h>

#include "handsh/socket.h"

/* The flags that may be or-ed to a type, socket(2); inside, every socket has both. */
#define TYPE_FLAGS (SOCK_NONBLOCK | SOCK_CLOEXEC)

/* AF_INET, PF_INET: the long form takes its type too. */
static void say_family(const char *wanted, struct buffer *hint)
{
	int number;
	struct buffer name = {0};
	buffer_format(&name, "AF_%s", strncmp(wanted, "PF_", 3) == 0 ? wanted + 3 : "");
	const char *family = name.length > 3 ? buffer_cstring(&name) : wanted;
	if (name_number(&names_families, family, &number))
		buffer_format(hint, "type socket %s SOCK_STREAM", family);
	buffer_free(&name);
}

static enum run unknown_kind(struct call *call, struct value value)
{
	struct buffer text = {0}, wanted = {0}, hint = {0}, kinds = {0};
	value_literal_cut(value, &text, 80);
	if (value.type == TYPE_BYTES)
		value_format(value, &wanted);
	struct nearest nearest = {.wanted = buffer_cstring(&wanted)};
	kind_offer(&kind_socket_kind, &nearest);
	nearest_format(&nearest, &hint);
	say_family(buffer_cstring(&wanted), &hint);
	kind_append(&kind_socket_kind, &kinds);
	call_fail(call, "USAGE", "there is no kind of socket %s", buffer_cstring(&text));
	error_hint(call->error, "%s%skinds: %s, or as in C: socket AF_INET SOCK_STREAM 0",
		   hint.length ? buffer_cstring(&hint) : "", hint.length ? "\n" : "",
		   buffer_cstring(&kinds));
	buffer_free(&text);
	buffer_free(&wanted);
	buffer_free(&hint);
	buffer_free(&kinds);
	return RUN_FAIL;
}

/* A number, or one of the names. */
static bool constant(struct call *call, unsigned i, const struct names *names, int *number)
{
	struct value value = call_argument(call, i);
	int64_t integer;
	struct buffer text = {0};
	if (value.type == TYPE_INT) {
		*number = (int)value.integer;
		return value.integer >= 0 && value.integer <= INT32_MAX
			       ? true
			       : (call_fail(call, "RANGE", "%s is 0 to %d",
					    call->command->parameters[i].name, INT32_MAX),
				  false);
	}
	if (value.type == TYPE_BYTES && bytes_to_int(value.bytes, &integer) && integer >= 0 &&
	    integer <= INT32_MAX) {
		*number = (int)integer;
		return true;
	}
	if (value.type == TYPE_BYTES)
		value_format(value, &text);
	bool known = value.type == TYPE_BYTES &&
		     !memchr(value.bytes->data, '\0', value.bytes->length) &&
		     name_number(names, buffer_cstring(&text), number);
	text.length = 0;
	value_literal_cut(value, &text, 80);
	if (!known)
		call_fail(call, "USAGE", "there is no %s %s", names->what, buffer_cstring(&text));
	buffer_free(&text);
	return known;
}

static bool long_form(struct call *call, struct socket_kind *kind, int *flags)
{
	if (!constant(call, 0, &names_families, &kind->family) ||
	    !constant(call, 1, &names_types, &kind->type) ||
	    !constant(call, 2, &names_protocols, &kind->protocol))
		return false;
	*flags = kind->type & TYPE_FLAGS;
	kind->type &= ~TYPE_FLAGS;
	return true;
}

/* icmp(7): who may make sockets for ICMP echo. */
static void say_ping_groups(struct call *call)
{
	error_hint(call->error, "net.ipv4.ping_group_range does not hold your group: "
				"sysctl -w net.ipv4.ping_group_range='0 2147483647', as root, "
				"lets every group in");
}

static bool is_ping(const struct socket_kind *kind)
{
	return kind->type == SOCK_DGRAM &&
	       (kind->protocol == IPPROTO_ICMP || kind->protocol == IPPROTO_ICMPV6);
}

static enum run make(struct call *call, const struct socket_kind *kind, bool nonblocking)
{
	int fd = socket(kind->family, kind->type | TYPE_FLAGS, kind->protocol);
	struct answer answer = answer_of("socket", NULL, fd);
	if (!answer.number) {
		struct handle *handle = call_create(call, fd, SERIES_MADE, kind->family, kind->type,
						    kind->protocol);
		handle->nonblocking = nonblocking;
		task_own(call_task(call), &handle->object);
		task_make_current(call_task(call), &handle->object);
		answer_make(&answer, handle);
	}
	enum run run =
		call_answered(call, &answer, argument_named(&names_families, kind->family),
			      argument_named(&names_types, kind->type),
			      kind->protocol ? argument_named(&names_protocols, kind->protocol)
					     : argument_int(0));
	if (answer.number == EACCES && is_ping(kind))
		say_ping_groups(call);
	return run;
}

static enum run socket_exec(struct call *call)
{
	struct value first = call_argument(call, 0);
	const struct socket_kind *known =
		first.type == TYPE_BYTES ? socket_kind_find(first.bytes) : NULL;
	if (known && call_given(call, 1)) {
		call_fail(call, "USAGE", "%s is a whole kind of its own", known->name);
		error_hint(call->error, "socket %s, or as in C: socket AF_INET SOCK_STREAM 0",
			   known->name);
		return RUN_FAIL;
	}
	if (known)
		return make(call, known, false);
	if (!call_given(call, 1))
		return unknown_kind(call, first);
	struct socket_kind kind = {0};
	int flags;
	if (!long_form(call, &kind, &flags))
		return RUN_FAIL;
	return make(call, &kind, flags & SOCK_NONBLOCK);
}

static const struct parameter parameters[] = {
	{"KIND", &kind_socket_kind, ARGUMENT_REQUIRED, .listed = true,
	 .text = "a kind of socket, or a family as in C: AF_INET"},
	{"TYPE", &kind_value, ARGUMENT_OPTIONAL,
	 .text = "after a family: SOCK_STREAM, SOCK_DGRAM …"},
	{"PROTOCOL", &kind_value, ARGUMENT_OPTIONAL, .fallback = "0",
	 .text = "after a type: IPPROTO_TCP …; 0 is the type's usual one"},
	{0},
};

static const struct command_error errors[] = {
	{"EPERM", "raw and packet sockets need CAP_NET_RAW", "run handsh as root"},
	{"EACCES", "raw and packet sockets need CAP_NET_RAW", "run handsh as root"},
	{"EPROTONOSUPPORT", "the family has no such type or protocol", "0 takes the usual one"},
	{"ESOCKTNOSUPPORT", "the family has no such type", "SOCK_STREAM and SOCK_DGRAM are usual"},
	{"EAFNOSUPPORT", "this kernel does not know the family",
	 "help socket names the usual ones"},
	ERRORS_OF_DESCRIPTORS,
	{0},
};

const struct command command_socket = {
	.name = "socket",
	.summary = "make a socket",
	.parameters = parameters,
	.result = "the socket",
	.calls = "socket(2)",
	.errors = errors,
	.help = "The new socket is current and has the next name of the table: "
		"s1, s2 … A variable that takes it directly gives it its name: "
		"server = socket tcp shows as server.\n"
		"The words of C serve too: socket AF_INET SOCK_STREAM 0.",
	.python = "s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)",
	.c = "int fd = socket(AF_INET, SOCK_STREAM, IPPROTO_TCP);",
	.example = "s = socket tcp\n"
		   "expect $s.kind == 'tcp'\n"
		   "u = socket AF_INET SOCK_DGRAM 0\n"
		   "expect $u.kind == 'udp'\n",
	.exec = socket_exec,
};
