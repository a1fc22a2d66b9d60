/*
 * headers: how long each header is, and where in it stands what leads to the next: what the quick
 * reader, the decoder and the builder agree on.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_LAB_PACKET_HEADERS_H
#define HANDSH_LAB_PACKET_HEADERS_H

#include <linux/if_ether.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>

#include "lab/packet/octets.h"

enum header_size {
	ETHERNET_SIZE = 14,
	VLAN_SIZE = 4,
	ARP_SIZE = 28, /* of IPv4 over Ethernet */
	IPV4_SIZE = 20,
	IPV6_SIZE = 40,
	FRAGMENT_SIZE = 8,
	TCP_SIZE = 20,
	UDP_SIZE = 8,
	ICMP_SIZE = 8,
	IGMP_SIZE = 8,
};

/* IEEE 802.1Q and 802.1ad */
static inline bool is_vlan(unsigned ether_type)
{
	return ether_type == ETH_P_8021Q || ether_type == ETH_P_8021AD;
}

/* Where a header of so many bytes that says its length in 32-bit words has them; RFC 791, RFC 9293 */
static inline size_t ipv4_header_size(const uint8_t *header)
{
	return (size_t)(header[0] & 15) * 4;
}

static inline size_t tcp_header_size(const uint8_t *header)
{
	return (size_t)(header[12] >> 4) * 4;
}

/* Of a packet of IPv4: the offset of its data in that of the whole, in bytes; and is there more? */
static inline unsigned ipv4_fragment_offset(const uint8_t *header)
{
	return (get16(header + 6) & 0x1fffu) * 8;
}

static inline bool ipv4_more_fragments(const uint8_t *header)
{
	return header[6] & 0x20;
}

/* RFC 8200 4.5 */
static inline unsigned ipv6_fragment_offset(const uint8_t *header)
{
	return get16(header + 2) & 0xfff8u;
}

static inline bool ipv6_more_fragments(const uint8_t *header)
{
	return header[3] & 1;
}

/* RFC 8200 4.1, RFC 4302 */
static inline bool is_ipv6_extension(unsigned protocol)
{
	return protocol == IPPROTO_HOPOPTS || protocol == IPPROTO_ROUTING ||
	       protocol == IPPROTO_FRAGMENT || protocol == IPPROTO_DSTOPTS ||
	       protocol == IPPROTO_AH;
}

/* How long the extension header is by what its first two bytes say. */
static inline size_t ipv6_extension_size(unsigned protocol, const uint8_t *header)
{
	if (protocol == IPPROTO_FRAGMENT)
		return FRAGMENT_SIZE;
	if (protocol == IPPROTO_AH)
		return ((size_t)header[1] + 2) * 4;
	return ((size_t)header[1] + 1) * 8;
}

/*
 * Of a routing header of so many bytes, with segments left, the address at which the packet ends: that of
 * RFC 5095 and RFC 6275 is the last, that of RFC 8754 the first. NULL: it has none, or is no such header.
 */
static inline const uint8_t *ipv6_route_end(unsigned protocol, const uint8_t *header, size_t size)
{
	const unsigned kind = header[2];
	if (protocol != IPPROTO_ROUTING || !header[3] || size < 8 + 16)
		return NULL;
	if (kind == 4)
		return header + 8;
	return kind == 0 || kind == 2 ? header + (size - 8) / 16 * 16 - 8 : NULL;
}

/* The least header of the transport, 0 for one that is not known. */
static inline size_t transport_size(unsigned protocol)
{
	switch (protocol) {
	case IPPROTO_TCP:
		return TCP_SIZE;
	case IPPROTO_UDP:
	case IPPROTO_UDPLITE:
		return UDP_SIZE;
	case IPPROTO_ICMP:
	case IPPROTO_ICMPV6:
		return ICMP_SIZE;
	default:
		return 0;
	}
}

#endif
