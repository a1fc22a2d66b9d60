/*
 * field_forms: the value of a field as text, by its form.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <arpa/inet.h>
#include <inttypes.h>

#include "lab/packet/decoding.h"

#define LITERAL_SHOWN 256 /* bytes of a payload */
#define BYTES_SHOWN 64

static const struct names *vocabulary_of(unsigned words)
{
	switch (words) {
	case WORDS_ETHER:
		return &names_ether;
	case WORDS_PROTOCOLS:
		return &names_protocols;
	case WORDS_ECN:
		return &names_ecn;
	case WORDS_ARP:
		return &names_arp;
	case WORDS_ROUTING:
		return &names_routing;
	case WORDS_IGMP:
		return &names_igmp;
	default:
		return &names_group_records;
	}
}

static void append_number(struct buffer *text, uint64_t number, size_t bits, bool hex)
{
	if (hex)
		buffer_format(text, "0x%0*" PRIx64, (int)(bits + 3) / 4, number);
	else
		buffer_format(text, "%" PRIu64, number);
}

static void append_named(struct decoding *decoding, const struct packet_field *field,
			 const struct field_row *row)
{
	const uint64_t number = field->number;
	const bool hex = row->form == FORM_NAMED_HEX;
	const size_t bits = row->bits;
	struct buffer *text = &decoding->out->text;
	const char *name = name_of(vocabulary_of(row->words), (int)number);
	if (name) {
		buffer_text(text, name);
		field_remark(decoding);
	}
	append_number(text, number, bits, hex);
}

static void append_flags(struct buffer *text, uint64_t flags)
{
	const char *blank = "";
	for (size_t i = 0; i < names_tcp_flags.count; i++) {
		const struct name *flag = &names_tcp_flags.list[i];
		if (!(flags & (unsigned)flag->number))
			continue;
		buffer_format(text, "%s%s", blank, flag->text);
		blank = " ";
	}
	if (!*blank)
		buffer_text(text, "none");
}

static void append_digits(struct buffer *text, const uint8_t *bytes, size_t length,
			  const char *between)
{
	for (size_t i = 0; i < length && i < BYTES_SHOWN; i++)
		buffer_format(text, "%s%02x", i ? between : "", bytes[i]);
	if (length > BYTES_SHOWN)
		buffer_text(text, "...");
}

static void append_address(struct buffer *text, int family, const uint8_t *address)
{
	char form[INET6_ADDRSTRLEN];
	buffer_text(text, inet_ntop(family, address, form, sizeof(form)));
}

static void append_form(struct decoding *decoding, const struct packet_field *field,
			const struct field_row *row)
{
	struct buffer *text = &decoding->out->text;
	const uint8_t *bytes = decoding->frame + field->bit / 8;
	const uint64_t number = field->number;
	switch (row->form) {
	case FORM_NAMED:
	case FORM_NAMED_HEX:
		append_named(decoding, field, row);
		break;
	case FORM_WORDS:
	case FORM_EIGHTS:
		buffer_format(text, "%" PRIu64 " bytes",
			      number * (row->form == FORM_WORDS ? 4 : 8));
		break;
	case FORM_YES:
		buffer_text(text, number ? "yes" : "no");
		break;
	case FORM_LINK:
		append_digits(text, bytes, row->bits / 8, ":");
		break;
	case FORM_IPV4:
	case FORM_IPV6:
		append_address(text, row->form == FORM_IPV4 ? AF_INET : AF_INET6, bytes);
		break;
	case FORM_BYTES:
		append_digits(text, bytes, field->bits / 8, "");
		break;
	case FORM_FLAGS:
		append_flags(text, number);
		break;
	case FORM_LITERAL:
		literal_format_cut(text, bytes, field->bits / 8, LITERAL_SHOWN);
		break;
	default:
		append_number(text, number, row->bits, row->form == FORM_HEX);
	}
}

void field_of(struct decoding *decoding, const struct field_row *row, size_t at)
{
	const struct packet_field *field =
		field_begin(decoding, row->name, at * 8 + row->bit, row->bits, row->brief);
	append_form(decoding, field, row);
	field_end(decoding);
}

void field_form(struct decoding *decoding, const char *name, size_t at, size_t length,
		enum field_form form, unsigned brief)
{
	const struct field_row row = {.form = (uint8_t)form, .bits = (uint16_t)(length * 8)};
	const struct packet_field *field = field_begin(decoding, name, at * 8, length * 8, brief);
	append_form(decoding, field, &row);
	field_end(decoding);
}
