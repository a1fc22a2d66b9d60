/*
 * decode_neighbour: the messages of neighbour discovery and their options: RFC 4861.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lab/packet/decoding.h"

#define SAID (PACKET_BRIEF_NAME | PACKET_BRIEF_TEXT | PACKET_BRIEF_GAP)

/* All bits are counted from after the checksum. */
static const struct field_row solicitation_rows[] = {
	{"reserved", FORM_HEX, .bit = 0, .bits = 32},
	{"target", FORM_IPV6, .bit = 32, .bits = 128, .brief = SAID},
};

static const struct field_row advertisement_rows[] = {
	{"router", FORM_YES, .bit = 0, .bits = 1},
	{"solicited", FORM_YES, .bit = 1, .bits = 1},
	{"override", FORM_YES, .bit = 2, .bits = 1},
	{"target", FORM_IPV6, .bit = 32, .bits = 128, .brief = SAID},
};

static const struct field_row router_rows[] = {
	{"hop limit", FORM_NUMBER, .bit = 0, .bits = 8},
	{"managed", FORM_YES, .bit = 8, .bits = 1},
	{"other", FORM_YES, .bit = 9, .bits = 1},
	{"lifetime", FORM_NUMBER, .bit = 16, .bits = 16},
	{"reachable time", FORM_NUMBER, .bit = 32, .bits = 32},
	{"retransmit time", FORM_NUMBER, .bit = 64, .bits = 32},
};

static const struct field_row redirect_rows[] = {
	{"reserved", FORM_HEX, .bit = 0, .bits = 32},
	{"target", FORM_IPV6, .bit = 32, .bits = 128, .brief = SAID},
	{"destination", FORM_IPV6, .bit = 160, .bits = 128, .brief = SAID},
};

static const struct field_row reserved_rows[] = {
	{"reserved", FORM_HEX, .bit = 0, .bits = 32},
};

struct message {
	const struct field_row *rows;
	size_t count, size;
};

/* From router solicitation, 133, on. */
static struct message message_of(unsigned type)
{
	switch (type) {
	case 134:
		return (struct message){ROWS(router_rows), 12};
	case 135:
		return (struct message){ROWS(solicitation_rows), 20};
	case 136:
		return (struct message){ROWS(advertisement_rows), 20};
	case 137:
		return (struct message){ROWS(redirect_rows), 36};
	default:
		return (struct message){ROWS(reserved_rows), 4};
	}
}

enum { SOURCE_ADDRESS = 1, TARGET_ADDRESS, PREFIX, MTU = 5 };

static const struct field_row prefix_rows[] = {
	{"prefix length", FORM_NUMBER, .bit = 16, .bits = 8},
	{"on link", FORM_YES, .bit = 24, .bits = 1},
	{"autonomous", FORM_YES, .bit = 25, .bits = 1},
	{"valid", FORM_NUMBER, .bit = 32, .bits = 32},
	{"preferred", FORM_NUMBER, .bit = 64, .bits = 32},
	{"prefix", FORM_IPV6, .bit = 128, .bits = 128, .brief = SAID},
};

static void decode_option(struct decoding *decoding, size_t at, size_t size)
{
	const unsigned type = decoding->frame[at];
	const char *name = name_of(&names_neighbour_options, (int)type);
	if ((type == SOURCE_ADDRESS || type == TARGET_ADDRESS) && size == 8)
		field_form(decoding, name, at + 2, 6, FORM_LINK, 0);
	else if (type == PREFIX && size == 32)
		fields_of_rows(decoding, ROWS(prefix_rows), at);
	else if (type == MTU && size == 8)
		field_number(decoding, name, at + 4, 4, SAID);
	else
		field_form(decoding, name ? name : "option", at, size, FORM_BYTES, 0);
}

void decode_neighbour(struct decoding *decoding, unsigned type, size_t at)
{
	const struct message message = message_of(type);
	fields_of_rows(decoding, message.rows, message.count, at);
	if (decoding_left(decoding, at) < message.size) {
		field_wrong(decoding, at, decoding_left(decoding, at), "cut after %zu of %zu bytes",
			    decoding_left(decoding, at), message.size);
		return;
	}
	for (at += message.size; at < decoding->end;) {
		const size_t left = decoding_left(decoding, at);
		const size_t size = left >= 2 ? (size_t)decoding->frame[at + 1] * 8 : 0;
		if (!size || size > left) {
			field_wrong(decoding, at, left, "an option of %zu bytes where %zu are left",
				    size, left);
			return;
		}
		decode_option(decoding, at, size);
		at += size;
	}
}
