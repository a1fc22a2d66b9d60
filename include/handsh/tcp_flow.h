/*
 * tcp_flow: TCP connections as somebody sees them who stands between the hosts: numbers relative to their
 * beginning, and what a segment is in the light of those before.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_TCP_FLOW_H
#define HANDSH_TCP_FLOW_H

#include "handsh/base.h"

struct packet_summary;

/* What a segment is beside what stands in it. Where two hold, the first of the list. */
enum segment {
	SEGMENT_USUAL,
	SEGMENT_ZERO_WINDOW_PROBE, /* RFC 9293 3.8.6.1: the window was 0, and nothing new is sent */
	SEGMENT_KEEPALIVE,         /* RFC 9293 3.8.4: from before the next byte, at most one */
	SEGMENT_PROBE_ANSWER,      /* of the other side to one of these two */
	SEGMENT_RETRANSMISSION,    /* of what has been seen */
	SEGMENT_OUT_OF_ORDER,      /* it fills a gap: what was sent after it has come before it */
	SEGMENT_DUPLICATE_ACK,     /* RFC 5681 2, and what RFC 6675 adds for SACK */
	SEGMENT_WINDOW_UPDATE,     /* an ACK in which nothing but the window is new */
};

struct flow_note {
	bool known;        /* there is a flow, and what follows holds */
	uint8_t segment;   /* enum segment */
	uint32_t number;   /* of the duplicate ACK, from 1 on */
	uint32_t seq, ack; /* relative: that of the SYN is 0; where none was seen, the first is 1 */
	uint32_t window; /* in bytes: as it stands there, or shifted where both SYNs said a scale */
	uint32_t seq_base, ack_base; /* what they count from: raw is base + relative, modulo 2^32 */
};

/* "retransmission", "duplicate ACK 2"; nothing for the usual. Appends. */
void flow_segment_name(const struct flow_note *note, struct buffer *text);

struct flows;

/* Keeps so many connections (at least 1) at once and forgets the one that was seen longest ago. */
struct flows *flows_new(uint32_t most);
void flows_free(struct flows *flows); /* may be NULL */
/*
 * Takes the next packet, in the order of their times (nanoseconds, of any one clock), and says what is
 * known of it. What is no TCP, and fragments, which lack the header or the length, are not known. In
 * O(1). Both directions of a connection are told by addresses and ports, on whichever wire: a wire that
 * sees a packet again behind a router has flows of its own.
 *
 * A retransmission is a segment that begins before the highest number that was seen: whether the first
 * one arrived is the wire's to know, so no retransmission is called spurious. A connection that has
 * ended by RST, or FIN both ways, begins anew with the next SYN, or after two minutes; one that lives with
 * a SYN that the other side acknowledges. What is outside the window changes nothing that is known.
 */
void flows_take(struct flows *flows, const struct packet_summary *summary, int64_t time,
		struct flow_note *note);

#endif
