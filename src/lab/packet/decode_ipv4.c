/*
 * decode_ipv4: the header of RFC 791 with its options.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lab/packet/decoding.h"

#include "handsh/internet_checksum.h"

static const struct field_row rows[] = {
	{"version", FORM_NUMBER, .bit = 0, .bits = 4},
	{"header", FORM_WORDS, .bit = 4, .bits = 4},
	{"dscp", FORM_NUMBER, .bit = 8, .bits = 6},
	{"ecn", FORM_NAMED, WORDS_ECN, .bit = 14, .bits = 2},
	{"length", FORM_NUMBER, .bit = 16, .bits = 16},
	{"ipid", FORM_HEX, .bit = 32, .bits = 16},
	{"reserved", FORM_YES, .bit = 48, .bits = 1},
	{"df", FORM_YES, .bit = 49, .bits = 1},
	{"mf", FORM_YES, .bit = 50, .bits = 1},
	{"offset", FORM_EIGHTS, .bit = 51, .bits = 13},
	{"ttl", FORM_NUMBER, .bit = 64, .bits = 8},
	{"protocol", FORM_NAMED, WORDS_PROTOCOLS, .bit = 72, .bits = 8},
};

static const struct field_row address_rows[] = {
	{"src", FORM_IPV4, .bit = 96, .bits = 32},
	{"dst", FORM_IPV4, .bit = 128, .bits = 32},
};

enum { OPTION_END, OPTION_NOTHING };

/* ---- options ---- */

/* Record route, the source routes and the timestamp have a pointer, and addresses after it. */
static bool has_route(unsigned type)
{
	return type == 7 || type == 131 || type == 137;
}

static void append_route(struct decoding *decoding, size_t at, size_t end)
{
	struct buffer *text = &decoding->out->text;
	const uint8_t *frame = decoding->frame;
	for (; at + 4 <= end; at += 4)
		buffer_format(text, " %u.%u.%u.%u", frame[at], frame[at + 1], frame[at + 2],
			      frame[at + 3]);
}

static void decode_option(struct decoding *decoding, size_t at, size_t length)
{
	const unsigned type = decoding->frame[at];
	const char *name = name_of(&names_ip_options, (int)type);
	struct buffer *text = &decoding->out->text;
	field_begin(decoding, "option", at * 8, length * 8, PACKET_BRIEF_TEXT | PACKET_BRIEF_GAP);
	if (name)
		buffer_text(text, name);
	else
		buffer_format(text, "option %u", type);
	if (has_route(type) && length >= 3) {
		append_route(decoding, at + 3, at + length);
		field_remark(decoding);
		buffer_format(text, "next %u", decoding->frame[at + 2]);
	} else if (length > 2) {
		field_remark(decoding);
		buffer_format(text, "%zu bytes", length - 2);
	}
	field_end(decoding);
}

/* A single byte, which says nothing in the one line. */
static void decode_short_option(struct decoding *decoding, size_t at)
{
	field_text(decoding, "option", at, 1, 0, name_of(&names_ip_options, decoding->frame[at]));
}

static void decode_options(struct decoding *decoding, size_t at, size_t end)
{
	while (at < end && decoding->frame[at] != OPTION_END) {
		const size_t left = end - at;
		if (decoding->frame[at] == OPTION_NOTHING) {
			decode_short_option(decoding, at++);
			continue;
		}
		const size_t length = left >= 2 ? decoding->frame[at + 1] : 0;
		if (length < 2 || length > left) {
			field_wrong(decoding, at, left, "an option of %zu bytes where %zu are left",
				    length, left);
			return;
		}
		decode_option(decoding, at, length);
		at += length;
	}
	if (at < end)
		decode_short_option(decoding, at++);
	if (at < end)
		field_form(decoding, "padding", at, end - at, FORM_BYTES, 0);
}

/* ---- the header ---- */

/* Where the packet ends. What is wrong with the length is said. */
static size_t end_of(struct decoding *decoding, size_t at, size_t size)
{
	const size_t total = get16(decoding->frame + at + 2), there = decoding_left(decoding, at);
	if (total == 0) /* it is split later: RFC 791 has none such */
		return decoding->end;
	if (total < size)
		field_wrong(decoding, at + 2, 2, "a length of %zu, shorter than its header", total);
	else if (total > there && decoding->whole)
		field_wrong(decoding, at + 2, 2, "cut after %zu of %zu bytes", there, total);
	if (total > there)
		decoding->whole = false;
	return total < size || total > there ? decoding->end : at + total;
}

static void decode_fragment(struct decoding *decoding, size_t at)
{
	const uint8_t *header = decoding->frame + at;
	const unsigned offset = ipv4_fragment_offset(header);
	const bool more = ipv4_more_fragments(header);
	if (!offset && !more)
		return;
	field_begin(decoding, "fragment", at * 8 + 32, 32,
		    PACKET_BRIEF_NAME | PACKET_BRIEF_TEXT | PACKET_BRIEF_GAP);
	buffer_format(&decoding->out->text, "of 0x%04x at %u%s", get16(header + 4), offset,
		      more ? ", more follow" : ", the last");
	field_end(decoding);
}

/* What follows the header, up to its end; then what fills the frame. */
static void decode_rest(struct decoding *decoding, size_t at, size_t size, size_t end)
{
	const uint8_t *header = decoding->frame + at;
	const size_t frame_end = decoding->end;
	const bool later = ipv4_fragment_offset(header) > 0;
	decoding->end = end;
	decoding->below = (struct pseudo_header){
		.source = header + 12,
		.destination = header + 16,
		.size = 4,
		.protocol = header[9],
		.part = later || ipv4_more_fragments(header),
	};
	if (later)
		decode_unknown(decoding, header[9], at + size);
	else
		decode_transport(decoding, header[9], at + size);
	decoding->end = frame_end;
	decode_padding(decoding, end);
}

void decode_ipv4(struct decoding *decoding, size_t at)
{
	const uint8_t *header = decoding->frame + at;
	decoding->below = (struct pseudo_header){0};
	if (!header_begin(decoding, "IPv4", at, IPV4_SIZE, ROWS(rows),
			  PACKET_LAYER_QUIET | PACKET_LAYER_ENDS))
		return;
	size_t size = ipv4_header_size(header);
	const bool good =
		size >= IPV4_SIZE && size <= decoding_left(decoding, at) && header[0] >> 4 == 4;
	if (good)
		field_checksum(decoding, at + 10, internet_sum(0, header, size));
	else
		field_checksum_untold(decoding, at + 10, "of a header that is not whole");
	fields_of_rows(decoding, ROWS(address_rows), at);
	if (!good) {
		field_wrong(decoding, at, 1, "version %u with a header of %zu bytes, where %zu are",
			    header[0] >> 4, size, decoding_left(decoding, at));
		layer_end(decoding, at + IPV4_SIZE);
		decode_payload(decoding, at + IPV4_SIZE);
		return;
	}
	decode_options(decoding, at + IPV4_SIZE, at + size);
	decode_fragment(decoding, at);
	const size_t end = end_of(decoding, at, size);
	layer_end(decoding, at + size);
	decode_rest(decoding, at, size, end);
}
