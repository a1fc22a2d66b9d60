/*
 * packet_map: a packet as a map of the language, and a frame from such a map.
 *
 * The keys, of those headers that a packet has; numbers are ints:
 *
 *	proto      tcp, udp, udplite, icmp, icmp6, igmp, arp, the name of another protocol, or its number
 *	src dst    addresses, or hosts' names; of ARP the two addresses of IPv4
 *	sport dport
 *	flags      words: SYN ACK             seq ack      relative, rawseq rawack as they stand there
 *	win urg    as they stand there        options      of TCP: {mss: 1460 sackOK: true ts: [1 2]}
 *	type code  of ICMP                    ident seq    of its echoes
 *	mtu        that a packet is too big for            message  type and code in words
 *	op sha tha of ARP
 *	ttl tos    ipid df mf offset of IPv4  flow         of IPv6
 *	coverage   of UDP-Lite
 *	hwdst hwsrc vlan ethertype            payload      bytes after the headers
 *	iplength ipheader ipchecksum length header checksum    which are made right
 *	bytes      the whole frame            note         what it is in its flow: "retransmission"
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_PACKET_MAP_H
#define HANDSH_PACKET_MAP_H

#include "handsh/packet.h"
#include "handsh/packet_host.h"

/* Takes map, which others have given keys of their own (id, time, from …), and gives it with these.
 * note: of its flow, or NULL; then seq and ack are as rawseq and rawack. */
struct map *packet_to_map(struct map *map, const void *frame, size_t length,
			  const struct flow_note *note);

struct packet_wish {
	const void *base; /* the frame that is changed; NULL: none. The key bytes wins */
	size_t base_length;
	const struct map *map;       /* keys of packet_to_map, those of others are passed over */
	uint32_t seq_base, ack_base; /* what seq and ack count from: flow_note */
	bool as_is;                  /* lengths and checksums are what base and map say */
	const struct packet_hosts *hosts; /* or NULL */
	const char *call;                 /* for errors */
};

/*
 * Appends the frame. Lengths and checksums are made right, also where the map has them, unless as_is; a
 * checksum of UDP that comes to 0 is written as 0xffff (RFC 768), one of a fragment, which counts what is
 * not there, stays. Without a base what the map does not say is: flags none, win 65535, ttl 64, df, and the
 * hardware addresses of the hosts that have the addresses (zeros where none has). rawseq wins over seq,
 * rawack over ack. False with *error: TYPE or RANGE, with the key and what it takes.
 */
bool packet_build(const struct packet_wish *wish, struct buffer *frame, struct error **error);

#endif
