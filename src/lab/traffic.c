/*
 * traffic: frames on the wires: those to one station go there, those to all or to a group go to all
 * others on the wire.
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
static const struct station *find(const struct wire *wire, const unsigned char *hardware)
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

const struct station *traffic_to(const struct wire *wire, const void *frame)
{
	const unsigned char *hardware = frame;
	return hardware[0] & GROUP ? NULL : find(wire, hardware);
}

bool wire_has(const struct wire *wire, const void *frame)
{
	return traffic_to(wire, frame) != NULL;
}

/* A host whose cable is cut hears nothing. */
static void send_to(struct lab *lab, const struct station *to, const void *frame, size_t length)
{
	if (!to->host->cut)
		wire_socket_send(&lab->socket, to->index, frame, length);
}

void traffic_send(struct lab *lab, const struct wire *wire, const struct station *from,
		  const void *frame, size_t length)
{
	const unsigned char *hardware = frame;
	if (!(hardware[0] & GROUP)) {
		const struct station *to = find(wire, hardware);
		if (to && to != from)
			send_to(lab, to, frame, length);
		return;
	}
	for (unsigned i = 1; i <= WIRE_HOSTS; i++) {
		const struct station *to = wire->stations[i];
		if (to && to != from)
			send_to(lab, to, frame, length);
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
	struct packet *packet =
		packet_new(lab, from->wire, frame, from, traffic_to(from->wire, frame->data));
	packet->fate = (uint8_t)wire_decide(packet);
	if (packet->fate == PACKET_PASSED)
		traffic_send(lab, from->wire, from, frame->data, frame->length);
	packet_came(lab, packet);
}
