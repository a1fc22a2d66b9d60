/*
 * tcp_flow: the connections that are known, found by their addresses and ports: a table of chains, and a
 * list in the order in which they were seen last. It is as large as it will be from the beginning.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/tcp_flow.h"

#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

#include "handsh/hash.h"
#include "lab/packet/segment.h"

#define ENDED_FOR (120 * NANOSECONDS) /* after which what comes is a new connection: 2 MSL */
#define NONE UINT32_MAX

/* The smaller end first, so that both directions have one key. All bytes of it are written. */
struct key {
	uint8_t address[2][16];
	uint16_t port[2];
	uint32_t version;
};

/* A SYN of other numbers while the connection lives: it is a new one if the other side says so. */
struct renewal {
	bool known;
	uint8_t sender; /* which of the ends */
	uint8_t scale;
	uint32_t seq;
};

struct flow {
	struct key key;
	struct direction direction[2];
	struct renewal renewal;
	int64_t time;          /* of the last packet */
	uint32_t chain;        /* the next of the same place in the table */
	uint32_t older, newer; /* by time */
};

struct flows {
	const void *hash_key;
	uint32_t most, count;
	uint32_t oldest, newest;
	uint32_t mask; /* places less one, a power of two */
	uint32_t *places;
	struct flow *flows;
};

struct flows *flows_new(uint32_t most)
{
	struct flows *flows = memory_zeroed(1, sizeof(*flows));
	uint32_t places = 1;
	while (places < most && places < UINT32_C(1) << 30)
		places *= 2;
	*flows = (struct flows){.hash_key = hash_key(),
				.most = most ? most : 1,
				.oldest = NONE,
				.newest = NONE,
				.mask = places - 1};
	flows->places = memory_allocate(places * sizeof(*flows->places));
	memset(flows->places, 0xff, places * sizeof(*flows->places));
	flows->flows = memory_zeroed(flows->most, sizeof(*flows->flows));
	return flows;
}

void flows_free(struct flows *flows)
{
	if (!flows)
		return;
	free(flows->places);
	free(flows->flows);
	free(flows);
}

/* ---- keys ---- */

/* Gives which of the ends is the sender's. */
static unsigned key_of(const struct packet_summary *summary, struct key *key)
{
	const int order = memcmp(summary->source, summary->destination, sizeof(summary->source));
	const unsigned sender =
		order > 0 || (order == 0 && summary->source_port > summary->destination_port);
	memcpy(key->address[sender], summary->source, sizeof(summary->source));
	memcpy(key->address[!sender], summary->destination, sizeof(summary->destination));
	key->port[sender] = summary->source_port;
	key->port[!sender] = summary->destination_port;
	key->version = summary->version;
	return sender;
}

static uint32_t *place_of(struct flows *flows, const struct key *key)
{
	return &flows->places[hash_bytes(flows->hash_key, key, sizeof(*key)) & flows->mask];
}

/* ---- the list by time ---- */

static void leave_list(struct flows *flows, const struct flow *flow)
{
	if (flow->older == NONE)
		flows->oldest = flow->newer;
	else
		flows->flows[flow->older].newer = flow->newer;
	if (flow->newer == NONE)
		flows->newest = flow->older;
	else
		flows->flows[flow->newer].older = flow->older;
}

static void enter_list(struct flows *flows, uint32_t index)
{
	struct flow *flow = &flows->flows[index];
	flow->older = flows->newest;
	flow->newer = NONE;
	if (flows->newest == NONE)
		flows->oldest = index;
	else
		flows->flows[flows->newest].newer = index;
	flows->newest = index;
}

/* ---- flows ---- */

static uint32_t forget_oldest(struct flows *flows)
{
	const uint32_t index = flows->oldest;
	struct flow *flow = &flows->flows[index];
	uint32_t *link = place_of(flows, &flow->key);
	while (*link != index)
		link = &flows->flows[*link].chain;
	*link = flow->chain;
	leave_list(flows, flow);
	return index;
}

static uint32_t add(struct flows *flows, const struct key *key)
{
	const uint32_t index = flows->count < flows->most ? flows->count++ : forget_oldest(flows);
	uint32_t *place = place_of(flows, key);
	flows->flows[index] = (struct flow){.key = *key, .chain = *place};
	*place = index;
	enter_list(flows, index);
	return index;
}

static struct flow *find_or_add(struct flows *flows, const struct key *key)
{
	uint32_t index = *place_of(flows, key);
	while (index != NONE && memcmp(&flows->flows[index].key, key, sizeof(*key)) != 0)
		index = flows->flows[index].chain;
	if (index == NONE)
		return &flows->flows[add(flows, key)];
	leave_list(flows, &flows->flows[index]);
	enter_list(flows, index);
	return &flows->flows[index];
}

static bool has_ended(const struct flow *flow)
{
	return flow->direction[0].finished && flow->direction[1].finished;
}

static bool is_syn(const struct packet_summary *summary)
{
	return (summary->flags & (TCP_SYN | TCP_ACK)) == TCP_SYN;
}

/* Another connection of the same ends: what is known is of the old one. */
static bool begins_anew(const struct flow *flow, const struct packet_summary *summary, int64_t time)
{
	return has_ended(flow) && (is_syn(summary) || time - flow->time > ENDED_FOR);
}

/* Of a simultaneous open the other's SYN was first, and its own is not known. */
static bool is_renewal(const struct flow *flow, const struct packet_summary *summary,
		       unsigned sender)
{
	const struct direction *from = &flow->direction[sender];
	return is_syn(summary) && from->known && summary->seq != from->base;
}

static void take_renewal(struct flow *flow, const struct packet_summary *summary, unsigned sender,
			 struct flow_note *note)
{
	struct renewal *renewal = &flow->renewal;
	const bool again =
		renewal->known && renewal->sender == sender && renewal->seq == summary->seq;
	*renewal = (struct renewal){true, (uint8_t)sender, summary->scale, summary->seq};
	*note = (struct flow_note){
		.known = true,
		.segment = again ? SEGMENT_RETRANSMISSION : SEGMENT_USUAL,
		.window = summary->window,
		.seq_base = summary->seq,
	};
}

/* The other side answers the SYN and not the connection, as a challenge would (RFC 5961 4). */
static void renew(struct flow *flow, const struct packet_summary *summary, unsigned sender)
{
	const struct renewal renewal = flow->renewal;
	if (!renewal.known || renewal.sender == sender || !(summary->flags & TCP_ACK) ||
	    summary->ack != renewal.seq + 1)
		return;
	memset(flow->direction, 0, sizeof(flow->direction));
	flow->direction[renewal.sender] = (struct direction){.known = true,
							     .scale = renewal.scale,
							     .base = renewal.seq,
							     .next = renewal.seq + 1};
	flow->renewal.known = false;
}

void flows_take(struct flows *flows, const struct packet_summary *summary, int64_t time,
		struct flow_note *note)
{
	struct key key;
	*note = (struct flow_note){0};
	if (summary->protocol != IPPROTO_TCP || !summary->transport_whole || summary->fragment)
		return;
	const unsigned sender = key_of(summary, &key);
	struct flow *flow = find_or_add(flows, &key);
	if (begins_anew(flow, summary, time)) {
		memset(flow->direction, 0, sizeof(flow->direction));
		flow->renewal.known = false;
	}
	flow->time = time;
	if (is_renewal(flow, summary, sender)) {
		take_renewal(flow, summary, sender, note);
		return;
	}
	renew(flow, summary, sender);
	segment_judge(summary, &flow->direction[sender], &flow->direction[!sender], note);
}
