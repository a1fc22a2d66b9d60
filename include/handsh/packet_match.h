/*
 * packet_match: which packets are meant: the words that hold, packets, drop and impair take. Compiled
 * once, asked for each packet without allocating.
 *
 *	syn          SYN and no ACK            synack  both
 *	ack          an acknowledgement alone: ACK without SYN, FIN, RST and data
 *	fin, rst     with that flag            data    TCP or UDP with a payload
 *	retransmission  of TCP, as its flow has it
 *	arp tcp udp  of that protocol          icmp    ICMP or ICMPv6
 *	from HOST, to HOST                     by the host's name
 *
 * All others are words of pcap-filter(7), each run of them an expression: "port 80", "not arp"; those
 * that are words of both, arp, icmp, tcp and udp, are of the expression after not, and, or and before and,
 * or. Names in an expression are those of hosts, as their address, or of services(5): nobody is asked. All
 * must hold; no words: every packet.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_PACKET_MATCH_H
#define HANDSH_PACKET_MATCH_H

#include "handsh/names.h"
#include "handsh/packet.h"
#include "handsh/packet_host.h"

struct packet_match;

extern const struct names packet_match_words; /* those of our own */

/*
 * words: bytes and ints. call: for errors. NULL with *error: TYPE words that are none or do not fit
 * together, UNKNOWN a host, RANGE too many words, ELIBACC no libpcap.
 */
struct packet_match *packet_match_new(const struct list *words, const struct packet_hosts *hosts,
				      const char *call, struct error **error);
struct packet_match *packet_match_retain(struct packet_match *match); /* is freed once more */
void packet_match_free(struct packet_match *match);                   /* may be NULL */

struct packet_seen {
	const void *frame;
	size_t length;
	const struct packet_summary *summary; /* of the frame */
	const struct flow_note *note;
	const char *from, *to; /* hosts' names; NULL: none, or to more than one */
};

bool packet_match(const struct packet_match *match, const struct packet_seen *seen);

#endif
