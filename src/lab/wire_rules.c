/*
 * wire_rules: which packets are held, dropped or lost by what was said before they came.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <stdlib.h>
#include <string.h>

#include "handsh/grow.h"
#include "lab/table.h"

/* ---- holding ---- */

void wire_holds_free(struct wire *wire)
{
	while (wire->hold_count)
		packet_match_free(wire->holds[--wire->hold_count]);
	free(wire->holds);
	wire->holds = NULL;
	wire->hold_room = 0;
}

/* NULL, which stands for all, makes the others needless. */
static void add(struct wire *wire, struct packet_match *match)
{
	if (!match)
		wire_holds_free(wire);
	wire->holds = grow_array(wire->holds, wire->hold_count, &wire->hold_room, 4,
				 sizeof(*wire->holds));
	wire->holds[wire->hold_count++] = match;
}

/* A wire has its own filter: each is kept once. */
void wire_hold(struct lab *lab, struct wire *wire, struct packet_match *match)
{
	for (struct wire *each = lab->wires; each; each = each->next)
		if (!wire || each == wire)
			add(each, match ? packet_match_retain(match) : NULL);
	packet_match_free(match);
}

bool wire_holds(const struct lab *lab, const struct wire *wire)
{
	for (const struct wire *each = lab->wires; each; each = each->next)
		if ((!wire || each == wire) && each->hold_count)
			return true;
	return false;
}

void wire_release(struct lab *lab, struct wire *wire)
{
	for (struct wire *each = lab->wires; each; each = each->next) {
		if (wire && each != wire)
			continue;
		wire_holds_free(each);
		each->expected_count = 0;
	}
	for (struct packet *packet; (packet = packet_oldest_held(lab, wire));)
		packet_pass(lab, packet, 1);
}

void wire_expect(struct lab *lab, struct wire *wire, enum packet_fate fate, uint32_t count)
{
	for (struct wire *each = lab->wires; each; each = each->next) {
		if (wire && each != wire)
			continue;
		each->expected = fate;
		each->expected_count = count;
	}
}

/* ---- cables ---- */

void lab_cut(struct lab *lab, struct host *host, bool cut)
{
	for (struct lab_host *each = lab->hosts; each; each = each->next)
		if (!host || &each->host == host)
			each->cut = cut;
}

bool host_is_cut(const struct host *host)
{
	return host->operations && ((const struct lab_host *)host)->cut;
}

static bool is_cut(const struct packet *packet)
{
	return (packet->from && host_is_cut(packet->from)) ||
	       (packet->to && host_is_cut(packet->to));
}

/* ---- the fate of one that comes ---- */

static bool is_held(const struct wire *wire, const struct packet *packet)
{
	for (uint32_t i = 0; i < wire->hold_count; i++)
		if (packet_matches(packet, wire->holds[i]))
			return true;
	return false;
}

enum packet_fate wire_decide(const struct packet *packet)
{
	struct wire *wire = packet->wire;
	if (is_cut(packet))
		return PACKET_LOST;
	if (wire->expected_count) {
		wire->expected_count--;
		return wire->expected;
	}
	return is_held(wire, packet) ? PACKET_HELD : PACKET_PASSED;
}
