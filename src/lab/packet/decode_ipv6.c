/*
 * decode_ipv6: the header of RFC 8200 and the extension headers after it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lab/packet/decoding.h"

static const struct field_row rows[] = {
	{"version", FORM_NUMBER, .bit = 0, .bits = 4},
	{"dscp", FORM_NUMBER, .bit = 4, .bits = 6},
	{"ecn", FORM_NAMED, WORDS_ECN, .bit = 10, .bits = 2},
	{"flow", FORM_HEX, .bit = 12, .bits = 20},
	{"length", FORM_NUMBER, .bit = 32, .bits = 16},
	{"next", FORM_NAMED, WORDS_PROTOCOLS, .bit = 48, .bits = 8},
	{"ttl", FORM_NUMBER, .bit = 56, .bits = 8},
	{"src", FORM_IPV6, .bit = 64, .bits = 128},
	{"dst", FORM_IPV6, .bit = 192, .bits = 128},
};

static const struct field_row extension_rows[] = {
	{"next", FORM_NAMED, WORDS_PROTOCOLS, .bit = 0, .bits = 8},
	{"size", FORM_NUMBER, .bit = 8, .bits = 8},
};

static const struct field_row fragment_rows[] = {
	{"next", FORM_NAMED, WORDS_PROTOCOLS, .bit = 0, .bits = 8},
	{"reserved", FORM_HEX, .bit = 8, .bits = 8},
	{"offset", FORM_EIGHTS, .bit = 16, .bits = 13},
	{"reserved", FORM_NUMBER, .bit = 29, .bits = 2},
	{"mf", FORM_YES, .bit = 31, .bits = 1},
	{"ipid", FORM_HEX, .bit = 32, .bits = 32},
};

static const struct field_row routing_rows[] = {
	{"kind", FORM_NAMED, WORDS_ROUTING, .bit = 16, .bits = 8,
	 .brief = PACKET_BRIEF_TEXT | PACKET_BRIEF_GAP},
	{"segments left", FORM_NUMBER, .bit = 24, .bits = 8,
	 .brief = PACKET_BRIEF_NAME | PACKET_BRIEF_TEXT},
	{"data", FORM_BYTES, .bit = 32, .bits = 32},
};

static const struct field_row authentication_rows[] = {
	{"next", FORM_NAMED, WORDS_PROTOCOLS, .bit = 0, .bits = 8},
	{"size", FORM_NUMBER, .bit = 8, .bits = 8},
	{"reserved", FORM_HEX, .bit = 16, .bits = 16},
	{"spi", FORM_HEX, .bit = 32, .bits = 32,
	 .brief = PACKET_BRIEF_NAME | PACKET_BRIEF_TEXT | PACKET_BRIEF_GAP},
};

enum { OPTION_PAD1, OPTION_PADN, OPTION_JUMBO = 0xc2 };

/* ---- hop-by-hop and destination options ---- */

static void decode_option(struct decoding *decoding, size_t at, size_t length)
{
	const unsigned type = decoding->frame[at];
	const char *name = name_of(&names_ip6_options, (int)type);
	struct buffer *text = &decoding->out->text;
	field_begin(decoding, "option", at * 8, length * 8,
		    type > OPTION_PADN ? PACKET_BRIEF_TEXT | PACKET_BRIEF_GAP : 0);
	if (name)
		buffer_text(text, name);
	else
		buffer_format(text, "option 0x%02x", type);
	if (type == OPTION_JUMBO && length == 6)
		buffer_format(text, " %u", get32(decoding->frame + at + 2));
	field_remark(decoding);
	if (type > OPTION_PADN && length > 2)
		buffer_format(text, "%zu bytes", length - 2);
	field_end(decoding);
}

static void decode_options(struct decoding *decoding, size_t at, size_t end)
{
	while (at < end) {
		const size_t left = end - at;
		size_t length = 1;
		if (decoding->frame[at] != OPTION_PAD1) {
			length = left >= 2 ? (size_t)decoding->frame[at + 1] + 2 : left + 1;
			if (length > left) {
				field_wrong(decoding, at, left, "an option beyond its header");
				return;
			}
		}
		decode_option(decoding, at, length);
		at += length;
	}
}

/* ---- routing ---- */

/* Where segments are left the packet ends elsewhere, and that is what checksums count. */
static void decode_addresses(struct decoding *decoding, size_t at, size_t end)
{
	const uint8_t *header = decoding->frame + at;
	const unsigned kind = header[2];
	if (kind != 0 && kind != 2 && kind != 4) {
		if (at + 8 < end)
			field_form(decoding, "data", at + 8, end - at - 8, FORM_BYTES, 0);
		return;
	}
	size_t place = at + 8;
	for (; place + 16 <= end; place += 16)
		field_form(decoding, "address", place, 16, FORM_IPV6, 0);
	const uint8_t *last = ipv6_route_end(IPPROTO_ROUTING, header, end - at);
	if (last)
		decoding->below.destination = last;
	if (place < end)
		field_form(decoding, "data", place, end - place, FORM_BYTES, 0);
}

