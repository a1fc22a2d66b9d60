/*
 * segment: what is kept of a connection, and how a segment is judged by it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_LAB_PACKET_SEGMENT_H
#define HANDSH_LAB_PACKET_SEGMENT_H

#include "handsh/packet.h"
#include "handsh/tcp_flow.h"

#define GAPS_MOST 4 /* of one direction; of more the oldest is forgotten */

/* Numbers that were passed over, from first up to end. */
struct gap {
	uint32_t first, end;
};

/* What one side has sent. */
struct direction {
	bool known;    /* base and next hold */
	bool acked;    /* so do ack and window */
	bool finished; /* it has sent a FIN or RST */
	bool probed;   /* the last it sent was a probe, which the other has not answered */
	uint8_t gaps;  /* how many there are */
	uint8_t scale; /* that its SYN has said; PACKET_NO_SCALE */
	uint16_t window;
	uint32_t base;       /* raw, of relative 0 */
	uint32_t next;       /* raw, after the highest that was seen */
	uint32_t ack;        /* raw, the last */
	uint32_t duplicates; /* of that */
	uint32_t edge; /* raw, the highest number that its windows have ever let the other send */
	struct gap gap[GAPS_MOST];
};

/* Is a before b, of numbers that wrap: RFC 9293 3.4? */
static inline bool seq_before(uint32_t a, uint32_t b)
{
	return (int32_t)(a - b) < 0;
}

/* The segment in the light of what its sender (from) and the other (to) have sent. Learns from it. */
void segment_judge(const struct packet_summary *summary, struct direction *from,
		   struct direction *to, struct flow_note *note);

#endif
