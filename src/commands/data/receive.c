/*
 * receive: what recv and recvfrom share.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "commands/data/receive.h"

#include <inttypes.h>
#include <stdio.h>

#include "commands/data/reception.h"
#include "commands/data/streaming.h"
#include "handsh/transport.h"

const struct parameter receive_parameters[] = {
	{"N", &kind_size, ARGUMENT_OPTIONAL, .most = (int64_t)BYTES_MAX, .fallback = "4096",
	 .text = "the most bytes to take; 64k and 1M serve too"},
	{0},
};

const struct command_option receive_options[] = {
	{'p', "peek", .flag = MSG_PEEK, .text = "MSG_PEEK: leave the bytes where they are"},
	{'a', "waitall", .flag = MSG_WAITALL,
	 .text = "MSG_WAITALL: on a stream wait for all N bytes, or its end"},
	{'d', "dontwait", .flag = MSG_DONTWAIT,
	 .text = "MSG_DONTWAIT: fail with EAGAIN instead of waiting"},
	{'o', "oob", .flag = MSG_OOB, .text = "MSG_OOB: the urgent byte"},
	{'t', "trunc", .flag = MSG_TRUNC,
	 .text = "MSG_TRUNC: the line shows a datagram's whole length; "
		 "a tcp stream's bytes are thrown away"},
	{0},
};

const struct command_error receive_errors[] = {
	{"ENOTCONN", "the socket listens", "accept first, and receive on the socket that it gives",
	 when_listening},
	{"ENOTCONN", "the socket has no peer", "connect first"},
	{"ECONNRESET",
	 "the peer has reset the connection (it closed with bytes unread, or with linger 0)"},
	{"ECONNREFUSED", "an earlier datagram came to a port where nobody receives"},
	{"ETIMEDOUT", "the peer does not answer any more (setsockopt keepalive)"},
	{"EINVAL", "there is no urgent data, or the socket is not connected"},
	ERRORS_OF_TLS,
	ERRORS_OF_WAITING,
	ERROR_DONTWAIT,
	ERRORS_OF_STREAMS,
	{0},
};

/* ---- what is said about it ---- */

static const char *note_of(struct reception *reception)
{
	const struct handle *handle = reception->handle;
	size_t count = (size_t)reception->count, length = reception->data->length;
	if (reception->kept) {
		snprintf(reception->note, sizeof(reception->note), "%zu of %zu bytes kept", count,
			 reception->kept);
		return reception->note;
	}
	if (!reception->stream && count > length) {
		bool peek = reception->flags & MSG_PEEK;
		snprintf(reception->note, sizeof(reception->note),
			 peek ? "%zu bytes more are in the datagram"
			      : "cut short: %zu bytes of the datagram were lost",
			 count - length);
		return reception->note;
	}
	if (count || !reception->wanted || reception->flags & MSG_OOB)
		return NULL;
	if (handle->type == SOCK_DGRAM || handle->type == SOCK_RAW)
		return "an empty datagram";
	if (handle->read_shut)
		return "end of stream: this side is shut down for reading";
	if (handle->type == SOCK_SEQPACKET && !stream_at_end(handle))
		return "an empty record";
	return tls_cut(handle) ? "end of stream without close-notify: it may have been cut"
			       : "end of stream: the peer has closed its side";
}

static struct value sender_of(const struct reception *reception)
{
	if (!reception->sender || reception->from_length <= sizeof(sa_family_t))
		return VALUE_UNSET; /* a stream, or a unix socket without a name */
	return address_value((const struct sockaddr *)&reception->from, reception->from_length);
}

static struct value result_of(const struct reception *reception, struct value from)
{
	if (!reception->sender)
		return value_bytes(reception->data);
	if (from.type == TYPE_UNSET)
		from = VALUE_NIL;
	struct map *map = map_put_text(map_new(), "data", value_bytes(reception->data));
	return value_object(TYPE_MAP, map_put_text(map, "from", from));
}

/* Ends the call, well or not. */
static enum run ended(struct reception *reception, int number)
{
	struct call *call = reception->call;
	struct value from = number ? VALUE_UNSET : sender_of(reception);
	if (!number && !call_wanted(call))
		return call_return(call, result_of(reception, from));
	struct answer answer = answer_is(
		reception->sender ? "recvfrom" : reception->handle->transport->receive_name,
		reception->handle, reception->count, number);
	struct event_argument data;
	answer.result_kind = RESULT_RECEIVED;
	if (!number) {
		const struct bytes *bytes = reception->data;
		if (!(reception->flags & MSG_TRUNC))
			answer.result = (int64_t)bytes->length;
		data = argument_bytes(bytes->data, bytes->length);
		answer.data = &data;
		answer.note = note_of(reception);
		answer.kept = reception->kept != 0;
		answer.gave_kind = from.type == TYPE_UNSET ? GAVE_NOTHING : GAVE_SENDER;
		answer.gave = argument_value(from);
		answer.value = result_of(reception, from);
	}
	return call_answered(call, &answer, argument_int((int64_t)reception->wanted),
			     argument_flags(&names_messages, reception->flags));
}

/* Nobody can wait for urgent data, nor receive where others accept: the kernel answers at once. */
static bool is_patient(const struct handle *handle, int flags)
{
	return !handle->nonblocking && !handle->listening && !(flags & (MSG_DONTWAIT | MSG_OOB));
}

enum run receive(struct call *call, bool sender)
{
	struct handle *handle = sender ? call_socket(call) : call_stream(call);
	if (!handle)
		return RUN_FAIL;
	if (!handle_is_socket(handle))
		return streaming_receive(call, handle);
	/* No initializer: it would clear the address and the note, which few calls use. */
	struct reception reception;
	reception.call = call;
	reception.handle = handle;
	reception.sender = sender;
	reception.data = NULL;
	reception.kept = 0;
	reception.overdue = false;
	reception.wanted = (size_t)call_argument(call, 0).integer;
	reception.flags = call_flags(call);
	reception.stream = handle->type == SOCK_STREAM;
	reception.patient = is_patient(handle, reception.flags);
	int number = reception_take(&reception);
	if (reception.overdue) {
		call_keep(call, &handle->watch, WAIT_READ);
		return call_yield(call);
	}
	if (socket_again(call, number, reception.patient))
		return socket_wait(call, handle, WAIT_READ);
	return ended(&reception, number);
}

void receive_abandon(struct call *call, struct error *error)
{
	const struct handle *handle = (const struct handle *)call->subject;
	const int flags = call_flags(call);
	if (!handle->kept || !reception_wants_all(handle, flags))
		return;
	const size_t kept = handle_kept(handle);
	const int64_t wanted = call_argument(call, 0).integer;
	error->data = object_retain(handle->kept);
	error_detail(error, "; %zu of %" PRId64 " bytes have come, and are kept", kept, wanted);
	struct answer answer = answer_abandoned(call->command->name, handle, error);
	char note[64];
	snprintf(note, sizeof(note), "%zu of %" PRId64 " bytes are kept", kept, wanted);
	answer.note = note;
	call_journal(call, &answer, argument_int(wanted), argument_flags(&names_messages, flags));
}
