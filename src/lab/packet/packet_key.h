/*
 * packet_key: the keys of a packet's map: where in the frame each stands, for reading and for writing.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_LAB_PACKET_KEY_H
#define HANDSH_LAB_PACKET_KEY_H

#include "handsh/names.h"
#include "handsh/packet_map.h"
#include "lab/packet/headers.h"

/* A frame in four parts, one after the other; what follows them is padding. */
enum part { PART_LINK, PART_NETWORK, PART_TRANSPORT, PART_PAYLOAD, PARTS };

struct frame_parts {
	const uint8_t *data[PARTS];
	size_t length[PARTS];
	uint16_t ether_type;
	uint8_t version, protocol; /* as in struct packet_summary */
	bool fragment, later_fragment;
};

/* ARP's header is the part of the transport; where that of IP is not whole all is payload. */
void frame_split(const void *frame, size_t length, struct frame_parts *parts);

enum key_place {
	AT_NOTHING, /* kinds that look for themselves */
	AT_LINK,
	AT_VLAN, /* the last tag */
	AT_TYPE, /* the two bytes before the network's header */
	AT_ARP,  /* of IPv4 over Ethernet */
	AT_IPV4,
	AT_IPV6,
	AT_PORTS, /* of TCP, UDP and UDP-Lite */
	AT_TCP,
	AT_UDP,
	AT_UDPLITE,
	AT_DATAGRAM, /* of the last two */
	AT_ICMP,     /* and ICMPv6 */
	AT_ECHO,     /* those messages of these */
	AT_MTU4,
	AT_MTU6,
};

enum key_kind {
	KEY_NUMBER,
	KEY_YES,
	KEY_EIGHTS, /* in bytes, a multiple of eight */
	KEY_LINK,
	KEY_IPV4,
	KEY_IPV6,
	KEY_FLAGS,
	/* Of place AT_NOTHING. */
	KEY_PROTO,
	KEY_SEQ,
	KEY_ACK,
	KEY_OPTIONS,
	KEY_PAYLOAD,
	KEY_BYTES,
	KEY_MESSAGE,
	KEY_NOTE,
	KEY_OTHERS, /* is said by whoever has the packet */
};

struct packet_key {
	char name[11];
	uint8_t place; /* enum key_place */
	uint8_t kind;  /* enum key_kind */
	bool made;     /* is made right, unless as_is */
	uint8_t bits;
	uint16_t bit; /* from the beginning of its place */
};

/* In the order of the map; several rows have one name, of which one at most has its place in a frame. */
extern const struct packet_key packet_keys[];
extern const size_t packet_key_count;

/* Where the key's place begins, if the packet has it and the key lies in it; else NULL. */
const uint8_t *key_place(const struct packet_key *key, const struct frame_parts *parts);
/* The value, a new reference; VALUE_UNSET: the packet has none. */
struct value key_value(const struct packet_key *key, const struct frame_parts *parts,
		       const struct flow_note *note);
/* The options of TCP's header as a map. */
struct value options_value(const uint8_t *options, size_t length);
/* What proto is called: "tcp"; or its number. */
struct value proto_value(const struct frame_parts *parts);
/* The IPPROTO_* of such a name without what they begin with, in any case; false: there is none. */
bool proto_number(const char *name, int *number);

#endif
