/*
 * packet_keys: the keys, and whether a packet has them: packet_key.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lab/packet/packet_key.h"

#define MADE .made = true

const struct packet_key packet_keys[] = {
	{"id", AT_NOTHING, KEY_OTHERS},
	{"time", AT_NOTHING, KEY_OTHERS},
	{"from", AT_NOTHING, KEY_OTHERS},
	{"to", AT_NOTHING, KEY_OTHERS},
	{"fate", AT_NOTHING, KEY_OTHERS},
	{"impaired", AT_NOTHING, KEY_OTHERS},
	{"rule", AT_NOTHING, KEY_OTHERS},
	{"delay", AT_NOTHING, KEY_OTHERS},
	{"wire", AT_NOTHING, KEY_OTHERS},
	{"proto", AT_NOTHING, KEY_PROTO},
	{"src", AT_ARP, KEY_IPV4, .bit = 112, .bits = 32},
	{"src", AT_IPV4, KEY_IPV4, .bit = 96, .bits = 32},
	{"src", AT_IPV6, KEY_IPV6, .bit = 64, .bits = 128},
	{"dst", AT_ARP, KEY_IPV4, .bit = 192, .bits = 32},
	{"dst", AT_IPV4, KEY_IPV4, .bit = 128, .bits = 32},
	{"dst", AT_IPV6, KEY_IPV6, .bit = 192, .bits = 128},
	{"sport", AT_PORTS, KEY_NUMBER, .bit = 0, .bits = 16},
	{"dport", AT_PORTS, KEY_NUMBER, .bit = 16, .bits = 16},
	{"flags", AT_TCP, KEY_FLAGS, .bit = 103, .bits = 9},
	{"seq", AT_TCP, KEY_SEQ, .bit = 32, .bits = 32},
	{"ack", AT_TCP, KEY_ACK, .bit = 64, .bits = 32},
	{"win", AT_TCP, KEY_NUMBER, .bit = 112, .bits = 16},
	{"options", AT_TCP, KEY_OPTIONS},
	{"type", AT_ICMP, KEY_NUMBER, .bit = 0, .bits = 8},
	{"code", AT_ICMP, KEY_NUMBER, .bit = 8, .bits = 8},
	{"message", AT_ICMP, KEY_MESSAGE},
	{"ident", AT_ECHO, KEY_NUMBER, .bit = 32, .bits = 16},
	{"seq", AT_ECHO, KEY_NUMBER, .bit = 48, .bits = 16},
	{"mtu", AT_MTU4, KEY_NUMBER, .bit = 48, .bits = 16},
	{"mtu", AT_MTU6, KEY_NUMBER, .bit = 32, .bits = 32},
	{"op", AT_ARP, KEY_NUMBER, .bit = 48, .bits = 16},
	{"sha", AT_ARP, KEY_LINK, .bit = 64, .bits = 48},
	{"tha", AT_ARP, KEY_LINK, .bit = 144, .bits = 48},
	{"payload", AT_NOTHING, KEY_PAYLOAD},
	{"bytes", AT_NOTHING, KEY_BYTES},
	{"note", AT_NOTHING, KEY_NOTE},
	{"rawseq", AT_TCP, KEY_NUMBER, .bit = 32, .bits = 32},
	{"rawack", AT_TCP, KEY_NUMBER, .bit = 64, .bits = 32},
	{"urg", AT_TCP, KEY_NUMBER, .bit = 144, .bits = 16},
	{"coverage", AT_UDPLITE, KEY_NUMBER, .bit = 32, .bits = 16},
	{"ttl", AT_IPV4, KEY_NUMBER, .bit = 64, .bits = 8},
	{"ttl", AT_IPV6, KEY_NUMBER, .bit = 56, .bits = 8},
	{"tos", AT_IPV4, KEY_NUMBER, .bit = 8, .bits = 8},
	{"tos", AT_IPV6, KEY_NUMBER, .bit = 4, .bits = 8},
	{"ipid", AT_IPV4, KEY_NUMBER, .bit = 32, .bits = 16},
	{"df", AT_IPV4, KEY_YES, .bit = 49, .bits = 1},
	{"mf", AT_IPV4, KEY_YES, .bit = 50, .bits = 1},
	{"offset", AT_IPV4, KEY_EIGHTS, .bit = 51, .bits = 13},
	{"flow", AT_IPV6, KEY_NUMBER, .bit = 12, .bits = 20},
	{"hwdst", AT_LINK, KEY_LINK, .bit = 0, .bits = 48},
	{"hwsrc", AT_LINK, KEY_LINK, .bit = 48, .bits = 48},
	{"vlan", AT_VLAN, KEY_NUMBER, .bit = 4, .bits = 12},
	{"ethertype", AT_TYPE, KEY_NUMBER, .bit = 0, .bits = 16},
	{"ipheader", AT_IPV4, KEY_NUMBER, MADE, .bit = 4, .bits = 4},
	{"iplength", AT_IPV4, KEY_NUMBER, MADE, .bit = 16, .bits = 16},
	{"iplength", AT_IPV6, KEY_NUMBER, MADE, .bit = 32, .bits = 16},
	{"ipchecksum", AT_IPV4, KEY_NUMBER, MADE, .bit = 80, .bits = 16},
	{"header", AT_TCP, KEY_NUMBER, MADE, .bit = 96, .bits = 4},
	{"length", AT_UDP, KEY_NUMBER, MADE, .bit = 32, .bits = 16},
	{"checksum", AT_TCP, KEY_NUMBER, MADE, .bit = 128, .bits = 16},
	{"checksum", AT_DATAGRAM, KEY_NUMBER, MADE, .bit = 48, .bits = 16},
	{"checksum", AT_ICMP, KEY_NUMBER, MADE, .bit = 16, .bits = 16},
};

const size_t packet_key_count = sizeof(packet_keys) / sizeof(*packet_keys);

void frame_split(const void *frame, size_t length, struct frame_parts *parts)
{
	struct packet_summary summary;
	packet_summarize(frame, length, &summary);
	const size_t ends[] = {summary.network, summary.transport, summary.payload,
			       (size_t)summary.payload + summary.payload_length};
	size_t at = 0;
	for (unsigned i = 0; i < PARTS; i++) {
		parts->data[i] = (const uint8_t *)frame + at;
		parts->length[i] = ends[i] - at;
		at = ends[i];
	}
	parts->ether_type = summary.ether_type;
	parts->version = summary.version;
	parts->protocol = summary.protocol;
	parts->fragment = summary.fragment;
	parts->later_fragment = summary.later_fragment;
}

/* ---- places ---- */

