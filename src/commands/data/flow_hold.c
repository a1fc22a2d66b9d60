/*
 * flow_hold: pieces that wait until somebody says what becomes of them: relay --hold. One waits for each
 * direction; what comes after it stays where it is. Until it goes on it is kept with FROM, as all that
 * could not go on, so that the call's end loses nothing.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "commands/data/flow.h"
#include "handsh/piece.h"

/* What has been changed is kept nowhere else. */
static void settle(struct flow *flow, const struct piece *piece)
{
	const bool drops = piece->fate == PACKET_DROPPED;
	flow->decided = !drops;
	if (drops || piece->changed)
		flow_drop(flow, flow_pending(flow)->length);
	if (!drops && piece->changed && (piece->bytes->length || !flow_is_stream(flow->from)))
		flow->message = object_retain(piece->bytes);
}

bool flow_hold_waits(struct call *call, struct flow *flow)
{
	if (flow->decided)
		return false;
	if (!flow->piece)
		flow->piece = piece_hold(call, flow->from, flow->to,
					 (struct bytes *)(uintptr_t)flow_pending(flow));
	if (flow->piece->fate == PACKET_HELD) {
		call_pause(call);
		return true;
	}
	settle(flow, flow->piece);
	object_release(flow->piece);
	flow->piece = NULL;
	return false;
}
