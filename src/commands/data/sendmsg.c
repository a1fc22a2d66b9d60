/*
 * sendmsg: sends a message, and what stands beside its data.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <unistd.h>

#include "commands/data/outgoing.h"
#include "commands/data/streaming.h"

static enum run ended(const struct outgoing *outgoing, ssize_t count, int number)
{
	struct answer answer = answer_is("sendmsg", outgoing->handle, count, number);
	answer.value = value_int(answer.result);
	answer.address = outgoing->to;
	if (!count && outgoing->control.length && outgoing->handle->type == SOCK_STREAM)
		answer.note = "no byte went, and nothing beside it";
	if (call_wanted(outgoing->call))
		outgoing_tell(outgoing, &answer);
	return call_end(outgoing->call, &answer, NULL);
}

static int push(const struct outgoing *outgoing, ssize_t *count)
{
	struct handle *handle = outgoing->handle;
	const struct address *to = outgoing->to;
	const struct msghdr header = {
		.msg_name = to ? (void *)(uintptr_t)&to->any : NULL,
		.msg_namelen = to ? to->length : 0,
		.msg_iov = outgoing->data,
		.msg_iovlen = outgoing->call->count,
		.msg_control = outgoing->control.length ? outgoing->control.data : NULL,
		.msg_controllen = outgoing->control.length,
	};
	*count = TEMP_FAILURE_RETRY(
		sendmsg(handle->watch.fd, &header, call_flags(outgoing->call) | MSG_NOSIGNAL));
	if (*count < 0)
		return errno;
	if ((size_t)*count < outgoing->length && handle->type == SOCK_STREAM)
		watch_drained(&handle->watch, WAIT_WRITE);
	return 0;
}

static enum run send_outgoing(struct outgoing *outgoing)
{
	struct call *call = outgoing->call;
	struct handle *handle = outgoing->handle;
	const bool patient = !handle->shared->nonblocking && !(call_flags(call) & MSG_DONTWAIT);
	const bool blind = transmit_is_blind(handle, outgoing->to);
	ssize_t count = -1;
	int number = blind ? (handle_open(handle) ? 0 : EBADF)
			   : socket_ready(call, handle, WAIT_WRITE, patient);
	if (!number)
		number = push(outgoing, &count);
	if (socket_again(call, number, patient))
		return blind ? socket_retry(call, handle) : socket_wait(call, handle, WAIT_WRITE);
	return ended(outgoing, count, number);
}

static enum run resolve_to(struct outgoing *outgoing)
{
	struct call *call = outgoing->call;
	const struct socket_form form = handle_form(outgoing->handle);
	if (call_option_value(call, OPTION_TO).type == TYPE_UNSET)
		return RUN_DONE;
	return address_argument(call, call_option_place(call, OPTION_TO), &form, &outgoing->to);
}

static enum run sendmsg_exec(struct call *call)
{
	struct outgoing outgoing = {.call = call, .handle = call_socket(call)};
	if (!outgoing.handle)
		return RUN_FAIL;
	enum run run = resolve_to(&outgoing);
	if (run != RUN_DONE)
		return run;
	run = outgoing_fill(&outgoing) ? send_outgoing(&outgoing) : RUN_FAIL;
	outgoing_free(&outgoing);
	return run;
}

static void sendmsg_abandon(struct call *call, struct error *error)
{
	struct outgoing outgoing = {.call = call, .handle = (struct handle *)call->subject};
	struct answer answer = answer_abandoned("sendmsg", outgoing.handle, error);
	if (!call->waited || !call_wanted(call)) /* it looks for an address */
		return;
	outgoing_put_data(&outgoing);
	outgoing_tell(&outgoing, &answer);
	outgoing_free(&outgoing);
}

/* ---- the signature ---- */

static void tell_types(void (*tell_word)(void *context, const char *word, const char *text),
		       void *context)
{
	const struct socket_option *type = NULL;
	while ((type = control_type_next(type)))
		tell_word(context, type->c_name, type->text);
}

static const struct kind kind_type = {
	.name = "a type of control data", .words = tell_types, .complete = complete_words};

static const struct parameter to_value[] = {
	{"ADDRESS", &kind_address, .text = "HOST:PORT, a unix path, @name, or an address value"},
	{0},
};

