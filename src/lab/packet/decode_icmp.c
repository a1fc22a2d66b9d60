/*
 * decode_icmp: the messages of RFC 792 and those after it, with the packet they are about.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lab/packet/decoding.h"
#include "lab/packet/icmp_message.h"

static const struct field_row advertisement_rows[] = {
	{"addresses", FORM_NUMBER, .bit = 32, .bits = 8},
	{"size", FORM_WORDS, .bit = 40, .bits = 8},
	{"lifetime", FORM_NUMBER, .bit = 48, .bits = 16},
};

void field_message(struct decoding *decoding, const struct names *names, size_t at)
{
	struct buffer *text = &decoding->out->text;
	const unsigned type = decoding->frame[at], code = decoding->frame[at + 1];
	const char *name = name_of(names, (int)(type * 256 + code));
	field_begin(decoding, "message", at * 8, 16, PACKET_BRIEF_TEXT);
	if (name) {
		buffer_text(text, name);
		field_remark(decoding);
	}
	buffer_format(text, "type %u code %u", type, code);
	field_end(decoding);
}

void decode_echo(struct decoding *decoding, size_t at)
{
	const unsigned brief = PACKET_BRIEF_NAME | PACKET_BRIEF_TEXT;
	field_number(decoding, "ident", at + 4, 2, brief | PACKET_BRIEF_GAP);
	field_number(decoding, "seq", at + 6, 2, brief);
}

/* Once: what is quoted in a quote would be as deep as somebody likes. */
void decode_quote(struct decoding *decoding, unsigned ether_type, size_t at)
{
	if (decoding->quotes || at == decoding->end) {
		decode_payload(decoding, at);
		return;
	}
	const struct decoding outer = *decoding;
	decoding->quotes++;
	decoding->note = NULL;
	decoding->whole = false;
	decode_network(decoding, ether_type, at);
	*decoding = outer;
}

static bool has_quote(unsigned type)
{
	return type == 3 || type == 4 || type == 5 || type == 11 || type == 12;
}

/* The four bytes after the checksum. */
static void decode_argument(struct decoding *decoding, unsigned type, unsigned code, size_t at)
{
	const unsigned brief = PACKET_BRIEF_NAME | PACKET_BRIEF_TEXT | PACKET_BRIEF_GAP;
	if (type == 0 || type == 8 || type == 13 || type == 14)
		decode_echo(decoding, at);
	else if (type == 3 && code == 4) /* RFC 1191 */
		field_number(decoding, "mtu", at + 6, 2, brief);
	else if (type == 5)
		field_form(decoding, "gateway", at + 4, 4, FORM_IPV4, brief);
	else if (type == 9)
		fields_of_rows(decoding, ROWS(advertisement_rows), at);
	else if (type == 12)
		field_number(decoding, "pointer", at + 4, 1, brief);
	else
		field_form(decoding, "unused", at + 4, 4, FORM_HEX, 0);
}

static void decode_times(struct decoding *decoding, size_t at)
{
	static const char *const names[] = {"originated", "received", "sent"};
	for (size_t i = 0; i < 3 && at + i * 4 + 4 <= decoding->end; i++)
		field_number(decoding, names[i], at + i * 4, 4, 0);
}

void decode_icmp(struct decoding *decoding, size_t at)
{
	const uint8_t *header = decoding->frame + at;
	if (!header_begin(decoding, "ICMP", at, ICMP_SIZE, NULL, 0, 0))
		return;
	const unsigned type = header[0];
	const bool times = type == 13 || type == 14;
	const size_t after = at + ICMP_SIZE;
	field_message(decoding, &names_icmp, at);
	field_transport_checksum(decoding, at + 2, at, decoding_left(decoding, at), false);
	decode_argument(decoding, type, header[1], at);
	if (times)
		decode_times(decoding, after);
	layer_end(decoding, times ? decoding->end : after);
	if (has_quote(type))
		decode_quote(decoding, ETH_P_IP, after);
	else if (!times)
		decode_payload(decoding, after);
}
