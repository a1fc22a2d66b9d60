/*
 * flow: see flow.h.
 *
 * It receives and sends, in large pieces. splice(2), by which the bytes would not come into this
 * program's memory, hands pages of 4 KiB to TCP, 16 at a time: each 64 KiB wake the reader and are
 * paced on their own by bbr, and by the time somebody reads them they have left the processor's
 * cache. On loopback, beside a loop of recv 64k and sendall, splice was faster between three
 * processes (1.1 to 1.8 times), and slower where one has both ends (0.79 with bbr). This is
 * faster than the loop in all of these (1.1 to 1.5 times): tests/bench/README.md.
 *
 * Bytes that were received and cannot go on yet are kept with FROM at once. So there are none here
 * that the end of the call could lose, wherever it comes from.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "commands/data/flow.h"

#include <stdlib.h>
#include <unistd.h>

#include "handsh/byte_stream.h"
#include "handsh/transport.h"

#define LOOK (NANOSECONDS / 1000) /* where TLS waits for what no event of that direction tells */

static enum run fail(struct flow *flow, bool sending, int number)
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

/* Of what is no stream each receive is a message, and what does not fit of it is lost. */
static bool is_stream(const struct handle *handle)
{
	return !handle_is_socket(handle) || handle->type == SOCK_STREAM;
}

/* A datagram may be empty, and there is always another one. */
static bool ends_empty(const struct handle *handle)
{
	return is_stream(handle) || handle->type == SOCK_SEQPACKET || handle->shared->read_shut;
}

/* One receive. 0, and flow->source_ended where nothing more will come; or errno. */
static int receive(struct flow *flow)
{
	struct handle *from = flow->from;
	const bool stream = is_stream(from);
	int number = from->shared->kept_number;
	from->shared->kept_number = 0;
	if (number)
		return number;
	if (!from->shared->listening && !socket_promises(from, WAIT_READ))
		return EAGAIN;
	struct bytes *room = bytes_allocate(FLOW_PIECE);
	const ssize_t got = from->shared->transport->receive(
		from, room->data, FLOW_PIECE, MSG_DONTWAIT | (stream ? 0 : MSG_TRUNC));
	number = got < 0 ? errno : got > (ssize_t)FLOW_PIECE ? EMSGSIZE : 0;
	flow->source_ended = got == 0 && ends_empty(from);
	room->length = number ? 0 : (size_t)got;
	if (got > 0 && stream)
		socket_received(from, (size_t)got, FLOW_PIECE);
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
	enum run run = stream_read(call, from, &flow->place, FLOW_PIECE, &bytes, &number);
	if (run != RUN_DONE)
		return run;
	if (number)
		return fail(flow, false, number);
	flow->source_ended = !bytes->length;
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
	return number && number != EAGAIN ? fail(flow, false, number) : RUN_DONE;
}

/* ---- sending ---- */

/* The room that it waits for has not come: the call runs for another reason. */
static bool waits_for_room(const struct flow *flow)
{
	return flow->crowded && !flow->to->shared->tls &&
	       !watch_ready(&flow->to->watch, WAIT_WRITE);
}

/* One send, or write. RUN_DONE: *gone bytes, or *number. */
static enum run push(struct call *call, struct flow *flow, size_t *gone, int *number)
{
	struct handle *to = flow->to;
	const struct bytes *pending = flow_pending(flow);
	if (!handle_is_socket(to))
		return stream_write(call, to, pending->data, pending->length, gone, number);
	if (waits_for_room(flow))
		return wait_for(flow, to, WAIT_WRITE);
	const ssize_t sent = to->shared->transport->send(to, pending->data, pending->length,
							 MSG_DONTWAIT | MSG_NOSIGNAL);
	*number = sent < 0 ? errno : 0;
	*gone = sent < 0 ? 0 : (size_t)sent;
	flow->crowded = *number == EAGAIN;
	return flow->crowded ? wait_for(flow, to, WAIT_WRITE) : RUN_DONE;
}

static void drop(struct flow *flow, size_t count)
{
	if (!flow->message) {
		handle_drop_kept(flow->from, count);
		return;
	}
	object_release(flow->message);
	flow->message = NULL;
}

static enum run give(struct call *call, struct flow *flow)
{
	size_t gone = 0;
	int number = 0;
	if (!turn_take(&flow->writing, call, &flow->to->watch, WAIT_WRITE))
		return RUN_WAIT;
	enum run run = push(call, flow, &gone, &number);
	if (run != RUN_DONE)
		return run;
	if (number)
		return fail(flow, true, number);
	drop(flow, gone);
	flow->done += gone;
	if (!flow_pending(flow))
		turn_leave(&flow->writing);
	return RUN_DONE;
}

/* ---- the end ---- */

/* Nobody hears of the end who has gone already. */
static int pass_end(struct handle *to)
{
	int number = to->shared->tls ? tls_finish(to) : 0;
	if (!number && shutdown(to->watch.fd, SHUT_WR) < 0)
		number = errno == ENOTCONN ? 0 : errno;
	return number;
}

