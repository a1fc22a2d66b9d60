/*
 * traffic: frames on the wires: those to one station go there, those to all or to a group go to all
 * others on the wire.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <linux/if_ether.h>
#include <string.h>

#include "lab/captures.h"
#include "lab/packet/too_big.h"
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

/* Whose cable is cut hears nothing. */
static void send_to(struct lab *lab, const struct station *to, const void *frame, size_t length)
{
	if (!to->cut)
		wire_socket_send(&lab->socket, to->index, frame, length);
}

void traffic_send(struct lab *lab, const struct wire *wire, const struct station *from,
		  const void *frame, size_t length, int64_t time)
{
	const unsigned char *hardware = frame;
	if (lab->captures)
		captures_put(lab, wire, time, frame, length);
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

/* ---- packets ---- */

static void send_fragments(struct lab *lab, const struct packet *packet, const struct station *from,
			   uint32_t mtu)
{
	struct buffer fragment = {0};
	size_t done = 0;
	while (packet_fragment(packet->frame, packet->length, &packet->summary, mtu, &done,
			       &fragment)) {
		traffic_send(lab, packet->wire, from, fragment.data, fragment.length, 0);
		wire_socket_flush(&lab->socket);
		fragment.length = 0;
	}
	buffer_free(&fragment);
}

void traffic_go_on(struct lab *lab, const struct packet *packet, const struct station *from,
		   uint32_t copies, uint32_t mtu)
{
	if (packet->effects)
		captures_note(lab, packet);
	for (uint32_t i = 0; i < copies; i++)
		if (mtu)
			send_fragments(lab, packet, from, mtu);
		else
			traffic_send(lab, packet->wire, from, packet->frame, packet->length, 0);
}

/* Mostly it goes with others, when all of them have been looked at. */
static void go_on_now(struct lab *lab, const struct packet *packet, const struct frame *frame,
		      const struct passage *passage, struct state_look *look)
{
	const bool changes = state_before(lab, packet, look);
	if (packet->effects)
		traffic_go_on(lab, packet, passage->from, passage->copies, passage->mtu);
	else
		traffic_send(lab, packet->wire, passage->from, frame->data, frame->length,
			     frame->time);
	if (changes)
		wire_socket_flush(&lab->socket);
}

/* As a router would, of the packet that it cannot pass on. */
static void tell_sender(struct lab *lab, const struct packet *packet, uint32_t mtu)
{
	struct buffer answer = {0};
	if (packet_too_big(packet->frame, packet->length, &packet->summary, mtu, &answer))
		packet_inject(lab, packet->wire, answer.data, answer.length);
	buffer_free(&answer);
}

void traffic_take(struct lab *lab, const struct frame *frame)
{
	struct station *from = from_of(lab, frame->index);
	if (!from || frame->length < ETH_HLEN)
		return;
	learn(from, frame->data + ETH_ALEN);
	struct passage passage = {
		.from = from, .to = traffic_to(from->wire, frame->data), .copies = 1};
	struct packet *packet = packet_new(lab, from->wire, frame, from, passage.to);
	packet->fate = (uint8_t)wire_decide(lab, packet, &passage);
	struct state_look look = {0};
	if (packet->fate == PACKET_PASSED && !packet->delay)
		go_on_now(lab, packet, frame, &passage, &look);
	packet_came(lab, packet);
	state_after(lab, packet, &look);
	if (passage.refused)
		tell_sender(lab, packet, passage.mtu);
}
