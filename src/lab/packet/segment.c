/*
 * segment: what a segment of TCP is, in the light of those before it: segment.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lab/packet/segment.h"

#include <inttypes.h>

/* What it takes of the sequence space: RFC 9293 3.4. */
static uint32_t space_of(const struct packet_summary *summary)
{
	return summary->payload_length + !!(summary->flags & TCP_SYN) +
	       !!(summary->flags & TCP_FIN);
}

/* ---- gaps ---- */

static void forget_gap(struct direction *from, unsigned i)
{
	for (; i + 1 < from->gaps; i++)
		from->gap[i] = from->gap[i + 1];
	from->gaps--;
}

static void add_gap(struct direction *from, uint32_t first, uint32_t end)
{
	if (from->gaps == GAPS_MOST)
		forget_gap(from, 0);
	from->gap[from->gaps++] = (struct gap){first, end};
}

/* Does it lie in a gap? It is smaller then; of one that is cut in two the later part stays. */
static bool fills_gap(struct direction *from, uint32_t first, uint32_t end)
{
	for (unsigned i = 0; i < from->gaps; i++) {
		struct gap *gap = &from->gap[i];
		if (seq_before(first, gap->first) || seq_before(gap->end, end))
			continue;
		if (end == gap->end)
			gap->end = first;
		else
			gap->first = end;
		if (gap->first == gap->end)
			forget_gap(from, i);
		return true;
	}
	return false;
}

/* ---- kinds ---- */

/* Of what may have been seen before: nothing new, and at most one byte. */
static bool is_probe(const struct packet_summary *summary, const struct direction *from,
		     const struct direction *to)
{
	const uint32_t length = summary->payload_length;
	const bool closed = to->acked && to->window == 0;
	if (!from->known || length > 1 || summary->flags & (TCP_SYN | TCP_FIN | TCP_RST))
		return false;
	/* RFC 9293: a byte that the window has no room for. */
	if (length && closed)
		return summary->seq == from->next || summary->seq == from->next - 1;
	/* RFC 1122 4.2.3.6: a byte, of no meaning, that has been acknowledged. */
	if (length)
		return to->acked && to->ack == from->next && summary->seq == from->next - 1;
	return summary->seq == from->next - 1 || (to->acked && summary->seq == to->ack - 1);
}

static bool is_bare_ack(const struct packet_summary *summary)
{
	return (summary->flags & (TCP_ACK | TCP_SYN | TCP_FIN | TCP_RST)) == TCP_ACK &&
	       !summary->payload_length;
}

/* RFC 5681 2: data is outstanding, nothing is new, the window neither; with SACK it may be. */
static bool is_duplicate(const struct packet_summary *summary, const struct direction *from,
			 const struct direction *to)
{
	return from->acked && summary->ack == from->ack && to->known && to->next != from->ack &&
	       (summary->window == from->window || summary->sack);
}

static enum segment judge_ack(const struct packet_summary *summary, struct direction *from,
			      struct direction *to)
{
	const bool answers = to->probed;
	if (!is_bare_ack(summary))
		return SEGMENT_USUAL;
	if (answers && from->acked && summary->ack == from->ack && summary->window == from->window)
		return SEGMENT_PROBE_ANSWER;
	if (is_duplicate(summary, from, to))
		return SEGMENT_DUPLICATE_ACK;
	if (from->acked && summary->ack == from->ack && summary->window != from->window)
		return SEGMENT_WINDOW_UPDATE;
	return SEGMENT_USUAL;
}

static enum segment judge(const struct packet_summary *summary, struct direction *from,
			  struct direction *to)
{
	const uint32_t end = summary->seq + space_of(summary);
	if (is_probe(summary, from, to))
		return to->acked && to->window == 0 ? SEGMENT_ZERO_WINDOW_PROBE : SEGMENT_KEEPALIVE;
	if (end == summary->seq)
		return judge_ack(summary, from, to);
	if (!from->known || !seq_before(summary->seq, from->next))
		return SEGMENT_USUAL;
	return fills_gap(from, summary->seq, end) ? SEGMENT_OUT_OF_ORDER : SEGMENT_RETRANSMISSION;
}

/* ---- what is learned ---- */

