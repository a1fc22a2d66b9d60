/*
 * packet_match: the words of our own, and what they mean of a packet: packet_match.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/packet_match.h"

#include <linux/if_ether.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

#include "lab/packet/match.h"

static const struct name words[] = {
	{"syn", MATCH_SYN, "TCP: SYN without ACK"},
	{"synack", MATCH_SYNACK, "TCP: SYN with ACK"},
	{"ack", MATCH_ACK, "TCP: an acknowledgement and nothing else"},
	{"fin", MATCH_FIN, "TCP: FIN"},
	{"rst", MATCH_RST, "TCP: RST"},
	{"data", MATCH_DATA, "TCP or UDP with a payload"},
	{"retransmission", MATCH_RETRANSMISSION, "TCP: of what was sent before"},
	{"arp", MATCH_ARP, "who has which address"},
	{"icmp", MATCH_ICMP, "ICMP and ICMPv6"},
	{"tcp", MATCH_TCP, "segments of TCP"},
	{"udp", MATCH_UDP, "datagrams of UDP"},
	{"from", MATCH_FROM, "and a host's name: sent by it"},
	{"to", MATCH_TO, "and a host's name: on the way to it"},
};

const struct names packet_match_words = {"word of a filter", words, sizeof(words) / sizeof(*words)};

/* ---- what holds of a packet ---- */

static unsigned segment_words(const struct packet_seen *seen)
{
	const struct packet_summary *summary = seen->summary;
	const unsigned flags = summary->flags;
	unsigned holds = 0;
	if (!summary->transport_whole)
		return 0;
	if (flags & TCP_SYN)
		holds |= flags & TCP_ACK ? MATCH_SYNACK : MATCH_SYN;
	if (flags & TCP_FIN)
		holds |= MATCH_FIN;
	if (flags & TCP_RST)
		holds |= MATCH_RST;
	if ((flags & (TCP_SYN | TCP_FIN | TCP_RST | TCP_ACK)) == TCP_ACK &&
	    !summary->payload_length)
		holds |= MATCH_ACK;
	if (seen->note && seen->note->known && seen->note->segment == SEGMENT_RETRANSMISSION)
		holds |= MATCH_RETRANSMISSION;
	return holds;
}

static unsigned words_that_hold(const struct packet_seen *seen)
{
	const struct packet_summary *summary = seen->summary;
	if (!summary->version)
		return summary->ether_type == ETH_P_ARP ? MATCH_ARP : 0;
	const unsigned data = summary->transport_whole && summary->payload_length ? MATCH_DATA : 0;
	switch (summary->protocol) {
	case IPPROTO_TCP:
		return MATCH_TCP | data | segment_words(seen);
	case IPPROTO_UDP:
		return MATCH_UDP | data;
	case IPPROTO_ICMP:
	case IPPROTO_ICMPV6:
		return MATCH_ICMP;
	default:
		return 0;
	}
}

static bool is_host(const char *wanted, const char *name)
{
	return !wanted || (name && strcmp(wanted, name) == 0);
}

bool packet_match(const struct packet_match *match, const struct packet_seen *seen)
{
	if (match->words && (words_that_hold(seen) & match->words) != match->words)
		return false;
	if (!is_host(match->from, seen->from) || !is_host(match->to, seen->to))
		return false;
	for (uint32_t i = 0; i < match->count; i++)
		if (!packet_program_fits(&match->programs[i], seen->frame, seen->length))
			return false;
	return true;
}

struct packet_match *packet_match_retain(struct packet_match *match)
{
	match->others++;
	return match;
}

void packet_match_free(struct packet_match *match)
{
	if (!match)
		return;
	if (match->others) {
		match->others--;
		return;
	}
	for (uint32_t i = 0; i < match->count; i++)
		packet_program_free(&match->programs[i]);
	free(match->programs);
	free(match->from);
	free(match->to);
	free(match);
}
