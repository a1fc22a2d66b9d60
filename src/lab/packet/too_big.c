/*
 * too_big: see too_big.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lab/packet/too_big.h"

#include <netinet/icmp6.h>
#include <netinet/ip_icmp.h>
#include <string.h>

#include "lab/packet/headers.h"
#include "lab/packet/pseudo.h"

#define DONT_FRAGMENT 0x4000
#define MORE_FRAGMENTS 0x2000
#define FRAGMENT_UNIT 8   /* bytes in which offsets count */
#define ANSWER_MOST 576   /* bytes of an ICMP error with IPv4: RFC 1812 4.3.2.3 */
#define ANSWER6_MOST 1280 /* RFC 4443 2.4 */
#define HOPS 64

static const uint8_t *header_of(const void *frame, const struct packet_summary *summary)
{
	return (const uint8_t *)frame + summary->network;
}

/* As it says itself. */
static size_t ip_size(const uint8_t *header, unsigned version)
{
	return version == 4 ? get16(header + 2) : (size_t)IPV6_SIZE + get16(header + 4);
}

bool packet_is_larger(const void *frame, const struct packet_summary *summary, uint32_t mtu)
{
	return summary->version && ip_size(header_of(frame, summary), summary->version) > mtu;
}

bool packet_may_be_fragmented(const void *frame, const struct packet_summary *summary)
{
	return summary->version == 4 && !(get16(header_of(frame, summary) + 6) & DONT_FRAGMENT);
}

/* Those of the frame, of a packet that may be cut short. */
static size_t bytes_there(const uint8_t *header, size_t length,
			  const struct packet_summary *summary)
{
	const size_t size = ip_size(header, summary->version), room = length - summary->network;
	return size < room ? size : room;
}

/* ---- fragments ---- */

/* Options without the flag "copied" are of the first fragment alone: RFC 791 3.1. */
static void drop_options(uint8_t *header)
{
	const size_t size = ipv4_header_size(header);
	size_t at = IPV4_SIZE;
	while (at < size && header[at] != IPOPT_EOL) {
		size_t option = header[at] == IPOPT_NOP || at + 1 >= size ? 1 : header[at + 1];
		if (!option || option > size - at)
			return;
		if (!IPOPT_COPIED(header[at]))
			memset(header + at, IPOPT_NOP, option);
		at += option;
	}
}

static void sum_header(uint8_t *header)
{
	put16(header + 10, 0);
	put16(header + 10, internet_checksum(internet_sum(0, header, ipv4_header_size(header))));
}

bool packet_fragment(const void *frame, size_t length, const struct packet_summary *summary,
		     uint32_t mtu, size_t *done, struct buffer *fragment)
{
	const uint8_t *header = header_of(frame, summary);
	const size_t size = ipv4_header_size(header);
	const size_t payload = bytes_there(header, length, summary) - size;
	const size_t most = (mtu - size) / FRAGMENT_UNIT * FRAGMENT_UNIT;
	if (*done >= payload)
		return false;
	const size_t data = payload - *done < most ? payload - *done : most;
	const size_t start = fragment->length;
	buffer_append(fragment, frame, summary->network + size);
	buffer_append(fragment, header + size + *done, data);
	uint8_t *own = (uint8_t *)fragment->data + start + summary->network;
	const size_t offset = ipv4_fragment_offset(header) + *done;
	const bool more = ipv4_more_fragments(header) || *done + data < payload;
	put16(own + 2, (uint32_t)(size + data));
	put16(own + 6, (uint32_t)(offset / FRAGMENT_UNIT) | (more ? MORE_FRAGMENTS : 0));
	if (*done)
		drop_options(own);
	sum_header(own);
	*done += data;
	return true;
}

/* ---- telling the sender ---- */