/* Where numbers count from. What was not seen to begin has 1 before its first byte. */
static void begin(const struct packet_summary *summary, struct direction *from,
		  struct direction *to)
{
	const bool syn = summary->flags & TCP_SYN;
	/* A cookie's number may change from one SYN ACK to the next, and after data it is forged. */
	const bool other = syn && summary->seq != from->base && from->next - from->base <= 1;
	if (!from->known || other) {
		*from = (struct direction){.known = true,
					   .scale = syn ? summary->scale : PACKET_NO_SCALE,
					   .base = syn ? summary->seq : summary->seq - 1,
					   .next = summary->seq};
	}
	if (!to->known && summary->flags & TCP_ACK)
		*to = (struct direction){.known = true,
					 .scale = PACKET_NO_SCALE,
					 .base = summary->ack - 1,
					 .next = summary->ack};
}

/* RFC 7323 2.2, 2.3: both have to say one, at most 14, and that of a SYN is not scaled. */
static uint32_t window_of(const struct packet_summary *summary, const struct direction *from,
			  const struct direction *to)
{
	if (summary->flags & TCP_SYN || from->scale == PACKET_NO_SCALE ||
	    to->scale == PACKET_NO_SCALE)
		return summary->window;
	return (uint32_t)summary->window << (from->scale < 14 ? from->scale : 14);
}

/* What its receiver will not take, and a kernel does not send: it is forged, or of long ago. */
static bool is_outside(const struct packet_summary *summary, const struct direction *to)
{
	const bool old = summary->flags & TCP_RST && seq_before(summary->seq, to->ack);
	return to->acked && (old || seq_before(to->edge, summary->seq));
}

static void learn_sent(const struct packet_summary *summary, struct direction *from,
		       struct direction *to)
{
	const uint32_t end = summary->seq + space_of(summary);
	if (is_outside(summary, to))
		return;
	if (end != summary->seq && seq_before(from->next, summary->seq))
		add_gap(from, from->next, summary->seq);
	if (end != summary->seq && seq_before(from->next, end))
		from->next = end;
	from->finished = from->finished || summary->flags & (TCP_FIN | TCP_RST);
	if (summary->flags & TCP_RST)
		to->finished = true;
}

/* An acknowledgement of what was not sent is forged, or what it is of took another way. */
static void learn_ack(const struct packet_summary *summary, enum segment segment,
		      struct direction *from, const struct direction *to)
{
	const uint32_t edge = summary->ack + window_of(summary, from, to);
	if (!(summary->flags & TCP_ACK) || seq_before(to->next, summary->ack))
		return;
	if (segment == SEGMENT_DUPLICATE_ACK)
		from->duplicates++;
	else if (summary->ack != from->ack)
		from->duplicates = 0;
	if (!from->acked || seq_before(from->edge, edge))
		from->edge = edge;
	from->ack = summary->ack;
	from->window = summary->window;
	from->acked = true;
}

static void learn(const struct packet_summary *summary, enum segment segment,
		  struct direction *from, struct direction *to)
{
	learn_sent(summary, from, to);
	learn_ack(summary, segment, from, to);
	from->probed = segment == SEGMENT_ZERO_WINDOW_PROBE || segment == SEGMENT_KEEPALIVE;
	to->probed = false;
}

void segment_judge(const struct packet_summary *summary, struct direction *from,
		   struct direction *to, struct flow_note *note)
{
	begin(summary, from, to);
	const enum segment segment = judge(summary, from, to);
	learn(summary, segment, from, to);
	*note = (struct flow_note){
		.known = true,
		.segment = (uint8_t)segment,
		.number = segment == SEGMENT_DUPLICATE_ACK ? from->duplicates : 0,
		.seq = summary->seq - from->base,
		.ack = summary->flags & TCP_ACK ? summary->ack - to->base : 0,
		.window = window_of(summary, from, to),
		.seq_base = from->base,
		.ack_base = to->base,
	};
}

void flow_segment_name(const struct flow_note *note, struct buffer *text)
{
	static const char names[][20] = {
		[SEGMENT_USUAL] = "",
		[SEGMENT_ZERO_WINDOW_PROBE] = "zero-window probe",
		[SEGMENT_KEEPALIVE] = "keep-alive probe",
		[SEGMENT_PROBE_ANSWER] = "answer to the probe",
		[SEGMENT_RETRANSMISSION] = "retransmission",
		[SEGMENT_OUT_OF_ORDER] = "out of order",
		[SEGMENT_DUPLICATE_ACK] = "duplicate ACK",
		[SEGMENT_WINDOW_UPDATE] = "window update",
	};
	buffer_text(text, names[note->segment]);
	if (note->segment == SEGMENT_DUPLICATE_ACK)
		buffer_format(text, " %" PRIu32, note->number);
}
