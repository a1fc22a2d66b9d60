/*
 * flow: see flow.h.
 *
 * It receives and sends, in large pieces; between two connections of TCP much goes through a pipe:
 * flow_pipe.c. Bytes that were received and cannot go on yet are kept with FROM at once, those of
 * the pipe when the call ends. So there are none here that its end could lose, wherever it comes
 * from.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "commands/data/flow.h"

#include <unistd.h>

#include "handsh/byte_stream.h"
#include "handsh/piece.h"
#include "handsh/transport.h"

enum run flow_fail(struct flow *flow, bool sending, int number)
{
	flow->state = FLOW_FAILED;
	flow->sending = sending;
	flow->number = number;
	return RUN_DONE;
}

/* The call looks again when there may be more, or room. */
static enum run wait_for(struct flow *flow, struct handle *handle, enum direction direction)
{
	flow->awaited = handle;
	flow->awaited_for = direction;
	return RUN_WAIT;
}

/* ---- receiving ---- */

bool flow_is_stream(const struct handle *handle)
{
	return !handle_is_socket(handle) || handle->type == SOCK_STREAM;
}

/* A datagram may be empty, and there is always another one. */
static bool ends_empty(const struct handle *handle)
{
	return flow_is_stream(handle) || handle->type == SOCK_SEQPACKET ||
	       handle->shared->read_shut;
}

/* What it gives is a message each for sockets that keep them apart: no larger than one of Ethernet. */
static size_t piece_for(const struct handle *to)
{
	return flow_is_stream(to) ? FLOW_PIECE : 1400;
}

/* One receive. 0, and flow->source_ended where nothing more will come; or errno. */
static int receive(struct flow *flow)
{
	struct handle *from = flow->from;
	const bool stream = flow_is_stream(from);
	int number = from->shared->kept_number;
	from->shared->kept_number = 0;
	if (number)
		return number;
	if (!from->shared->listening && !socket_promises(from, WAIT_READ))
		return EAGAIN;
	if (flow->pipe)
		return flow_pipe_take(flow);
	struct bytes *room = bytes_allocate(FLOW_PIECE);
	const ssize_t got = from->shared->transport->receive(
		from, room->data, FLOW_PIECE, MSG_DONTWAIT | (stream ? 0 : MSG_TRUNC));
	number = got < 0 ? errno : got > (ssize_t)FLOW_PIECE ? EMSGSIZE : 0;
	flow->source_ended = got == 0 && ends_empty(from);
	room->length = number ? 0 : (size_t)got;
	if (got > 0 && stream) {
		socket_received(from, (size_t)got, FLOW_PIECE);
		flow_pipe_open(flow, (size_t)got);
	}
	if (stream || number || flow->source_ended)
		handle_keep(from, room);
	else
		flow->message = bytes_shrink(room, room->length);
	return number;
}

static enum run take_stream(struct call *call, struct flow *flow)
{
	struct handle *from = flow->from;
	struct bytes *bytes = NULL;
	int number = 0;
	if (flow->drains) { /* it would have to wait */
		flow->state = FLOW_ENDED;
		return RUN_DONE;
	}
	enum run run = flow->device && flow->device->read
			       ? flow->device->read(call, flow, &bytes, &number)
			       : stream_read(call, from, &flow->place, piece_for(flow->to), &bytes,
					     &number);
	if (run != RUN_DONE)
		return run;
	if (number)
		return flow_fail(flow, false, number);
	flow->source_ended = !bytes->length;
	if (flow->device && flow->device->change)
		bytes = flow->device->change(call, bytes);
	handle_keep(from, bytes);
	return RUN_DONE;
}

static enum run take(struct call *call, struct flow *flow)
{
	if (!handle_is_socket(flow->from))
		return take_stream(call, flow);
	const int number = receive(flow);
	if (number == EAGAIN && flow->drains)
		flow->state = FLOW_ENDED;
	else if (number == EAGAIN)
		return wait_for(flow, flow->from, WAIT_READ);
	return number && number != EAGAIN ? flow_fail(flow, false, number) : RUN_DONE;
}

/* ---- sending ---- */

/* The room that it waits for has not come: the call runs for another reason. */
static bool waits_for_room(const struct flow *flow)
{
	return flow->crowded && !flow->to->shared->tls &&
	       !watch_ready(&flow->to->watch, WAIT_WRITE);
}

static int send_some(struct handle *to, const struct bytes *pending, size_t *gone)
{
	const ssize_t sent = to->shared->transport->send(to, pending->data, pending->length,
							 MSG_DONTWAIT | MSG_NOSIGNAL);
	*gone = sent < 0 ? 0 : (size_t)sent;
	return sent < 0 ? errno : 0;
}

