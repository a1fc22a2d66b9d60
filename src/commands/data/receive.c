/*
 * receive: what recv and recvfrom share.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "commands/data/receive.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "commands/data/reception.h"
#include "commands/data/streaming.h"
#include "handsh/remark.h"
#include "handsh/transport.h"

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
	if (reception->spared)
		return "nothing was wanted, and nothing is waited for";
	if (count || !reception->wanted || reception->flags & RECEPTION_APART)
		return NULL;
	if (handle->type == SOCK_DGRAM || handle->type == SOCK_RAW)
		return "an empty datagram";
	if (handle->type == SOCK_SEQPACKET && !handle->shared->read_shut && !stream_at_end(handle))
		return "an empty record";
	return reception_end(handle);
}

static struct value sender_of(const struct reception *reception)
{
	if (!reception->sender || reception->from_length <= sizeof(sa_family_t))
		return VALUE_UNSET; /* a stream, or a unix socket without a name */
	return address_value_on(reception->handle->host, (const struct sockaddr *)&reception->from,
				reception->from_length);
}

static struct value result_of(const struct reception *reception, struct value from)
{
	if (!reception->sender)
		return value_bytes(reception->data);
	if (from.type == TYPE_UNSET)
		from = VALUE_NIL;
	if (reception->envelope)
		return envelope_value(reception, from);
	struct map *map = map_put_text(map_new(), "data", value_bytes(reception->data));
	return value_object(TYPE_MAP, map_put_text(map, "from", from));
}

static const char *name_of_call(const struct reception *reception)
{
	if (reception->envelope && reception_is_direct(reception))
		return "recvmsg";
	return reception->sender && !reception->envelope
		       ? "recvfrom"
		       : reception->handle->shared->transport->receive_name;
}

static enum run answered_message(struct reception *reception, struct answer *answer)
{
	const struct envelope *envelope = reception->envelope;
	struct buffer note = {0};
	struct event_argument *control = control_arguments(&envelope->messages);
	if (!answer->number) {
		buffer_text(&note, answer->note ? answer->note : "");
		envelope_note(reception, &note);
		answer->note = note.length ? buffer_cstring(&note) : NULL;
	}
	const struct event_argument *message =
		ARGUMENTS(argument_list(ARGUMENTS(argument_int((int64_t)reception->wanted))),
			  envelope->messages.count ? argument_list(control) : argument_none(),
			  argument_flags(&names_messages, envelope->flags));
	enum run run = call_answered(reception->call, answer, argument_struct(message),
				     argument_flags(&names_messages, reception->flags));
	free(control);
	buffer_free(&note);
	return run;
}

static enum run answered(struct reception *reception, struct answer *answer)
{
	if (reception->envelope)
		return answered_message(reception, answer);
	return call_answered(reception->call, answer, argument_int((int64_t)reception->wanted),
			     argument_flags(&names_messages, reception->flags));
}

/* Ends the call, well or not. */
static enum run ended(struct reception *reception, int number)
{
	struct call *call = reception->call;
	struct value from = number ? VALUE_UNSET : sender_of(reception);
	if (!number && reception->envelope)
		envelope_open(reception);
	if (!number && !call_wanted(call))
		return call_return(call, result_of(reception, from));
	struct answer answer =
		answer_is(name_of_call(reception), reception->handle, reception->count, number);
	struct event_argument data;
	answer.result_kind = RESULT_RECEIVED;
	if (!number) {
		const struct bytes *bytes = reception->data;
		if (!(reception->flags & MSG_TRUNC))
			answer.result = (int64_t)bytes->length;
		data = argument_held(bytes);
		answer.data = &data;
		answer.note = note_of(reception);
		answer.kept = reception->kept != 0;
		answer.gave_kind = from.type == TYPE_UNSET ? GAVE_NOTHING : GAVE_SENDER;
		answer.gave = argument_value(from);
		answer.value = result_of(reception, from);
	}
	return answered(reception, &answer);
}

/* One try, after which the call waits, gives way or ends. */
static enum run receive_into(struct reception *reception)
{
	struct call *call = reception->call;
	struct handle *handle = reception->handle;
	reception->data = NULL;
	reception->kept = 0;
	reception->overdue = false;
	reception->wanted = (size_t)call_argument(call, 0).integer;
	reception->flags = call_flags(call);
	reception->stream = handle->type == SOCK_STREAM;
	reception->patient = reception_patient(handle, reception->flags);
	reception->spared = false;
	int number = reception_take(reception);
	if (reception->overdue) {
		call_keep(call, &handle->watch, WAIT_READ);
		return call_yield(call);
	}
	if (socket_again(call, number, reception->patient)) {
		if (!call->waited && reception->flags & MSG_WAITALL)
			call_remark_length(call, (int64_t)reception->wanted);
		if (reception->wanted || !reception->stream)
			return socket_wait(call, handle, WAIT_READ);
		reception_spare(reception);
		number = 0;
	}
	return ended(reception, number);
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
	reception.from_length = 0; /* TLS tells none */
	reception.envelope = NULL;
	return receive_into(&reception);
}

enum run receive_envelope(struct call *call, struct envelope *envelope)
{
	struct handle *handle = call_socket(call);
	if (!handle)
		return RUN_FAIL;
	struct reception reception;
	reception.call = call;
	reception.handle = handle;
	reception.sender = true;
	reception.envelope = envelope;
	reception.from_length = 0;
	enum run run = receive_into(&reception);
	if (run == RUN_DONE)
		envelope_drop(&reception);
	envelope_free(envelope);
	return run;
}

void receive_abandon(struct call *call, struct error *error)
{
	const struct handle *handle = (const struct handle *)call->subject;
	const int flags = call_flags(call);
	if (!handle->shared->kept || !reception_wants_all(handle, flags))
		return;
	const size_t kept = handle_kept(handle);
	const int64_t wanted = call_argument(call, 0).integer;
	error->data = object_retain(handle->shared->kept);
	error_detail(error, "; %zu of %" PRId64 " bytes have come, and are kept", kept, wanted);
	struct answer answer = answer_abandoned(call->command->name, handle, error);
	char note[64];
	snprintf(note, sizeof(note), "%zu of %" PRId64 " bytes are kept", kept, wanted);
	answer.note = note;
	call_journal(call, &answer, argument_int(wanted), argument_flags(&names_messages, flags));
}