static enum run finish(struct flow *flow)
{
	const int number = flow->passes_end && handle_is_socket(flow->to) ? pass_end(flow->to)
									  : tls_flush(flow->to);
	if (number == EAGAIN)
		return wait_for(flow, flow->to, WAIT_WRITE);
	if (number)
		return fail(flow, true, number);
	flow->state = FLOW_ENDED;
	return RUN_DONE;
}

static void leave(struct flow *flow)
{
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

/* RUN_WAIT: parked, unless it is for flow->awaited, for which it is about to be. */
static enum run step(struct call *call, struct flow *flow)
{
	flow->awaited = NULL;
	if (!handle_open(flow->to))
		return fail(flow, true, EBADF);
	/* What had come before FROM was closed goes on. */
	if (!flow_pending(flow) && !flow->source_ended && !handle_open(flow->from))
		return fail(flow, false, EBADF);
	enum run run = come_first(call, flow);
	if (run == RUN_DONE && flow->state == FLOW_GOES && !flow_pending(flow) &&
	    !flow->source_ended)
		run = take(call, flow);
	if (run != RUN_DONE || flow->state != FLOW_GOES)
		return run;
	return flow_pending(flow) ? give(call, flow) : flow->source_ended ? finish(flow) : run;
}

/* It is over. What one direction has failed at ends the other when that has passed on what there is. */
static void end(struct flows *flows, struct flow *flow)
{
	leave(flow);
	if (flow->state != FLOW_FAILED)
		return;
	flows->failed = flows->failed ? flows->failed : flow;
	for (unsigned i = 0; i < flows->count; i++)
		flows->flows[i].drains = true;
}

static void end_by_call(struct call *call, struct flows *flows, struct flow *flow)
{
	flow->state = FLOW_FAILED;
	flow->error = call->error;
	end(flows, flow);
}

/* ---- the whole ---- */

/* Of a call's turn: what its flows have done. */
struct round {
	bool moved;  /* one of them has come further */
	bool parked; /* one of them has parked the call */
	bool looks;  /* one waits for what no event tells */
};

static void step_all(struct call *call, struct flows *flows, struct round *round)
{
	for (unsigned i = 0; i < flows->count; i++) {
		struct flow *flow = &flows->flows[i];
		if (flow->state != FLOW_GOES)
			continue;
		enum run run = step(call, flow);
		round->moved |= run != RUN_WAIT;
		round->parked |= run == RUN_WAIT && !flow->awaited;
		if (run == RUN_FAIL)
			end_by_call(call, flows, flow);
		else if (flow->state != FLOW_GOES)
			end(flows, flow);
	}
}

static void expect_all(struct call *call, struct flows *flows, struct round *round)
{
	for (unsigned i = 0; i < flows->count; i++) {
		struct flow *flow = &flows->flows[i];
		if (flow->state != FLOW_GOES || !flow->awaited)
			continue;
		if (flows->count == 1)
			call_on(call, &flow->awaited->object);
		if (tls_turned(flow->awaited, flow->awaited_for)) {
			round->looks = true;
		} else if (!call_expect(call, &flow->awaited->watch, flow->awaited_for)) {
			end_by_call(call, flows, flow);
			round->moved = true;
		}
	}
}

static bool go_on(const struct flows *flows)
{
	bool goes = false;
	for (unsigned i = 0; i < flows->count; i++)
		goes |= flows->flows[i].state == FLOW_GOES;
	return goes;
}

enum run flows_run(struct call *call, struct flows *flows)
{
	call->waited = true;
	while (go_on(flows)) {
		struct round round = {0};
		step_all(call, flows, &round);
		if (!round.moved)
			expect_all(call, flows, &round);
		if (round.parked && round.moved)
			call_wake(call); /* it must not end now, or go on, while it is parked */
		if (round.looks)
			return call_look(call, LOOK);
		if (round.parked)
			return RUN_WAIT;
		if (!round.moved)
			return call_pause(call);
		if (go_on(flows) && call_overdue(call))
			return call_yield(call);
	}
	return flows->failed ? flows_refused(call, flows) : RUN_DONE;
}

/* ---- the state ---- */

static void flows_destroy(struct object *object)
{
	struct flows *flows = (struct flows *)object;
	for (unsigned i = 0; i < flows->count; i++) {
		struct flow *flow = &flows->flows[i];
		leave(flow);
		object_release(flow->message);
		object_release(flow->error);
	}
	free(flows);
}

static const struct behaviour flows_behaviour = {.destroy = flows_destroy};

/* A message would lose its borders in a stream, and a stream has none to give. */
static void check(struct flows *flows, struct flow *flow)
{
	const bool apart = !is_stream(flow->from);
	if (apart == is_stream(flow->to)) {
		fail(flow, !apart, EINVAL);
		end(flows, flow);
	}
}

struct flows *flows_of(struct call *call, struct handle *const ends[][2], unsigned count)
{
	if (call->state)
		return (struct flows *)call->state;
	struct flows *flows = memory_zeroed(1, sizeof(*flows));
	flows->object = (struct object){&flows_behaviour, 1};
	flows->count = count;
	call->state = &flows->object;
	for (unsigned i = 0; i < count; i++) {
		flows->flows[i].from = ends[i][0];
		flows->flows[i].to = ends[i][1];
		check(flows, &flows->flows[i]);
	}
	return flows;
}
