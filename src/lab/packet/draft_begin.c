/*
 * draft_begin: what a frame is before its keys are set: the parts of another, or headers of the protocol
 * that the map names, between the addresses that it has.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <arpa/inet.h>
#include <string.h>

#include "lab/packet/packet_draft.h"

static bool given(const struct draft *draft, const char *name, struct value *value)
{
	return map_get(draft->wish->map, name, strlen(name), value);
}

/* ---- the protocol ---- */

/* As the map has it; -1: it has none, -2: what it has is none. ARP is ETH_P_ARP. */
static int proto_of(struct draft *draft)
{
	struct value value;
	struct buffer text = {0};
	int number = -2;
	if (!given(draft, "proto", &value))
		return -1;
	if (value.type == TYPE_INT && value.integer >= 0 && value.integer <= UINT8_MAX)
		return (int)value.integer;
	value_format(value, &text);
	if (value.type == TYPE_BYTES && bytes_is(value.bytes, "arp"))
		number = ETH_P_ARP;
	else if (value.type != TYPE_BYTES || !proto_number(buffer_cstring(&text), &number))
		draft_refuse(draft,
			     value.type == TYPE_BYTES || value.type == TYPE_INT ? "RANGE" : "TYPE",
			     "proto",
			     "it takes tcp, udp, udplite, icmp, icmp6, arp, the name of another "
			     "protocol of protocols(5), or its number");
	buffer_free(&text);
	return number;
}

/* A header of which all else is 0. */
static void begin_transport(struct draft *draft, unsigned protocol)
{
	struct buffer *part = &draft->part[PART_TRANSPORT];
	const size_t size = transport_size(protocol);
	part->length = 0;
	if (size)
		memset(buffer_reserve(part, size), 0, size);
	part->length = size;
	if (protocol == IPPROTO_TCP) {
		part->data[12] = TCP_SIZE / 4 << 4;
		put16((uint8_t *)part->data + 14, UINT16_MAX);
	}
	if (protocol == IPPROTO_ICMP || protocol == IPPROTO_ICMPV6)
		part->data[0] = protocol == IPPROTO_ICMP ? 8 : (char)128; /* an echo request */
	draft->protocol = (uint8_t)protocol;
}

static bool has_ports(unsigned protocol)
{
	return protocol == IPPROTO_TCP || protocol == IPPROTO_UDP || protocol == IPPROTO_UDPLITE;
}

/* Where the protocol's number stands: after extension headers of IPv6 it is the last one's. */
static uint8_t *protocol_place(struct draft *draft)
{
	uint8_t *header = (uint8_t *)draft->part[PART_NETWORK].data;
	const size_t length = draft->part[PART_NETWORK].length;
	if (draft->version == 4)
		return header + 9;
	uint8_t *place = header + 6;
	for (size_t at = IPV6_SIZE; at + 8 <= length && is_ipv6_extension(*place);) {
		const size_t size = ipv6_extension_size(*place, header + at);
		place = header + at;
		at += size;
	}
	return place;
}

/* Another protocol between the same addresses, and the same ports where both have some. */
static bool change_protocol(struct draft *draft, int protocol)
{
	uint8_t ports[4] = {0};
	const bool both = has_ports(draft->protocol) && has_ports((unsigned)protocol) &&
			  draft->part[PART_TRANSPORT].length >= sizeof(ports);
	if (protocol == draft->protocol)
		return true;
	if (!draft->version || protocol > UINT8_MAX)
		return draft_refuse(draft, "RANGE", "proto",
				    "arp and what is none of IP cannot become each other");
	if (both)
		memcpy(ports, draft->part[PART_TRANSPORT].data, sizeof(ports));
	begin_transport(draft, (unsigned)protocol);
	if (both)
		memcpy(draft->part[PART_TRANSPORT].data, ports, sizeof(ports));
	*protocol_place(draft) = (uint8_t)protocol;
	return true;
}

/* ---- from a frame ---- */

static bool begin_with_frame(struct draft *draft)
{
	struct frame_parts parts;
	frame_split(draft->wish->base, draft->wish->base_length, &parts);
	for (unsigned i = 0; i < PARTS; i++)
		buffer_append(&draft->part[i], parts.data[i], parts.length[i]);
	draft->ether_type = parts.ether_type;
	draft->version = parts.version;
	draft->protocol = parts.protocol;
	draft->fragment = parts.fragment;
	draft->later_fragment = parts.later_fragment;
	const int protocol = proto_of(draft);
	if (protocol == -1 || (protocol == ETH_P_ARP && draft->ether_type == ETH_P_ARP))
		return true;
	return protocol >= 0 && change_protocol(draft, protocol);
}

/* ---- from nothing ---- */

static bool is_ipv6(struct value value)
{
	return value.type == TYPE_BYTES &&
	       memchr(value.bytes->data, ':', value.bytes->length) != NULL;
}