/* One send, or write. RUN_DONE: *gone bytes, or *number. */
static enum run push(struct call *call, struct flow *flow, size_t *gone, int *number)
{
	struct handle *to = flow->to;
	const struct bytes *pending = flow_pending(flow);
	if (flow->device && flow->device->write)
		return flow->device->write(call, flow, pending->data, pending->length, gone,
					   number);
	if (!handle_is_socket(to))
		return stream_write(call, to, pending->data, pending->length, gone, number);
	if (waits_for_room(flow))
		return wait_for(flow, to, WAIT_WRITE);
	*number = pending ? send_some(to, pending, gone) : flow_pipe_give(flow, gone);
	flow->crowded = *number == EAGAIN;
	return flow->crowded ? wait_for(flow, to, WAIT_WRITE) : RUN_DONE;
}

static bool has_more(const struct flow *flow)
{
	return flow_pending(flow) || flow_pipe_holds(flow);
}

void flow_drop(struct flow *flow, size_t count)
{
	if (!flow_pending(flow)) {
		return; /* it was in the pipe */
	} else if (!flow->message) {
		handle_drop_kept(flow->from, count);
	} else if (count < flow->message->length) {
		flow->message = bytes_keep(flow->message, count, flow->message->length - count);
	} else {
		object_release(flow->message);
		flow->message = NULL;
	}
}

static enum run give(struct call *call, struct flow *flow)
{
	size_t gone = 0;
	int number = 0;
	if (flow->holds && flow_hold_waits(call, flow))
		return RUN_WAIT;
	if (!has_more(flow))
		return RUN_DONE;
	if (!turn_take(&flow->writing, call, &flow->to->watch, WAIT_WRITE) ||
	    (flow->shown && flow_show_waits(call)))
		return RUN_WAIT;
	enum run run = push(call, flow, &gone, &number);
	if (run != RUN_DONE)
		return run;
	if (number)
		return flow_fail(flow, true, number);
	if (flow->shown)
		flow_show(call, flow, gone);
	flow_drop(flow, gone);
	flow->done += gone;
	if (!has_more(flow)) {
		turn_leave(&flow->writing);
		flow->decided = false;
	}
	return RUN_DONE;
}

/* ---- the end ---- */

static bool can_end(const struct handle *handle)
{
	return handle_is_socket(handle) &&
	       (flow_is_stream(handle) || handle->type == SOCK_SEQPACKET);
}

/* Where it was passed on before, by a relay that did not come to its own end, the peer may have gone. */
static int pass_end(struct handle *to)
{
	int number = to->shared->tls ? tls_finish(to) : 0;
	if (!number && shutdown(to->watch.fd, SHUT_WR) < 0)
		number = errno;
	if (number == ENOTCONN && to->shared->write_shut)
		return 0;
	to->shared->write_shut |= !number;
	return number;
}

static enum run finish(struct call *call, struct flow *flow)
{
	const int number =
		flow->passes_end && can_end(flow->to) ? pass_end(flow->to) : tls_flush(flow->to);
	if (number == EAGAIN)
		return wait_for(flow, flow->to, WAIT_WRITE);
	if (number)
		return flow_fail(flow, true, number);
	if (flow->shown)
		flow_show_end(call, flow);
	flow->state = FLOW_ENDED;
	return RUN_DONE;
}

void flow_leave(struct flow *flow)
{
	flow_pipe_close(flow);
	piece_leave(flow->piece);
	flow->piece = NULL;
	turn_leave(&flow->reading);
	turn_leave(&flow->writing);
	object_release(flow->place);
	flow->place = NULL;
}

/* ---- one step ---- */

/* RUN_DONE, where it is the next to read FROM, or that is closed. */
static enum run come_first(struct call *call, struct flow *flow)
{
	if (!handle_open(flow->from))
		return RUN_DONE;
	if (flow->drains && !flow->first && flow->from->watch.queues[WAIT_READ].first) {
		flow->state = FLOW_ENDED;
		return RUN_DONE;
	}
	flow->first = turn_take(&flow->reading, call, &flow->from->watch, WAIT_READ);
	return flow->first ? RUN_DONE : RUN_WAIT;
}

enum run flow_step(struct call *call, struct flow *flow)
{
	flow->awaited = NULL;
	if (!handle_open(flow->to))
		return flow_fail(flow, true, EBADF);
	/* What had come before FROM was closed goes on. */
	if (!has_more(flow) && !flow->source_ended && !handle_open(flow->from))
		return flow_fail(flow, false, EBADF);
	enum run run = come_first(call, flow);
	if (run == RUN_DONE && flow->state == FLOW_GOES && !has_more(flow) && !flow->source_ended)
		run = take(call, flow);
	if (run != RUN_DONE || flow->state != FLOW_GOES)
		return run;
	return has_more(flow) ? give(call, flow) : flow->source_ended ? finish(call, flow) : run;
}