static bool is_echo(const struct frame_parts *parts)
{
	const unsigned type = parts->data[PART_TRANSPORT][0];
	if (parts->protocol == IPPROTO_ICMPV6)
		return type == 128 || type == 129;
	return type == 0 || type == 8 || type == 13 || type == 14;
}

static bool is_icmp(const struct frame_parts *parts)
{
	return parts->protocol == IPPROTO_ICMP || parts->protocol == IPPROTO_ICMPV6;
}

/* RFC 1191, RFC 4443 */
static bool has_mtu(const struct frame_parts *parts, bool v6)
{
	const uint8_t *header = parts->data[PART_TRANSPORT];
	if (v6)
		return parts->protocol == IPPROTO_ICMPV6 && header[0] == 2;
	return parts->protocol == IPPROTO_ICMP && header[0] == 3 && header[1] == 4;
}

/* Of a transport whose header is there. */
static bool transport_has(unsigned place, const struct frame_parts *parts)
{
	const unsigned protocol = parts->protocol;
	switch (place) {
	case AT_PORTS:
		return !is_icmp(parts);
	case AT_TCP:
		return protocol == IPPROTO_TCP;
	case AT_UDP:
		return protocol == IPPROTO_UDP;
	case AT_UDPLITE:
		return protocol == IPPROTO_UDPLITE;
	case AT_DATAGRAM:
		return protocol == IPPROTO_UDP || protocol == IPPROTO_UDPLITE;
	case AT_ICMP:
		return is_icmp(parts);
	case AT_ECHO:
		return is_icmp(parts) && is_echo(parts);
	case AT_MTU4:
	case AT_MTU6:
		return has_mtu(parts, place == AT_MTU6);
	default:
		return false;
	}
}

const uint8_t *key_place(const struct packet_key *key, const struct frame_parts *parts)
{
	const size_t link = parts->length[PART_LINK], transport = parts->length[PART_TRANSPORT];
	const size_t least = parts->version ? transport_size(parts->protocol) : 0;
	switch (key->place) {
	case AT_NOTHING:
		return NULL;
	case AT_LINK:
		return link >= ETHERNET_SIZE ? parts->data[PART_LINK] : NULL;
	case AT_VLAN:
		return link >= ETHERNET_SIZE + VLAN_SIZE ? parts->data[PART_LINK] + link - 4 : NULL;
	case AT_TYPE:
		return link >= ETHERNET_SIZE ? parts->data[PART_LINK] + link - 2 : NULL;
	case AT_ARP:
		return !parts->version && transport == ARP_SIZE ? parts->data[PART_TRANSPORT]
								: NULL;
	case AT_IPV4:
		return parts->version == 4 ? parts->data[PART_NETWORK] : NULL;
	case AT_IPV6:
		return parts->version == 6 ? parts->data[PART_NETWORK] : NULL;
	default:
		return least && transport >= least && transport_has(key->place, parts)
			       ? parts->data[PART_TRANSPORT]
			       : NULL;
	}
}