/* Which of IP the addresses are of: names are of IPv4 where the other address does not say more. */
static unsigned version_of(struct draft *draft, int protocol)
{
	struct value source, destination;
	if (!given(draft, "src", &source) || !given(draft, "dst", &destination)) {
		draft_refuse(draft, "RANGE", given(draft, "src", &source) ? "dst" : "src",
			     "a packet that is made of nothing needs both addresses");
		return 0;
	}
	if (protocol == IPPROTO_ICMPV6 || is_ipv6(source) || is_ipv6(destination))
		return 6;
	return 4;
}

/* Multicast has addresses of its own: RFC 1112 6.4, RFC 2464 7. */
static void link_of_group(const uint8_t *address, size_t size, uint8_t *link)
{
	if (size == 16 && address[0] == 0xff) {
		link[0] = link[1] = 0x33;
		memcpy(link + 2, address + 12, 4);
	} else if (size == 4 && address[0] >> 4 == 14) {
		link[0] = 0x01;
		link[2] = 0x5e;
		link[3] = address[1] & 0x7f;
		memcpy(link + 4, address + 2, 2);
	} else if (size == 4 && get32(address) == INADDR_BROADCAST) {
		memset(link, 0xff, 6);
	}
}

static void find_link(const struct draft *draft, const uint8_t *address, size_t size, uint8_t *link)
{
	const struct packet_hosts *hosts = draft->wish->hosts;
	struct packet_host host;
	if (hosts && hosts->at(hosts->context, address, size, &host))
		memcpy(link, host.link, sizeof(host.link));
	else
		link_of_group(address, size, link);
}

static bool begin_link(struct draft *draft, const uint8_t *source, const uint8_t *destination,
		       size_t size)
{
	uint8_t header[ETHERNET_SIZE] = {0};
	find_link(draft, destination, size, header);
	find_link(draft, source, size, header + 6);
	put16(header + 12, draft->ether_type);
	buffer_append(&draft->part[PART_LINK], header, sizeof(header));
	return true;
}

static bool read_ends(struct draft *draft, int family, uint8_t *source, uint8_t *destination)
{
	struct value from, to;
	if (!given(draft, "src", &from) || !given(draft, "dst", &to))
		return draft_refuse(draft, "RANGE", "src", "and dst are both needed");
	return draft_address(draft, "src", family, from, source) &&
	       draft_address(draft, "dst", family, to, destination);
}

static bool begin_ipv4(struct draft *draft, unsigned protocol)
{
	uint8_t header[IPV4_SIZE] = {0x45, [6] = 0x40, [8] = 64, [9] = (uint8_t)protocol};
	if (!read_ends(draft, AF_INET, header + 12, header + 16))
		return false;
	draft->ether_type = ETH_P_IP;
	draft->version = 4;
	buffer_append(&draft->part[PART_NETWORK], header, sizeof(header));
	begin_transport(draft, protocol);
	return begin_link(draft, header + 12, header + 16, 4);
}

static bool begin_ipv6(struct draft *draft, unsigned protocol)
{
	uint8_t header[IPV6_SIZE] = {0x60, [6] = (uint8_t)protocol, [7] = 64};
	if (!read_ends(draft, AF_INET6, header + 8, header + 24))
		return false;
	draft->ether_type = ETH_P_IPV6;
	draft->version = 6;
	buffer_append(&draft->part[PART_NETWORK], header, sizeof(header));
	begin_transport(draft, protocol);
	return begin_link(draft, header + 8, header + 24, 16);
}

/* A request goes to all, and asks for the hardware address. */
static bool begin_arp(struct draft *draft)
{
	uint8_t header[ARP_SIZE] = {0, 1, 0x08, 0, 6, 4, 0, 1};
	struct value operation;
	if (!read_ends(draft, AF_INET, header + 14, header + 24))
		return false;
	draft->ether_type = ETH_P_ARP;
	begin_link(draft, header + 14, header + 24, 4);
	uint8_t *link = (uint8_t *)draft->part[PART_LINK].data;
	memcpy(header + 8, link + 6, 6);
	if (given(draft, "op", &operation) && operation.type == TYPE_INT && operation.integer == 2)
		memcpy(header + 18, link, 6);
	else
		memset(link, 0xff, 6);
	buffer_append(&draft->part[PART_TRANSPORT], header, sizeof(header));
	return true;
}

static bool begin_with_nothing(struct draft *draft)
{
	const int protocol = proto_of(draft);
	if (protocol == -2)
		return false;
	if (protocol == -1)
		return draft_refuse(draft, "RANGE", "proto",
				    "a packet that is made of nothing needs one: tcp, udp, arp …");
	if (protocol == ETH_P_ARP)
		return begin_arp(draft);
	const unsigned version = version_of(draft, protocol);
	if (!version)
		return false;
	return version == 4 ? begin_ipv4(draft, (unsigned)protocol)
			    : begin_ipv6(draft, (unsigned)protocol);
}

bool draft_begin(struct draft *draft)
{
	return draft->wish->base ? begin_with_frame(draft) : begin_with_nothing(draft);
}
