/*
 * summarize: a frame in short: packet.h. It looks at each header once and makes nothing.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <string.h>

#include "handsh/packet.h"
#include "lab/packet/headers.h"
#include "lab/packet/tcp_option.h"

/* What is still to be read: from at on, up to end. */
struct rest {
	const uint8_t *frame;
	size_t at, end;
};

static size_t left(const struct rest *rest)
{
	return rest->end - rest->at;
}

/* The end that a header says, where it is not after the one that is known. */
static void limit(struct rest *rest, size_t length)
{
	if (length < left(rest))
		rest->end = rest->at + length;
}

bool packet_same_address(const uint8_t *a, const uint8_t *b)
{
	return memcmp(a, b, 16) == 0;
}

/* ---- TCP ---- */

static void take_options(const uint8_t *option, const uint8_t *end, struct packet_summary *summary)
{
	while (option < end && *option != TCP_OPTION_END) {
		const size_t length = tcp_option_length(option, (size_t)(end - option));
		if (!length)
			return;
		if (*option == TCP_OPTION_SACK)
			summary->sack = true;
		else if (*option == TCP_OPTION_WSCALE && tcp_option_fits(*option, length))
			summary->scale = option[2];
		option += length;
	}
}

/* False: the header is not whole. */
static bool take_tcp(struct rest *rest, struct packet_summary *summary)
{
	const uint8_t *header = rest->frame + rest->at;
	const size_t size = tcp_header_size(header);
	summary->seq = get32(header + 4);
	summary->ack = get32(header + 8);
	summary->flags = get16(header + 12) & 0x1ff;
	summary->window = get16(header + 14);
	if (size < TCP_SIZE || size > left(rest))
		return false;
	summary->scale = PACKET_NO_SCALE;
	take_options(header + TCP_SIZE, header + size, summary);
	rest->at += size;
	return true;
}

/* ---- after IP ---- */

static bool take_ported(struct rest *rest, struct packet_summary *summary)
{
	const uint8_t *header = rest->frame + rest->at;
	summary->source_port = get16(header);
	summary->destination_port = get16(header + 2);
	if (summary->protocol == IPPROTO_TCP)
		return take_tcp(rest, summary);
	/* RFC 2675: of a jumbogram, and where the kernel splits it later, the length is 0. Of UDP-Lite
	 * it is the checksum's coverage. */
	if (summary->protocol == IPPROTO_UDP && get16(header + 4) >= UDP_SIZE)
		limit(rest, get16(header + 4));
	rest->at += UDP_SIZE;
	return true;
}

static bool take_icmp(struct rest *rest, struct packet_summary *summary)
{
	summary->type = rest->frame[rest->at];
	summary->code = rest->frame[rest->at + 1];
	rest->at += ICMP_SIZE;
	return true;
}

static void take_transport(struct rest *rest, struct packet_summary *summary)
{
	const size_t size = transport_size(summary->protocol);
	summary->transport = (uint32_t)rest->at;
	if (!size || summary->later_fragment || left(rest) < size)
		return;
	if (summary->protocol == IPPROTO_ICMP || summary->protocol == IPPROTO_ICMPV6)
		summary->transport_whole = take_icmp(rest, summary);
	else
		summary->transport_whole = take_ported(rest, summary);
}

/* ---- IP ---- */

static void take_ipv4(struct rest *rest, struct packet_summary *summary)
{
	const uint8_t *header = rest->frame + rest->at;
	if (left(rest) < IPV4_SIZE || header[0] >> 4 != 4)
		return;
	const size_t size = ipv4_header_size(header), total = get16(header + 2);
	if (size < IPV4_SIZE || size > left(rest))
		return;
	summary->version = 4;
	summary->protocol = header[9];
	summary->later_fragment = ipv4_fragment_offset(header) > 0;
	summary->fragment = summary->later_fragment || ipv4_more_fragments(header);
	memcpy(summary->source, header + 12, 4);
	memcpy(summary->destination, header + 16, 4);
	if (total >= size) /* else the kernel splits it later */
		limit(rest, total);
	rest->at += size;
	take_transport(rest, summary);
}

/* Each round goes on by eight bytes at least. */
static void pass_extensions(struct rest *rest, struct packet_summary *summary)
{
	while (is_ipv6_extension(summary->protocol) && left(rest) >= 8 &&
	       !summary->later_fragment) {
		const uint8_t *header = rest->frame + rest->at;
		const size_t size = ipv6_extension_size(summary->protocol, header);
		if (size > left(rest))
			return;
		if (summary->protocol == IPPROTO_FRAGMENT) {
			summary->later_fragment = ipv6_fragment_offset(header) > 0;
			summary->fragment = summary->later_fragment || ipv6_more_fragments(header);
		}
		summary->protocol = header[0];
		rest->at += size;
	}
}

static void take_ipv6(struct rest *rest, struct packet_summary *summary)
{
	const uint8_t *header = rest->frame + rest->at;
	if (left(rest) < IPV6_SIZE || header[0] >> 4 != 6)
		return;
	summary->version = 6;
	summary->protocol = header[6];
	memcpy(summary->source, header + 8, 16);
	memcpy(summary->destination, header + 24, 16);
	rest->at += IPV6_SIZE;
	if (get16(header + 4)) /* else it is a jumbogram, or is split later */
		limit(rest, get16(header + 4));
	pass_extensions(rest, summary);
	take_transport(rest, summary);
}

/* ---- Ethernet ---- */

static void take_arp(struct rest *rest, struct packet_summary *summary)
{
	const uint8_t *header = rest->frame + rest->at;
	if (left(rest) < ARP_SIZE || get16(header + 2) != ETH_P_IP || header[4] != 6 ||
	    header[5] != 4)
		return;
	memcpy(summary->source, header + 14, 4);
	memcpy(summary->destination, header + 24, 4);
	rest->at += ARP_SIZE;
	rest->end = rest->at;
}

void packet_summarize(const void *frame, size_t length, struct packet_summary *summary)
{
	struct rest rest = {frame, 0, length};
	memset(summary, 0, sizeof(*summary));
	if (length >= ETHERNET_SIZE) {
		summary->ether_type = get16(rest.frame + 12);
		rest.at = ETHERNET_SIZE;
	}
	while (is_vlan(summary->ether_type) && left(&rest) >= VLAN_SIZE) {
		summary->ether_type = get16(rest.frame + rest.at + 2);
		rest.at += VLAN_SIZE;
	}
	summary->network = summary->transport = (uint32_t)rest.at;
	if (summary->ether_type == ETH_P_IP)
		take_ipv4(&rest, summary);
	else if (summary->ether_type == ETH_P_IPV6)
		take_ipv6(&rest, summary);
	else if (summary->ether_type == ETH_P_ARP)
		take_arp(&rest, summary);
	summary->payload = (uint32_t)rest.at;
	summary->payload_length = (uint32_t)left(&rest);
}
