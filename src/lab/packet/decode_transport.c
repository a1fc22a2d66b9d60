/*
 * decode_transport: which header comes after IP's; UDP (RFC 768) and UDP-Lite (RFC 3828).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <string.h>

#include "lab/packet/decoding.h"

static const struct field_row udp_rows[] = {
	{"sport", FORM_NUMBER, .bit = 0, .bits = 16},
	{"dport", FORM_NUMBER, .bit = 16, .bits = 16},
	{"length", FORM_NUMBER, .bit = 32, .bits = 16},
};

static const struct field_row udplite_rows[] = {
	{"sport", FORM_NUMBER, .bit = 0, .bits = 16},
	{"dport", FORM_NUMBER, .bit = 16, .bits = 16},
	{"coverage", FORM_NUMBER, .bit = 32, .bits = 16,
	 .brief = PACKET_BRIEF_NAME | PACKET_BRIEF_TEXT | PACKET_BRIEF_GAP},
};

/* A datagram may be empty, and says so. */
static void decode_data(struct decoding *decoding, size_t at)
{
	if (at == decoding->end && !decoding->quotes)
		field_form(decoding, "payload", at, 0, FORM_LITERAL,
			   PACKET_BRIEF_SIZE | PACKET_BRIEF_GAP);
	layer_end(decoding, at);
	decode_payload(decoding, at);
}

void decode_udp(struct decoding *decoding, size_t at)
{
	const size_t there = decoding_left(decoding, at), end = decoding->end;
	if (!header_begin(decoding, "UDP", at, UDP_SIZE, ROWS(udp_rows), PACKET_LAYER_PORTS))
		return;
	const size_t length = get16(decoding->frame + at + 4);
	if (length >= UDP_SIZE && length <= there)
		decoding->end = at + length;
	else if (length > there && !decoding->below.part && decoding->whole)
		field_wrong(decoding, at + 4, 2, "a length of %zu where %zu are left", length,
			    there);
	else if (length && length < UDP_SIZE)
		field_wrong(decoding, at + 4, 2, "a length of %zu, shorter than its header",
			    length);
	if (get16(decoding->frame + at + 6))
		field_transport_checksum(decoding, at + 6, at, decoding_left(decoding, at), true);
	else
		field_checksum_untold(decoding, at + 6, "none");
	decode_data(decoding, at + UDP_SIZE);
	const size_t after = decoding->end;
	decoding->end = end;
	decode_padding(decoding, after);
}

/* What a coverage of 0 means: all. Of fewer bytes than the header none is allowed. */
void decode_udplite(struct decoding *decoding, size_t at)
{
	const size_t there = decoding_left(decoding, at);
	if (!header_begin(decoding, "UDP-Lite", at, UDP_SIZE, ROWS(udplite_rows),
			  PACKET_LAYER_PORTS))
		return;
	const size_t said = get16(decoding->frame + at + 4), covered = said ? said : there;
	if (covered < UDP_SIZE || covered > there) {
		field_checksum_untold(decoding, at + 6, "of a coverage that cannot be");
		if (decoding->whole && !decoding->below.part)
			field_wrong(decoding, at + 4, 2, "a coverage of %zu where %zu are left",
				    covered, there);
	} else {
		field_transport_checksum(decoding, at + 6, at, covered, true);
	}
	decode_data(decoding, at + UDP_SIZE);
}

void decode_unknown(struct decoding *decoding, unsigned protocol, size_t at)
{
	static const char prefix[] = "IPPROTO_";
	const char *name = name_of(&names_protocols, (int)protocol);
	const bool known = name && strncmp(name, prefix, sizeof(prefix) - 1) == 0;
	layer_begin(decoding, known ? name + sizeof(prefix) - 1 : "protocol", at, 0);
	if (!known) {
		field_begin(decoding, "number", at * 8, 0, PACKET_BRIEF_TEXT);
		buffer_format(&decoding->out->text, "%u", protocol);
		field_end(decoding);
	}
	field_form(decoding, "payload", at, decoding_left(decoding, at), FORM_LITERAL,
		   PACKET_BRIEF_SIZE | PACKET_BRIEF_GAP);
	layer_end(decoding, decoding->end);
}

void decode_transport(struct decoding *decoding, unsigned protocol, size_t at)
{
	switch (protocol) {
	case IPPROTO_TCP:
		decode_tcp(decoding, at);
		break;
	case IPPROTO_UDP:
		decode_udp(decoding, at);
		break;
	case IPPROTO_UDPLITE:
		decode_udplite(decoding, at);
		break;
	case IPPROTO_ICMP:
		decode_icmp(decoding, at);
		break;
	case IPPROTO_ICMPV6:
		decode_icmp6(decoding, at);
		break;
	case IPPROTO_IGMP:
		decode_igmp(decoding, at);
		break;
	default:
		decode_unknown(decoding, protocol, at);
	}
}
