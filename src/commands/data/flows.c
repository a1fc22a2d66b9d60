/*
 * flows: the directions of one call, each of which goes on while another waits.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <stdlib.h>

#include "commands/data/flow.h"

#define LOOK (NANOSECONDS / 1000) /* where TLS waits for what no event of that direction tells */

/* It is over. What one direction has failed at ends the other when that has passed on what there is. */
static void end(struct flows *flows, struct flow *flow)
{
	flow_leave(flow);
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
		enum run run = flow_step(call, flow);
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
	if (flows->over && flows->over(flows))
		return false;
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
	const bool over = flows->over && flows->over(flows);
	return flows->failed && !over ? flows_refused(call, flows) : RUN_DONE;
}

/* ---- the state ---- */

static void flows_destroy(struct object *object)
{
	struct flows *flows = (struct flows *)object;
	for (unsigned i = 0; i < flows->count; i++) {
		struct flow *flow = &flows->flows[i];
		flow_leave(flow);
		object_release(flow->message);
		object_release(flow->error);
	}
	object_release(flows->beside);
	free(flows);
}

static const struct behaviour flows_behaviour = {.destroy = flows_destroy};

struct flows *flows_of(struct call *call, unsigned count)
{
	if (call->state)
		return (struct flows *)call->state;
	struct flows *flows = memory_zeroed(1, sizeof(*flows));
	flows->object = (struct object){&flows_behaviour, 1};
	flows->count = count;
	call->state = &flows->object;
	return flows;
}

/* A message would lose its borders in a stream, and a stream has none to give. */
static void check(struct flows *flows, struct flow *flow)
{
	const bool apart = !flow_is_stream(flow->from);
	if (apart == flow_is_stream(flow->to)) {
		flow_fail(flow, !apart, EINVAL);
		end(flows, flow);
	}
}

void flows_join(struct flows *flows, unsigned i, struct handle *from, struct handle *to)
{
	struct flow *flow = &flows->flows[i];
	if (flow->from)
		return;
	flow->from = from;
	flow->to = to;
	if (!flows->loose)
		check(flows, flow);
}