/* ---- one header ---- */

static const char *extension_name(unsigned protocol)
{
	switch (protocol) {
	case IPPROTO_HOPOPTS:
		return "hop-by-hop options";
	case IPPROTO_ROUTING:
		return "routing";
	case IPPROTO_FRAGMENT:
		return "fragment";
	case IPPROTO_DSTOPTS:
		return "destination options";
	default:
		return "authentication";
	}
}

static void decode_fragment(struct decoding *decoding, size_t at)
{
	const uint8_t *header = decoding->frame + at;
	field_begin(decoding, "fragment", at * 8 + 16, 48,
		    PACKET_BRIEF_NAME | PACKET_BRIEF_TEXT | PACKET_BRIEF_GAP);
	buffer_format(&decoding->out->text, "of 0x%08x at %u%s", get32(header + 4),
		      ipv6_fragment_offset(header),
		      ipv6_more_fragments(header) ? ", more follow" : ", the last");
	field_end(decoding);
	if (ipv6_fragment_offset(header) || ipv6_more_fragments(header))
		decoding->below.part = true;
}

static void decode_inside(struct decoding *decoding, unsigned protocol, size_t at, size_t end)
{
	switch (protocol) {
	case IPPROTO_FRAGMENT:
		fields_of_rows(decoding, ROWS(fragment_rows), at);
		decode_fragment(decoding, at);
		break;
	case IPPROTO_ROUTING:
		fields_of_rows(decoding, ROWS(extension_rows), at);
		fields_of_rows(decoding, ROWS(routing_rows), at);
		decode_addresses(decoding, at, end);
		break;
	case IPPROTO_AH:
		fields_of_rows(decoding, ROWS(authentication_rows), at);
		if (at + 8 < end)
			field_form(decoding, "data", at + 8, end - at - 8, FORM_BYTES, 0);
		break;
	default:
		fields_of_rows(decoding, ROWS(extension_rows), at);
		decode_options(decoding, at + 2, end);
	}
}

/* Where the next one begins; 0: it is cut. */
static size_t decode_extension(struct decoding *decoding, unsigned protocol, size_t at)
{
	const size_t there = decoding_left(decoding, at);
	const size_t size =
		there >= 2 ? ipv6_extension_size(protocol, decoding->frame + at) : FRAGMENT_SIZE;
	layer_begin(decoding, extension_name(protocol), at, PACKET_LAYER_QUIET);
	if (there < size) {
		field_wrong(decoding, at, there, "%s cut after %zu of %zu bytes",
			    extension_name(protocol), there, size);
		layer_end(decoding, decoding->end);
		return 0;
	}
	decode_inside(decoding, protocol, at, at + size);
	layer_end(decoding, at + size);
	return at + size;
}

/* ---- all of them ---- */

static void decode_chain(struct decoding *decoding, unsigned protocol, size_t at)
{
	bool later = false;
	while (is_ipv6_extension(protocol) && !later) {
		const size_t next = decode_extension(decoding, protocol, at);
		if (!next)
			return;
		later = protocol == IPPROTO_FRAGMENT &&
			ipv6_fragment_offset(decoding->frame + at) > 0;
		protocol = decoding->frame[at];
		at = next;
	}
	decoding->below.protocol = (uint8_t)protocol;
	if (later)
		decode_unknown(decoding, protocol, at);
	else
		decode_transport(decoding, protocol, at);
}

/* As of IPv4: a length of 0 is that of a jumbogram (RFC 2675), or it is split later. */
static size_t end_of(struct decoding *decoding, size_t at)
{
	const size_t length = get16(decoding->frame + at + 4);
	const size_t there = decoding_left(decoding, at + IPV6_SIZE);
	if (length > there) {
		if (decoding->whole)
			field_wrong(decoding, at + 4, 2, "cut after %zu of %zu bytes", there,
				    length);
		decoding->whole = false;
	}
	return length && length <= there ? at + IPV6_SIZE + length : decoding->end;
}

void decode_ipv6(struct decoding *decoding, size_t at)
{
	const uint8_t *header = decoding->frame + at;
	const size_t frame_end = decoding->end;
	if (!header_begin(decoding, "IPv6", at, IPV6_SIZE, ROWS(rows),
			  PACKET_LAYER_QUIET | PACKET_LAYER_ENDS))
		return;
	if (header[0] >> 4 != 6) {
		field_wrong(decoding, at, 1, "version %u", header[0] >> 4);
		layer_end(decoding, at + IPV6_SIZE);
		decode_payload(decoding, at + IPV6_SIZE);
		return;
	}
	decoding->below = (struct pseudo_header){
		.source = header + 8, .destination = header + 24, .size = 16};
	const size_t end = decoding->end = end_of(decoding, at);
	layer_end(decoding, at + IPV6_SIZE);
	decode_chain(decoding, header[6], at + IPV6_SIZE);
	decoding->end = frame_end;
	decode_padding(decoding, end);
}
