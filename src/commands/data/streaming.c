/*
 * streaming: see streaming.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "commands/data/streaming.h"

#include <stdio.h>

#include "handsh/byte_stream.h"

bool when_no_socket(const struct call *call)
{
	const struct handle *handle = (const struct handle *)call->subject;
	return handle && handle_open(handle) && !handle_is_socket(handle);
}

/* What only a socket can do: options of recv(2) and send(2). */
static bool asks_too_much(const struct call *call)
{
	return call_flags(call) != 0;
}

static enum run received(struct call *call, struct handle *handle, struct bytes *bytes, size_t kept)
{
	const int64_t wanted = call_argument(call, 0).integer;
	struct answer answer = answer_is("read", handle, (int64_t)bytes->length, 0);
	struct event_argument data = argument_held(bytes);
	char note[64];
	answer.result_kind = RESULT_RECEIVED;
	answer.data = &data;
	answer.kept = kept != 0;
	answer.value = value_bytes(bytes);
	snprintf(note, sizeof(note), "%zu of %zu bytes kept", bytes->length, kept);
	answer.note = kept ? note : wanted && !bytes->length ? stream_end(handle) : NULL;
	return call_answered(call, &answer, argument_int(wanted));
}

/* What is more than the user wants now is kept with the handle. */
static struct bytes *cut(struct handle *handle, struct bytes *bytes, size_t wanted)
{
	if (bytes->length <= wanted)
		return bytes;
	handle_keep(handle, bytes_slice(bytes, wanted, bytes->length - wanted));
	return bytes_keep(bytes, 0, wanted);
}

enum run streaming_receive(struct call *call, struct handle *handle)
{
	const size_t wanted = (size_t)call_argument(call, 0).integer;
	struct bytes *bytes = NULL;
	int number = asks_too_much(call) ? ENOTSOCK : handle_open(handle) ? 0 : EBADF;
	if (!number && !call_turn(call, &handle->watch, WAIT_READ))
		return RUN_WAIT;
	const size_t kept = handle_kept(handle);
	if (!number && kept)
		return received(call, handle, handle_take_kept(handle, wanted), kept);
	if (!number && !wanted)
		return received(call, handle, bytes_new(NULL, 0), 0);
	if (!number) {
		call->waited = true;
		enum run run = stream_read(call, handle, &call->state, wanted, &bytes, &number);
		if (run != RUN_DONE)
			return run;
	}
	if (!number)
		return received(call, handle, cut(handle, bytes, wanted), 0);
	struct answer answer = answer_is(number == ENOTSOCK ? "recv" : "read", handle, -1, number);
	return call_answered(call, &answer, argument_int((int64_t)wanted),
			     argument_flags(&names_messages, call_flags(call)));
}

enum run streaming_send(struct call *call, struct handle *handle, const struct bytes *data,
			bool all, int *number)
{
	size_t count;
	*number = asks_too_much(call) ? ENOTSOCK : 0;
	while (!*number) {
		if (!handle_open(handle)) {
			*number = EBADF;
			break;
		}
		if (!call_turn(call, &handle->watch, WAIT_WRITE))
			return RUN_WAIT;
		call->waited = true;
		enum run run = stream_write(call, handle, data->data + call->done,
					    data->length - call->done, &count, number);
		if (run != RUN_DONE)
			return run;
		call->done += count;
		if (!all || call->done == data->length)
			break;
		if (call_overdue(call)) {
			call_keep(call, &handle->watch, WAIT_WRITE);
			return call_yield(call);
		}
	}
	return RUN_DONE;
}
