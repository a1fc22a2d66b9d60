/*
 * traffic: what the wires do with frames: those to one station go there, those to all or to a group go
 * to all others on the wire.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <linux/if_ether.h>
#include <string.h>

#include "lab/table.h"

#define GROUP 0x01 /* bit of an Ethernet address's first byte: it is a group's, or everybody's */

static struct station *from_of(const struct lab *lab, unsigned index)
{
	return index < lab->station_count ? lab->stations[index] : NULL;
}

/* Mostly its number is in its address. */
static const struct station *station_to(const struct wire *wire, const unsigned char *hardware)
{
	const struct station *station =
		hardware[5] <= WIRE_HOSTS ? wire->stations[hardware[5]] : NULL;
	if (station && memcmp(station->end.hardware, hardware, HARDWARE) == 0)
		return station;
	for (unsigned i = 1; i <= WIRE_HOSTS; i++) {
		station = wire->stations[i];
		if (station && memcmp(station->end.hardware, hardware, HARDWARE) == 0)
			return station;
	}
	return NULL;
}

static void to_all(struct lab *lab, const struct station *from, const struct frame *frame)
{
	for (unsigned i = 1; i <= WIRE_HOSTS; i++) {
		const struct station *to = from->wire->stations[i];
		if (to && to != from)
			wire_socket_send(&lab->socket, to->index, frame->data, frame->length);
	}
}

/* A host that has given itself another hardware address is known by that from its first frame on. */
static void learn(struct station *from, const unsigned char *source)
{
	if (!(source[0] & GROUP) && memcmp(from->end.hardware, source, HARDWARE) != 0)
		memcpy(from->end.hardware, source, HARDWARE);
}

void traffic_take(struct lab *lab, const struct frame *frame)
{
	struct station *from = from_of(lab, frame->index);
	if (!from || frame->length < ETH_HLEN)
		return;
	learn(from, frame->data + ETH_ALEN);
	if (frame->data[0] & GROUP) {
		to_all(lab, from, frame);
		return;
	}
	const struct station *to = station_to(from->wire, frame->data);
	if (to && to != from)
		wire_socket_send(&lab->socket, to->index, frame->data, frame->length);
}
