/*
 * ahead_read: where the bytes of a message come from: from what is kept with the socket, or was read
 * of standard input, and then from the kernel.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <string.h>

#include "commands/data/ahead.h"
#include "commands/data/reception.h"
#include "handsh/byte_stream.h"
#include "handsh/input.h"
#include "handsh/transport.h"

enum { BEGUN = 1, ASKED = 2 }; /* call->phase */

bool ahead_begun(const struct call *call)
{
	return call->phase & BEGUN;
}

bool ahead_asked(const struct call *call)
{
	return call->phase & ASKED;
}

/* ---- what is there ---- */

static struct input *input_of(const struct ahead *ahead)
{
	return call_shell(ahead->call)->input;
}

size_t ahead_left(const struct ahead *ahead)
{
	return ahead->of_input ? input_ahead(input_of(ahead)).length : handle_kept(ahead->handle);
}

struct bytes *ahead_copy(const struct ahead *ahead)
{
	const size_t left = ahead_left(ahead), length = left < BYTES_MAX ? left : BYTES_MAX;
	if (!left)
		return NULL;
	return ahead->of_input ? bytes_new(input_ahead(input_of(ahead)).data, length)
			       : bytes_slice(ahead->handle->shared->kept, 0, length);
}

/* How far the search has come is kept for the next time by a call whose turn it is. */
static void look_at_kept(struct ahead *ahead)
{
	struct handle *handle = ahead->handle;
	const struct bytes *kept = handle->shared->kept;
	size_t scanned = ahead->patient ? handle->shared->scanned : 0;
	ahead->state = message_scan(&ahead->message, kept ? kept->data : "", handle_kept(handle),
				    &scanned, &ahead->size);
	if (ahead->patient)
		handle->shared->scanned = (uint32_t)scanned;
}

static void look(struct ahead *ahead)
{
	if (!ahead->of_input) {
		look_at_kept(ahead);
		return;
	}
	const struct input_ahead there = input_ahead(input_of(ahead));
	ahead->state = message_scan(&ahead->message, there.data, there.length, there.scanned,
				    &ahead->size);
}

static struct bytes *copy_of(struct call *call, const char *data, size_t length)
{
	struct bytes *bytes = call_bytes(call, length);
	memcpy(bytes->data, data, length);
	return bytes;
}

static struct bytes *take_kept(struct call *call, struct handle *handle,
			       const struct message_size *size)
{
	if (size->whole == handle_kept(handle) || size->length >= PIECE_BYTES)
		return bytes_keep(handle_take_kept(handle, size->whole), 0, size->length);
	struct bytes *data = copy_of(call, handle->shared->kept->data, size->length);
	handle_drop_kept(handle, size->whole);
	return data;
}

struct bytes *ahead_take_kept(struct call *call, struct handle *handle,
			      const struct message *message)
{
	const struct bytes *kept = handle->shared->kept;
	struct message_size size;
	size_t scanned = 0;
	if (!kept || !handle_open(handle) || handle->watch.queues[WAIT_READ].first ||
	    message_scan(message, kept->data, kept->length, &scanned, &size) != MESSAGE_WHOLE ||
	    !size.whole)
		return NULL;
	return take_kept(call, handle, &size);
}

/* Takes the message from what is there. */
static struct bytes *take(struct ahead *ahead)
{
	const struct message_size *size = &ahead->size;
	if (!size->whole)
		return call_bytes(ahead->call, 0);
	if (!ahead->of_input)
		return take_kept(ahead->call, ahead->handle, size);
	struct bytes *data = copy_of(ahead->call, input_ahead(input_of(ahead)).data, size->length);
	input_take_after_held(input_of(ahead), size->whole);
	return data;
}

/* ---- more of it ---- */

/* Several times as much is asked for at once where as much is wanted. */
static bool wants_much(const struct ahead *ahead)
{
	const struct message *message = &ahead->message;
	return message->form == MESSAGE_ALL ||
	       (message->form == MESSAGE_EXACTLY &&
		message->most - handle_kept(ahead->handle) > RECEPTION_SMALL);
}

static ssize_t receive(struct ahead *ahead, char *room, size_t size)
{
	struct handle *handle = ahead->handle;
	ahead->room = size;
	ahead->call->phase |= ASKED;
	const ssize_t got =
		handle->shared->transport->receive(handle, room, size, call_flags(ahead->call));
	ahead->number = got < 0 ? errno : 0;
	if (got > 0)
		socket_received(handle, (size_t)got, size);
	return got;
}

static size_t receive_much(struct ahead *ahead)
{
	struct bytes *room = bytes_allocate(RECEPTION_LARGE);
	const ssize_t got = receive(ahead, room->data, RECEPTION_LARGE);
	handle_keep(ahead->handle, bytes_shrink(room, got > 0 ? (size_t)got : 0));
	return got > 0 ? (size_t)got : 0;
}

