/*
 * held: see held.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "commands/lab/held.h"

#include <inttypes.h>
#include <stdlib.h>

#include "commands/lab/packet_words.h"

bool call_numbers(struct call *call, struct lab **lab)
{
	const struct shell *shell = call_shell(call);
	*lab = NULL;
	if (!shell->lab && shell->last_piece)
		return true;
	*lab = call_lab(call);
	return *lab;
}

bool held_still(const struct held *held)
{
	return held->packet ? held->packet->fate == PACKET_HELD : held->piece->fate == PACKET_HELD;
}

static bool refuse(struct call *call, int64_t number, const struct packet *packet)
{
	const uint32_t last = call_shell(call)->lab ? packet_last(call_shell(call)->lab)
						    : call_shell(call)->last_piece;
	if (packet)
		call_fail(call, "USAGE", "packet %" PRId64 " is not held: it was %s", number,
			  packet_fate_name(packet));
	else
		call_fail(call, "UNKNOWN", "there is no packet %" PRId64 "%s", number,
			  number > 0 && number <= last ? " any more" : "");
	return false;
}

static bool take_one(struct call *call, struct lab *lab, int64_t number, struct held *held)
{
	held->piece = piece_find(call_shell(call), number);
	if (held->piece)
		return true;
	held->packet =
		number > 0 && number <= UINT32_MAX ? packet_find(lab, (uint32_t)number) : NULL;
	return (held->packet && held->packet->fate == PACKET_HELD) ||
	       refuse(call, number, held->packet);
}

/* A relay is on no wire. */
static bool take_oldest(struct call *call, struct lab *lab, struct held *held)
{
	const struct wire *wire = call_wire(call);
	held->packet = packet_oldest_held(lab, wire);
	held->piece = wire ? NULL : call_shell(call)->pieces;
	if (held->packet && held->piece && held->packet->id < held->piece->id)
		held->piece = NULL;
	if (held->piece)
		held->packet = NULL;
	if (held->packet || held->piece)
		return true;
	call_fail(call, "USAGE", "no packet is held");
	error_hint(call->error, lab && wire_holds(lab, wire)
					? "--next K says what becomes of the next K to come"
					: "hold holds those that come");
	return false;
}

struct held *held_take(struct call *call, struct lab *lab, unsigned *count)
{
	struct held *held = memory_zeroed(call->count + 1, sizeof(*held));
	bool good = true;
	for (*count = 0; good && *count < call->count && call_given(call, *count); ++*count)
		good = take_one(call, lab, call_argument(call, *count).integer, &held[*count]);
	if (good && !*count) {
		good = take_oldest(call, lab, &held[0]);
		*count = 1;
	}
	if (good)
		return held;
	free(held);
	return NULL;
}
