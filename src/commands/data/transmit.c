/*
 * transmit: what send, sendall and sendto share.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "commands/data/transmit.h"

#include "commands/data/streaming.h"
#include "handsh/transport.h"

#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

void transmit_line(struct call *call)
{
	struct value *data = &call->arguments[0];
	data->bytes = bytes_append(data->bytes, "\r\n", 2);
	call->options &= (uint16_t) ~(1u << TRANSMIT_LINE); /* exec may run again */
}

const struct command_error transmit_errors[] = {
	TRANSMIT_ERRORS,
	{0},
};

static const char *name_of_call(const struct handle *handle, const struct address *to)
{
	return !handle_is_socket(handle) ? "write"
	       : to                      ? "sendto"
					 : handle->shared->transport->send_name;
}

/* Writes the call to the journal, with the bytes that went. */
static void tell(struct call *call, struct answer *answer, const struct bytes *data,
		 const struct address *to)
{
	struct bytes *gone =
		answer->number ? bytes_slice((struct bytes *)data, 0, call->done) : NULL;
	const struct event_argument *arguments = ARGUMENTS(
		answer_socket(answer), argument_held(data), argument_int((int64_t)data->length),
		argument_flags(&names_messages, call_flags(call)),
		to ? argument_address(to) : argument_none());
	const struct event_argument part = argument_held(gone);
	char note[64];
	answer->result_kind = RESULT_SENT;
	answer->data = gone ? &part : &arguments[1];
	if (answer->number && call->done) {
		snprintf(note, sizeof(note), "after %" PRIu64 " of %zu bytes", call->done,
			 data->length);
		answer->note = note;
	}
	call_write(call, answer, arguments);
	object_release(gone);
}

/* Says in the error of a call that has failed, or was ended, how much of the data has gone. */
static void say_sent(const struct call *call, struct error *error, const struct bytes *data)
{
	error->done = (int64_t)call->done;
	if (call->done)
		error_detail(error, ", after %" PRIu64 " of %zu bytes", call->done, data->length);
}

/* Ends the call, well or not. */
static enum run ended(struct call *call, struct handle *handle, const struct bytes *data,
		      const struct address *to, int number)
{
	const struct value sent = value_int((int64_t)call->done);
	tls_flush_later(handle);
	if (!number && !call_wanted(call))
		return call_return(call, sent);
	struct answer answer = answer_is(name_of_call(handle, to), handle, sent.integer, number);
	answer.value = sent;
	if (call_wanted(call))
		tell(call, &answer, data, to);
	enum run run = call_end(call, &answer, NULL);
	if (number)
		say_sent(call, call->error, data);
	return run;
}

void transmit_abandon(struct call *call, struct error *error)
{
	struct handle *handle = (struct handle *)call->subject;
	if (!call->waited && !call->done) /* it asks for a line */
		return;
	tls_flush_later(handle);
	const struct bytes *data = call_argument(call, 0).bytes;
	struct answer answer = answer_abandoned(name_of_call(handle, NULL), handle, error);
	if (call_wanted(call))
		tell(call, &answer, data, NULL);
	say_sent(call, error, data);
}

bool transmit_is_blind(const struct handle *handle, const struct address *to)
{
	return to && handle->family == AF_UNIX && handle->type != SOCK_STREAM;
}

/* 0 or errno; what was sent is added to call->done. */
static int push(struct call *call, struct handle *handle, const struct bytes *data,
		const struct address *to)
{
	size_t start = call->done, left = data->length - start;
	int flags = call_flags(call) | MSG_NOSIGNAL;
	ssize_t count = TEMP_FAILURE_RETRY(
		to ? sendto(handle->watch.fd, data->data + start, left, flags, &to->any, to->length)
		   : handle->shared->transport->send(handle, data->data + start, left, flags));
	if (count < 0)
		return errno;
	call->done += (size_t)count;
	if ((size_t)count < left && handle->type == SOCK_STREAM)
		watch_drained(&handle->watch, WAIT_WRITE);
	return 0;
}

/* One datagram. */
static enum run send_blind(struct call *call, struct handle *handle, const struct bytes *data,
			   const struct address *to, bool patient)
{
	int number = handle_open(handle) ? push(call, handle, data, to) : EBADF;
	if (socket_again(call, number, patient))
		return socket_retry(call, handle);
	return ended(call, handle, data, to, number);
}

/* As much as there is room for, or all, until it must wait or has had its time (overdue). */
static int push_on(struct call *call, struct handle *handle, const struct bytes *data,
		   const struct address *to, bool all, bool patient, bool *overdue)
{
	int number;
	while (!(number = socket_ready(call, handle, WAIT_WRITE, patient)) &&
	       !(number = push(call, handle, data, to)) && all && call->done < data->length) {
		call->until = TIME_NEVER; /* SO_SNDTIMEO is of each wait */
		*overdue = call_overdue(call);
		if (*overdue)
			break;
	}
	return number;
}

/* TLS has taken all that the call gives, and may still hold the last of it. */
static bool is_given(const struct call *call, const struct handle *handle, const struct bytes *data,
		     bool all)
{
	return handle->shared->tls && call->done && (!all || call->done == data->length);
}

enum run transmit(struct call *call, struct handle *handle, const struct bytes *data,
		  const struct address *to, bool all)
{
	bool patient = !handle->shared->nonblocking && !(call_flags(call) & MSG_DONTWAIT),
	     overdue = false;
	int number = 0;
	if (!handle_is_socket(handle)) {
		enum run run = streaming_send(call, handle, data, all, &number);
		return run == RUN_DONE ? ended(call, handle, data, NULL, number) : run;
	}
	if (to && handle->shared->tls) /* its bytes would come between TLS's */
		return ended(call, handle, data, to, EISCONN);
	if (transmit_is_blind(handle, to))
		return send_blind(call, handle, data, to, patient);
	if (!is_given(call, handle, data, all))
		number = push_on(call, handle, data, to, all, patient, &overdue);
	if (overdue) {
		call_keep(call, &handle->watch, WAIT_WRITE);
		return call_yield(call);
	}
	bool given = !number && is_given(call, handle, data, all);
	if (given)
		number = tls_flush(handle);
	if (socket_again(call, number, patient))
		return socket_wait(call, handle, WAIT_WRITE);
	if (given && number == EAGAIN) /* it has gone as far as the caller waits */
		number = 0;
	return ended(call, handle, data, to, number);
}
