/*
 * packets_seen: what came instead of the packets that an expectation has waited for.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <inttypes.h>
#include <stdlib.h>

#include "commands/lab/packet_words.h"

#define SHOWN 8 /* the last so many */

struct seen {
	struct object object;
	const struct lab *lab; /* it is there as long as anybody waits */
	struct wire *wire;     /* held; NULL: all */
	uint32_t since;        /* the number of the last packet before */
};

static void destroy(struct object *object)
{
	object_release(((struct seen *)object)->wire);
	free(object);
}

/* The next on the wire of those that came since; NULL begins, and ends. */
static struct packet *next_of(const struct seen *seen, struct packet *packet)
{
	do
		packet = packet_next(seen->lab, packet);
	while (packet && (packet->id <= seen->since || (seen->wire && packet->wire != seen->wire)));
	return packet;
}

static uint32_t count_of(const struct seen *seen)
{
	uint32_t count = 0;
	for (struct packet *packet = NULL; (packet = next_of(seen, packet));)
		count++;
	return count;
}

static void format(const struct object *object, struct buffer *text)
{
	const struct seen *seen = (const struct seen *)object;
	const uint32_t count = count_of(seen), left_out = count > SHOWN ? count - SHOWN : 0;
	struct packet *packet = next_of(seen, NULL);
	if (!count) {
		buffer_text(text, "\nno packet came in that time");
		return;
	}
	buffer_text(text, "\ncame in that time:");
	if (left_out)
		buffer_format(text, "\n%" PRIu32 " packets, and then", left_out);
	for (uint32_t i = 0; packet; i++, packet = next_of(seen, packet)) {
		const struct event event = {.kind = EVENT_PACKET,
					    .packet = {&packet->object, NULL}};
		if (i < left_out)
			continue;
		buffer_byte(text, '\n');
		packet_event_format(&event, 0, text);
	}
}

static const struct behaviour behaviour = {.destroy = destroy, .format = format};

void packets_witness(struct call *call, const struct lab *lab)
{
	if (!call_wants_witness(call))
		return;
	struct wire *wire = call_wire(call);
	struct seen *seen = memory_zeroed(1, sizeof(*seen));
	seen->object = (struct object){&behaviour, 1};
	seen->lab = lab;
	seen->wire = wire ? object_retain(wire) : NULL;
	seen->since = packet_last(lab);
	call_witness(call, &seen->object);
}
