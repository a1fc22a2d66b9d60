/*
 * wire_rules: which packets are held, dropped or lost by what was said before they came.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <stdlib.h>
#include <utlist.h>

#include "lab/table.h"

/* ---- holding ---- */

static void end_hold(struct lab *lab, struct hold *hold)
{
	DL_DELETE2(lab->holds, hold, previous, next);
	filter_close(&hold->filter);
	free(hold);
}

static void report_hold(struct lab *lab, const struct hold *hold)
{
	struct buffer text = {0};
	if (hold->filter.met || !hold->filter.match)
		return;
	buffer_format(&text, "hold: met no packet: %s", hold->filter.words);
	lab_notice(lab, buffer_cstring(&text));
	buffer_free(&text);
}

/* report: of those that end, where they have met nothing. */
static void leave_holds(struct lab *lab, const struct wire *wire, bool report)
{
	for (struct hold *hold = lab->holds, *next; hold; hold = next) {
		next = hold->next;
		if (!filter_leave(&hold->filter, wire))
			continue;
		if (report)
			report_hold(lab, hold);
		end_hold(lab, hold);
	}
}

void wire_hold(struct lab *lab, struct wire *wire, struct packet_match *match, const char *words)
{
	if (!match)
		leave_holds(lab, wire, false); /* those are needless now */
	struct hold *hold = memory_zeroed(1, sizeof(*hold));
	filter_open(&hold->filter, lab, wire, match, words);
	DL_APPEND2(lab->holds, hold, previous, next);
}

bool wire_holds(const struct lab *lab, const struct wire *wire)
{
	for (const struct hold *hold = lab->holds; hold; hold = hold->next)
		if (!wire || filter_is_on(&hold->filter, wire))
			return true;
	return false;
}

void wire_release(struct lab *lab, struct wire *wire)
{
	leave_holds(lab, wire, true);
	for (struct wire *each = lab->wires; each; each = each->next)
		if (!wire || each == wire)
			each->expected_count = 0;
	for (struct packet *packet; (packet = packet_oldest_held(lab, wire));)
		packet_pass(lab, packet, 1);
}

void holds_free(struct lab *lab)
{
	leave_holds(lab, NULL, true);
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

static struct station *station_of(const struct host *host, const struct wire *wire)
{
	const struct lab_host *own = (const struct lab_host *)host;
	for (unsigned i = 0; host->operations && i < own->station_count; i++)
		if (own->stations[i]->wire == wire)
			return own->stations[i];
	return NULL;
}

bool host_is_on(const struct host *host, const struct wire *wire)
{
	return station_of(host, wire);
}

void lab_cut(struct lab *lab, const struct wire *wire, const struct host *host, bool cut)
{
	for (struct lab_host *each = lab->hosts; each; each = each->next)
		for (unsigned i = 0; (!host || &each->host == host) && i < each->station_count; i++)
			if (!wire || each->stations[i]->wire == wire)
				each->stations[i]->cut = cut;
}

static bool host_is_cut(const struct host *host, const struct wire *wire)
{
	const struct station *station = host ? station_of(host, wire) : NULL;
	return station && station->cut;
}

static bool is_cut(const struct packet *packet)
{
	return host_is_cut(packet->from, packet->wire) || host_is_cut(packet->to, packet->wire);
}

/* ---- the fate of one that comes ---- */

/* All are asked, so that each knows whether it has met one. */
static bool is_held(struct lab *lab, const struct packet *packet)
{
	bool held = false;
	for (struct hold *hold = lab->holds; hold; hold = hold->next)
		held |= filter_meets(&hold->filter, packet);
	return held;
}

enum packet_fate wire_decide(struct lab *lab, struct packet *packet, struct passage *passage)
{
	struct wire *wire = packet->wire;
	if (is_cut(packet))
		return PACKET_LOST;
	if (wire->expected_count) {
		wire->expected_count--;
		return wire->expected;
	}
	if (is_held(lab, packet))
		return PACKET_HELD;
	return rules_meet(lab, packet, passage) ? PACKET_PASSED : PACKET_LOST;
}