/* A message that comes in one piece, with nothing before it, is taken from there. */
static void keep_some(struct ahead *ahead, const char *room, size_t got)
{
	struct handle *handle = ahead->handle;
	size_t scanned = 0, taken = 0;
	if (handle->shared->kept) {
		handle->shared->kept = bytes_append(handle->shared->kept, room, got);
		look(ahead);
		return;
	}
	ahead->state = message_scan(&ahead->message, room, got, &scanned, &ahead->size);
	if (ahead->state == MESSAGE_WHOLE) {
		ahead->data = copy_of(ahead->call, room, ahead->size.length);
		taken = ahead->size.whole;
		scanned = 0;
	}
	if (taken < got)
		handle_keep(handle, copy_of(ahead->call, room + taken, got - taken));
	if (ahead->patient)
		handle->shared->scanned = (uint32_t)scanned;
}

static size_t receive_some(struct ahead *ahead)
{
	char room[RECEPTION_SMALL];
	const ssize_t got = receive(ahead, room, sizeof(room));
	if (got > 0)
		keep_some(ahead, room, (size_t)got);
	return got > 0 ? (size_t)got : 0;
}

/* An error that comes after bytes is kept with them: it is there for whoever has taken them. */
static enum run fail_kept(struct ahead *ahead)
{
	struct handle *handle = ahead->handle;
	if (ahead->number != EAGAIN && ahead->number != EBADF)
		handle->shared->kept_number = handle->shared->kept ? ahead->number : 0;
	return RUN_DONE;
}

static enum run fetch_socket(struct ahead *ahead, size_t *got)
{
	struct call *call = ahead->call;
	struct handle *handle = ahead->handle;
	ahead->number = handle->shared->kept_number;
	if (!ahead->number)
		ahead->number = socket_ready(call, handle, WAIT_READ, ahead->patient);
	if (!ahead->number)
		*got = wants_much(ahead) ? receive_much(ahead) : receive_some(ahead);
	if (socket_again(call, ahead->number, ahead->patient))
		return socket_wait(call, handle, WAIT_READ);
	return ahead->number ? fail_kept(ahead) : RUN_DONE;
}

static enum run fetch_stream(struct ahead *ahead, size_t *got)
{
	struct call *call = ahead->call;
	struct bytes *bytes = NULL;
	ahead->room = wants_much(ahead) ? RECEPTION_LARGE : RECEPTION_SMALL;
	call->waited = true;
	const enum run run =
		stream_read(call, ahead->handle, &call->state, ahead->room, &bytes, &ahead->number);
	if (run != RUN_DONE || ahead->number)
		return run;
	*got = bytes->length;
	handle_keep(ahead->handle, bytes);
	return RUN_DONE;
}

static enum run fetch(struct ahead *ahead, size_t *got)
{
	struct call *call = ahead->call;
	enum run run;
	*got = 0;
	if (handle_is_socket(ahead->handle))
		run = fetch_socket(ahead, got);
	else if (ahead->of_input)
		run = input_more(call, &call->state, got, &ahead->number);
	else
		run = fetch_stream(ahead, got);
	if (run != RUN_DONE)
		return run;
	call->phase |= ASKED;
	call->done += *got;
	call->until = TIME_NEVER; /* SO_RCVTIMEO is of each wait */
	return RUN_DONE;
}

/* ---- the whole ---- */

static enum run come_first(struct ahead *ahead)
{
	struct call *call = ahead->call;
	struct handle *handle = ahead->handle;
	if (!handle_open(handle)) {
		ahead->number = EBADF;
		return RUN_DONE;
	}
	if (handle_is_socket(handle)) {
		if (socket_turn(call, handle, WAIT_READ, ahead->patient))
			return socket_wait(call, handle, WAIT_READ);
	} else if (!call_turn(call, &handle->watch, WAIT_READ) ||
		   (ahead->of_input && input_enter(call, &call->state) != RUN_DONE)) {
		return RUN_WAIT;
	}
	if (!(call->phase & BEGUN) && ahead->patient)
		handle->shared->scanned = 0;
	call->phase |= BEGUN;
	return RUN_DONE;
}

/* A stream may never end, and a message be of any size. */
static enum run give_way(struct ahead *ahead)
{
	call_keep(ahead->call, &ahead->handle->watch, WAIT_READ);
	return call_yield(ahead->call);
}

static enum run read_on(struct ahead *ahead)
{
	size_t got;
	while (!ahead->number && ahead->state == MESSAGE_OPEN) {
		enum run run = fetch(ahead, &got);
		if (run != RUN_DONE)
			return run;
		if (ahead->number || ahead->state != MESSAGE_OPEN)
			break;
		if (got)
			look(ahead);
		else
			ahead->state =
				message_end(&ahead->message, ahead_left(ahead), &ahead->size);
		if (ahead->state == MESSAGE_OPEN && call_overdue(ahead->call))
			return give_way(ahead);
	}
	return RUN_DONE;
}

enum run ahead_read(struct ahead *ahead)
{
	enum run run = come_first(ahead);
	if (run == RUN_DONE && !ahead->number) {
		look(ahead);
		run = read_on(ahead);
	}
	if (run != RUN_DONE)
		return run;
	if (ahead->of_input && ahead->call->state)
		input_leave(&ahead->call->state);
	if (!ahead->number && ahead->state == MESSAGE_WHOLE && !ahead->data)
		ahead->data = take(ahead);
	return RUN_DONE;
}
