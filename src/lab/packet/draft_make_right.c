/*
 * draft_make_right: the lengths of a frame's headers, then their checksums, as they must be.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/internet_checksum.h"
#include "lab/packet/packet_draft.h"
#include "lab/packet/pseudo.h"

static uint8_t *bytes_of(struct draft *draft, enum part part)
{
	return (uint8_t *)draft->part[part].data;
}

/* ---- lengths ---- */

static bool set_lengths(struct draft *draft)
{
	const size_t network = draft->part[PART_NETWORK].length;
	const size_t transport = draft->part[PART_TRANSPORT].length;
	const size_t rest = transport + draft->part[PART_PAYLOAD].length;
	uint8_t *ip = bytes_of(draft, PART_NETWORK), *header = bytes_of(draft, PART_TRANSPORT);
	const size_t total = draft->version == 4 ? network + rest : network - IPV6_SIZE + rest;
	if (total > UINT16_MAX)
		return draft_refuse(draft, "RANGE", "payload",
				    "the packet would have %zu bytes, and %d at most", total,
				    UINT16_MAX);
	if (draft->version == 4) {
		draft->fragment = ipv4_fragment_offset(ip) || ipv4_more_fragments(ip);
		ip[0] = (uint8_t)(0x40 | network / 4);
		put16(ip + 2, (uint32_t)total);
	} else {
		put16(ip + 4, (uint32_t)total);
	}
	if (transport < transport_size(draft->protocol) || !transport || draft->fragment)
		return true;
	if (draft->protocol == IPPROTO_TCP)
		header[12] = (uint8_t)((header[12] & 0x0f) | transport / 4 << 4);
	if (draft->protocol == IPPROTO_UDP)
		put16(header + 4, (uint32_t)rest);
	return true;
}

/* ---- checksums ---- */

/* RFC 8200 8.1: where the packet still has to be elsewhere, the last of the addresses. */
static const uint8_t *final_destination(const uint8_t *network, size_t length)
{
	const uint8_t *destination = network + 24;
	unsigned protocol = network[6];
	for (size_t at = IPV6_SIZE; at + 8 <= length && is_ipv6_extension(protocol);) {
		const uint8_t *header = network + at;
		const size_t size = ipv6_extension_size(protocol, header);
		if (size > length - at)
			break;
		const uint8_t *last = ipv6_route_end(protocol, header, size);
		destination = last ? last : destination;
		protocol = header[0];
		at += size;
	}
	return destination;
}

/* Where the transport's checksum stands in its header; 0: it has none that is known. */
static size_t checksum_place(unsigned protocol)
{
	switch (protocol) {
	case IPPROTO_TCP:
		return 16;
	case IPPROTO_UDP:
	case IPPROTO_UDPLITE:
		return 6;
	case IPPROTO_ICMP:
	case IPPROTO_ICMPV6:
		return 2;
	default:
		return 0;
	}
}

/* The header and the payload, or as much of them as UDP-Lite covers. */
static uint64_t sum_of(struct draft *draft)
{
	const struct buffer *header = &draft->part[PART_TRANSPORT];
	const struct buffer *payload = &draft->part[PART_PAYLOAD];
	const uint8_t *ip = bytes_of(draft, PART_NETWORK);
	const size_t rest = header->length + payload->length;
	size_t covered = rest;
	uint64_t sum = 0;
	if (draft->protocol == IPPROTO_UDPLITE) {
		const size_t said = get16((const uint8_t *)header->data + 4);
		covered = said >= UDP_SIZE && said < rest ? said : rest;
	}
	if (draft->protocol == IPPROTO_ICMP)
		sum = 0;
	else if (draft->version == 4)
		sum = pseudo_sum(ip + 12, ip + 16, 4, draft->protocol, rest);
	else
		sum = pseudo_sum(ip + 8, final_destination(ip, draft->part[PART_NETWORK].length),
				 16, draft->protocol, rest);
	sum = internet_sum(sum, header->data, header->length);
	return internet_sum(sum, payload->data, covered - header->length);
}

static void set_checksums(struct draft *draft)
{
	const size_t place = checksum_place(draft->protocol);
	const size_t transport = draft->part[PART_TRANSPORT].length;
	uint8_t *ip = bytes_of(draft, PART_NETWORK), *header = bytes_of(draft, PART_TRANSPORT);
	if (place && transport >= transport_size(draft->protocol) && !draft->fragment) {
		put16(header + place, 0);
		const uint16_t checksum = internet_checksum(sum_of(draft));
		/* RFC 768, RFC 3828: 0 would say that there is none. */
		const bool udp = place == 6;
		put16(header + place, !checksum && udp ? UINT16_MAX : checksum);
	}
	if (draft->version == 4) {
		put16(ip + 10, 0);
		put16(ip + 10,
		      internet_checksum(internet_sum(0, ip, draft->part[PART_NETWORK].length)));
	}
}

bool draft_make_right(struct draft *draft)
{
	if (!draft->version)
		return true;
	if (!set_lengths(draft))
		return false;
	set_checksums(draft);
	return true;
}
