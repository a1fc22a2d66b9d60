/*
 * socket: makes a socket.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <string.h>

#include "handsh/completion.h"
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
		     name_number_short(names, buffer_cstring(&text), number);
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
	    (call_given(call, 2) &&
	     !constant(call, 2, socket_protocols(kind->family), &kind->protocol)))
		return false;
	*flags = kind->type & TYPE_FLAGS;
	kind->type &= ~TYPE_FLAGS;
	return true;
}

/* Of AF_PACKET it goes in network order: packet(7). */
static struct event_argument protocol_argument(const struct socket_kind *kind, struct buffer *text)
{
	const char *name = name_of(socket_protocols(kind->family), kind->protocol);
	if (kind->family != AF_PACKET)
		return kind->protocol ? argument_named(&names_protocols, kind->protocol)
				      : argument_int(0);
	if (name)
		buffer_format(text, "htons(%s)", name);
	else
		buffer_format(text, "htons(0x%04x)", (unsigned)kind->protocol);
	return argument_text(text);
}

static void say_why(struct call *call, const struct socket_kind *kind, int number)
{
	const struct socket_form form = {kind->family, kind->type, kind->protocol, call_host(call)};
	struct buffer text = {0};
	socket_refusal(&form, number, &text);
	if (text.length)
		error_hint(call->error, "%s", buffer_cstring(&text));
	buffer_free(&text);
}

static enum run make(struct call *call, const struct socket_kind *kind, bool nonblocking)
{
	int protocol = kind->family == AF_PACKET ? htons((uint16_t)kind->protocol) : kind->protocol;
	int fd = host_socket(call_host(call), kind->family, kind->type | TYPE_FLAGS, protocol);
	struct answer answer = answer_of("socket", NULL, fd);
	struct buffer text = {0};
	if (!answer.number) {
		struct handle *handle = call_create(call, fd, SERIES_MADE, kind->family, kind->type,
						    kind->protocol);
		handle->shared->nonblocking = nonblocking;
		task_own(call_task(call), &handle->object);
		task_make_current(call_task(call), &handle->object);
		answer_make(&answer, handle);
	}
	enum run run = call_answered(call, &answer, argument_named(&names_families, kind->family),
				     argument_named(&names_types, kind->type),
				     protocol_argument(kind, &text));
	if (answer.number)
		say_why(call, kind, answer.number);
	buffer_free(&text);
	return run;
}

/* socket raw icmp */
static enum run make_of_protocol(struct call *call, const struct socket_kind *known)
{
	struct socket_kind kind = *known;
	if (call_given(call, 1) &&
	    !constant(call, 1, socket_protocols(kind.family), &kind.protocol))
		return RUN_FAIL;
	return make(call, &kind, false);
}

static enum run socket_exec(struct call *call)
{
	struct value first = call_argument(call, 0);
	const struct socket_kind *known =
		first.type == TYPE_BYTES ? socket_kind_find(first.bytes) : NULL;
	if (known && call_given(call, known->of_protocol ? 2 : 1)) {
		call_fail(call, "USAGE", "%s is a whole kind of its own", known->name);
		error_hint(call->error, "socket %s%s, or as in C: socket AF_INET SOCK_STREAM 0",
			   known->name, known->of_protocol ? " [PROTOCOL]" : "");
		return RUN_FAIL;
	}
	if (known && known->of_protocol)
		return make_of_protocol(call, known);
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

static void complete_type(struct shell *shell, const struct parameter *parameter,
			  const char *prefix, struct completion *completion)
{
	(void)shell, (void)parameter, (void)prefix;
	complete_names(&names_types, completion);
}

static void complete_protocol(struct shell *shell, const struct parameter *parameter,
			      const char *prefix, struct completion *completion)
{
	(void)shell, (void)parameter, (void)prefix;
	complete_names(&names_protocols, completion);
}

static const struct kind kind_type = {.name = "a type of socket", .complete = complete_type};
static const struct kind kind_protocol = {.name = "a protocol", .complete = complete_protocol};

static const struct parameter parameters[] = {
	{"KIND", &kind_socket_kind, ARGUMENT_REQUIRED, .listed = true,
	 .text = "a kind of socket, or a family as in C: AF_INET"},
	{"TYPE", &kind_type, ARGUMENT_OPTIONAL,
	 .text = "after a family: SOCK_STREAM, SOCK_DGRAM …; after raw, raw6, packet and "
		 "packet-dgram the protocol"},
	{"PROTOCOL", &kind_protocol, ARGUMENT_OPTIONAL,
	 .text = "after a type: IPPROTO_TCP or another, of AF_PACKET ETH_P_IP; 0, when left out "
		 "too, is the type's usual one"},
	{0},
};

static const struct command_error errors[] = {
	{"EPERM", "this process may not make such a socket (raw and packet sockets need "
		  "CAP_NET_RAW)"},
	{"EACCES", "this process may not make such a socket (icmp: net.ipv4.ping_group_range)"},
	{"EPROTONOSUPPORT", "the family has no such type or protocol", "0 takes the usual one"},
	{"ENOPROTOOPT", "the protocol is switched off (mptcp: net.mptcp.enabled)"},
	{"ESOCKTNOSUPPORT", "the family has no such type", "SOCK_STREAM and SOCK_DGRAM are usual"},
	{"EAFNOSUPPORT", "this kernel does not know the family",
	 "help socket names the usual ones"},
	{"ENODEV", "nothing on this machine carries such sockets"},
	ERRORS_OF_DESCRIPTORS,
	{0},
};

const struct command command_socket = {
	.name = "socket",
	.summary = "make a socket",
	.flags = COMMAND_ON_HOST,
	.parameters = parameters,
	.result = "the socket",
	.calls = "socket(2)",
	.errors = errors,
	.help = "The new socket is current and has the next name of the table: "
		"s1, s2 … A variable that takes it directly gives it its name: "
		"server = socket tcp shows as server.\n"
		"The words of C serve too, with or without what stands before their _: "
		"socket AF_INET SOCK_STREAM 0, socket inet stream tcp. What the kernel refuses is "
		"explained by the rights of this process and the settings and modules of this "
		"machine. handsh puts the protocol of a packet socket into network order itself.",
	.python = "s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)",
	.c = "int fd = socket(AF_INET, SOCK_STREAM, IPPROTO_TCP);",
	.example = "s = socket tcp\n"
		   "expect $s.kind == 'tcp'\n"
		   "u = socket AF_INET SOCK_DGRAM 0\n"
		   "expect $u.kind == 'udp'\n",
	.exec = socket_exec,
};