static bool is_error(const struct packet_summary *summary)
{
	if (summary->protocol == IPPROTO_ICMPV6)
		return summary->type < ICMP6_ECHO_REQUEST;
	return summary->protocol == IPPROTO_ICMP &&
	       (summary->type == ICMP_DEST_UNREACH || summary->type == ICMP_SOURCE_QUENCH ||
		summary->type == ICMP_REDIRECT || summary->type == ICMP_TIME_EXCEEDED ||
		summary->type == ICMP_PARAMETERPROB);
}

/* An address of one host. */
static bool is_single(const uint8_t *address, unsigned version)
{
	static const uint8_t none[16];
	if (version == 4)
		return address[0] && address[0] < 224;
	return address[0] != 0xff && memcmp(address, none, sizeof(none)) != 0;
}

/* The packet's link headers, back to where it came from. */
static void append_link(const uint8_t *frame, const struct packet_summary *summary,
			struct buffer *answer)
{
	buffer_append(answer, frame + ETH_ALEN, ETH_ALEN);
	buffer_append(answer, frame, ETH_ALEN);
	buffer_append(answer, frame + 2 * ETH_ALEN, summary->network - 2 * ETH_ALEN);
}

static void answer_ipv4(const uint8_t *packet, size_t quoted, uint32_t mtu, struct buffer *answer)
{
	uint8_t header[IPV4_SIZE + ICMP_SIZE] = {[0] = 0x45, [8] = HOPS, [9] = IPPROTO_ICMP};
	uint8_t *icmp = header + IPV4_SIZE;
	put16(header + 2, (uint32_t)(sizeof(header) + quoted));
	memcpy(header + 12, packet + 16, 4);
	memcpy(header + 16, packet + 12, 4);
	sum_header(header);
	icmp[0] = ICMP_DEST_UNREACH;
	icmp[1] = ICMP_FRAG_NEEDED;
	put16(icmp + 6, mtu);
	put16(icmp + 2,
	      internet_checksum(internet_sum(internet_sum(0, icmp, ICMP_SIZE), packet, quoted)));
	buffer_append(answer, header, sizeof(header));
	buffer_append(answer, packet, quoted);
}

static void answer_ipv6(const uint8_t *packet, size_t quoted, uint32_t mtu, struct buffer *answer)
{
	uint8_t header[IPV6_SIZE + ICMP_SIZE] = {
		[0] = 0x60, [6] = IPPROTO_ICMPV6, [7] = HOPS, [IPV6_SIZE] = ICMP6_PACKET_TOO_BIG};
	uint8_t *icmp = header + IPV6_SIZE;
	put16(header + 4, (uint32_t)(ICMP_SIZE + quoted));
	memcpy(header + 8, packet + 24, 16);
	memcpy(header + 24, packet + 8, 16);
	put32(icmp + 4, mtu);
	uint64_t sum = pseudo_sum(header + 8, header + 24, 16, IPPROTO_ICMPV6, ICMP_SIZE + quoted);
	sum = internet_sum(internet_sum(sum, icmp, ICMP_SIZE), packet, quoted);
	put16(icmp + 2, internet_checksum(sum));
	buffer_append(answer, header, sizeof(header));
	buffer_append(answer, packet, quoted);
}

bool packet_too_big(const void *frame, size_t length, const struct packet_summary *summary,
		    uint32_t mtu, struct buffer *answer)
{
	const unsigned version = summary->version;
	const uint8_t *packet = header_of(frame, summary);
	const size_t most = version == 4 ? ANSWER_MOST - IPV4_SIZE - ICMP_SIZE
					 : ANSWER6_MOST - IPV6_SIZE - ICMP_SIZE;
	const size_t there = bytes_there(packet, length, summary);
	const size_t quoted = there < most ? there : most;
	if (is_error(summary) || summary->later_fragment || !is_single(summary->source, version) ||
	    !is_single(summary->destination, version))
		return false;
	append_link(frame, summary, answer);
	(version == 4 ? answer_ipv4 : answer_ipv6)(packet, quoted, mtu, answer);
	return true;
}
