/*
 * packet_waiters: calls that wait for a packet.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <stdlib.h>
#include <utlist.h>

#include "lab/table.h"

struct packet_waiter {
	struct object object;
	struct lab *lab; /* NULL: it is in no list */
	struct call *call;
	struct packet_match *match;
	struct packet *found;
	struct packet_waiter *previous, *next;
};

static void leave(struct packet_waiter *waiter)
{
	if (waiter->lab)
		DL_DELETE2(waiter->lab->waiters, waiter, previous, next);
	waiter->lab = NULL;
}

static void waiter_destroy(struct object *object)
{
	struct packet_waiter *waiter = (struct packet_waiter *)object;
	leave(waiter);
	packet_match_free(waiter->match);
	object_release(waiter->found);
	free(waiter);
}

static const struct behaviour waiter_behaviour = {.destroy = waiter_destroy};

static struct packet *find_held(const struct lab *lab, const struct packet_match *match)
{
	struct packet *packet = lab->held;
	while (packet && !packet_matches(packet, match))
		packet = packet->next;
	return packet;
}

static void begin(struct call *call, struct lab *lab, struct packet_match *match)
{
	struct packet_waiter *waiter = memory_zeroed(1, sizeof(*waiter));
	waiter->object = (struct object){&waiter_behaviour, 1};
	waiter->lab = lab;
	waiter->call = call;
	waiter->match = match;
	DL_APPEND2(lab->waiters, waiter, previous, next);
	call->state = &waiter->object;
}

enum run packet_await(struct call *call, struct lab *lab, struct packet_match *match,
		      struct packet **found)
{
	if (!call->state) {
		struct packet *held = find_held(lab, match);
		if (!held) {
			begin(call, lab, match);
			return call_pause(call);
		}
		packet_match_free(match);
		*found = object_retain(held);
		return RUN_DONE;
	}
	struct packet_waiter *waiter = (struct packet_waiter *)call->state;
	if (!waiter->found)
		return call_pause(call);
	*found = object_retain(waiter->found);
	object_release(call->state);
	call->state = NULL;
	return RUN_DONE;
}

void packet_waiters_wake(struct lab *lab, struct packet *packet)
{
	for (struct packet_waiter *waiter = lab->waiters, *next; waiter; waiter = next) {
		next = waiter->next;
		if (!packet_matches(packet, waiter->match))
			continue;
		leave(waiter);
		waiter->found = object_retain(packet);
		call_wake(waiter->call);
	}
}