static bool convert_streams(struct call *call, const struct parameter *parameter,
			    struct value *value)
{
	if (value->type != TYPE_LIST)
		return kind_stream.convert(call, parameter, value);
	struct list *streams = list_new(value->list->count);
	bool good = true;
	for (size_t i = 0; i < value->list->count && good; i++) {
		struct value stream = value_retain(list_at(value->list, i));
		good = kind_stream.convert(call, parameter, &stream);
		streams = list_append(streams, stream);
	}
	value_release(*value);
	*value = value_object(TYPE_LIST, streams);
	return good;
}

static void complete_streams(struct shell *shell, const struct parameter *parameter,
			     const char *prefix, struct completion *completion)
{
	kind_stream.complete(shell, parameter, prefix, completion);
}

static const struct kind kind_streams = {.name = "a socket, or a list of them",
					 .convert = convert_streams,
					 .complete = complete_streams};

static const struct parameter fd_value[] = {
	{"SOCKET", &kind_streams,
	 .text = "what goes: a socket, anything of the table, or a list of them"},
	{0},
};

static const struct parameter control_values[] = {
	{"LEVEL", &kind_value, .text = "SOL_SOCKET, IPPROTO_IP …: a name or number"},
	{"TYPE", &kind_type, .text = "a name or number", .listed = true},
	{"VALUE", &kind_value,
	 .text = "as the type wants it; of numbers alone an int, or bytes as they stand"},
	{0},
};

static const struct parameter parameters[] = {
	{"DATA", &kind_bytes, ARGUMENT_REST, .text = "what to send; several are one message"},
	{0},
};

static const struct command_option options[] = {
	TRANSMIT_OPTIONS,
	[OPTION_TO] = {0, "to", to_value, .text = "to that address, not to the peer"},
	[OPTION_FD] = {0, "fd", fd_value, .again = true,
		       .text = "SCM_RIGHTS: a descriptor goes too, over a unix socket"},
	[OPTION_CONTROL] = {0, "control", control_values, .again = true, .text = "control data"},
	[OPTION_EOR] = {0, "eor", .flag = MSG_EOR, .text = "MSG_EOR: a record ends here"},
	{0},
};

static const struct command_error errors[] = {
	{"EINVAL", "this kind of socket takes no such control data, or more than 253 descriptors "
		   "were to go"},
	{"ETOOMANYREFS", "too many descriptors are on their way already",
	 "the other side has to receive some first"},
	{"EPERM", "only root gives itself out for another process, user or group; or that mark is "
		  "for root alone"},
	TRANSMIT_ERRORS,
	{"UNKNOWN", "there is no control data of that name in handsh's table",
	 "help sendmsg lists the names; two numbers, level and type, serve for any"},
	{0},
};

const struct command command_sendmsg = {
	.name = "sendmsg",
	.summary = "send a message with descriptors and control data",
	.flags = COMMAND_ON_SOCKET,
	.parameters = parameters,
	.options = options,
	.result = "the number of bytes",
	.calls = "sendmsg(2), getaddrinfo(3) for names",
	.errors = errors,
	.help = "Several DATA are one vector: one message, or one piece of a stream. "
		"As with send, a stream may take only a part of it.\n"
		"--fd sends a descriptor, which the receiver has as well then, as after dup; here it "
		"stays open. On a stream at least one byte must go with it. What is kept with a "
		"socket, and what TLS knows, does not go with its descriptor: such a socket is "
		"refused.\n"
		"--control takes what recvmsg gives in .control: --control $c.level $c.type "
		"$c.value. A structure is a map, or a list of its members.",
	.python = "s.sendmsg([b'hello'], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, "
		  "array.array('i', [fd]))])",
	.c = "struct iovec vector = {\"hello\", 5};\n"
	     "struct msghdr message = {.msg_iov = &vector, .msg_iovlen = 1, .msg_control = control,\n"
	     "\t.msg_controllen = sizeof control};\n"
	     "ssize_t n = sendmsg(fd, &message, MSG_NOSIGNAL);",
	.example = "a = socket udp\n"
		   "a.bind 127.0.0.1 0\n"
		   "a.setsockopt recvttl on\n"
		   "b = socket udp\n"
		   "expect (b.sendmsg --to $a.local --control IPPROTO_IP IP_TTL 7 hel lo) == 5\n"
		   "m = a.recvmsg\n"
		   "expect $m.data == 'hello'\n"
		   "expect $m.control[0].value == 7\n",
	.exec = sendmsg_exec,
	.abandon = sendmsg_abandon,
	.ends = ends_by_room,
};
