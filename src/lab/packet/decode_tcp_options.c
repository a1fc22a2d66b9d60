/*
 * decode_tcp_options: what follows TCP's fixed header: see names_tcp_options for the RFCs.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lab/packet/decoding.h"
#include "lab/packet/tcp_option.h"

struct option {
	struct decoding *decoding;
	size_t at, length;
	unsigned brief; /* how the next one begins in the one line */
	bool offers;    /* the segment is the one that offers them all */
};

static void begin(struct option *option, const char *name, unsigned brief)
{
	field_begin(option->decoding, name, option->at * 8, option->length * 8,
		    brief ? brief | option->brief : 0);
	if (brief)
		option->brief = 0;
}

static const uint8_t *data_of(const struct option *option)
{
	return option->decoding->frame + option->at + 2;
}

/* Blocks of what has arrived, relative as the acknowledgement number is. */
static void append_blocks(const struct option *option)
{
	const struct flow_note *note = option->decoding->note;
	struct buffer *text = &option->decoding->out->text;
	const uint32_t base = note ? note->ack_base : 0;
	const uint8_t *block = data_of(option);
	for (size_t left = option->length - 2; left >= 8; left -= 8, block += 8)
		buffer_format(text, "%s%u-%u", left == option->length - 2 ? "" : " ",
			      get32(block) - base, get32(block + 4) - base);
}

static void append_bytes(const struct option *option)
{
	struct buffer *text = &option->decoding->out->text;
	const uint8_t *data = data_of(option);
	for (size_t i = 0; i + 2 < option->length; i++)
		buffer_format(text, "%02x", data[i]);
}

/* Those of one length, and others of their kind: the value as text. */
static void append_value(const struct option *option, unsigned kind)
{
	struct buffer *text = &option->decoding->out->text;
	const uint8_t *data = data_of(option);
	switch (kind) {
	case TCP_OPTION_MSS:
		buffer_format(text, "%u", get16(data));
		break;
	case TCP_OPTION_WSCALE:
		buffer_format(text, "%u", data[0]);
		break;
	case TCP_OPTION_TS:
		buffer_format(text, "%u %u", get32(data), get32(data + 4));
		break;
	case TCP_OPTION_SACK:
		append_blocks(option);
		break;
	case TCP_OPTION_AO:
		buffer_format(text, "key %u, next %u", data[0], data[1]);
		break;
	default:
		append_bytes(option);
	}
}

/* What every connection of a kernel has is said once, of the SYN. */
static unsigned brief_of(const struct option *option, unsigned kind)
{
	switch (kind) {
	case TCP_OPTION_MSS:
	case TCP_OPTION_WSCALE:
		return option->offers ? PACKET_BRIEF_NAME | PACKET_BRIEF_TEXT : 0;
	case TCP_OPTION_SACK_OK:
	case TCP_OPTION_TS:
		return option->offers ? PACKET_BRIEF_NAME : 0;
	case TCP_OPTION_SACK:
		return PACKET_BRIEF_NAME | PACKET_BRIEF_TEXT;
	default:
		return PACKET_BRIEF_NAME;
	}
}

static void decode_one(struct option *option, unsigned kind)
{
	struct buffer *text = &option->decoding->out->text;
	const char *name = name_of(&names_tcp_options, (int)kind);
	if (name && !tcp_option_fits(kind, option->length)) {
		field_wrong(option->decoding, option->at, option->length,
			    "an option %s of %zu bytes", name, option->length);
	} else if (!name) {
		begin(option, "option", PACKET_BRIEF_NAME | PACKET_BRIEF_TEXT);
		buffer_format(text, "%u", kind);
		field_remark(option->decoding);
		append_bytes(option);
		field_end(option->decoding);
	} else if (kind == TCP_OPTION_MPTCP) {
		decode_mptcp(option->decoding, option->at, option->length,
			     PACKET_BRIEF_NAME | PACKET_BRIEF_TEXT | option->brief);
		option->brief = 0;
	} else {
		begin(option, name, brief_of(option, kind));
		append_value(option, kind);
		field_end(option->decoding);
	}
}

void decode_tcp_options(struct decoding *decoding, size_t at, size_t end, bool offers)
{
	struct option option = {decoding, at, 1, PACKET_BRIEF_GAP, offers};
	while (option.at < end && decoding->frame[option.at] != TCP_OPTION_END) {
		const unsigned kind = decoding->frame[option.at];
		option.length = tcp_option_length(decoding->frame + option.at, end - option.at);
		if (!option.length) {
			field_wrong(decoding, option.at, end - option.at,
				    "an option beyond the header");
			return;
		}
		if (kind == TCP_OPTION_NOP)
			field_text(decoding, "nop", option.at, 1, 0, "");
		else
			decode_one(&option, kind);
		option.at += option.length;
	}
	if (option.at < end)
		field_text(decoding, "end", option.at++, 1, 0, "");
	if (option.at < end)
		field_form(decoding, "padding", option.at, end - option.at, FORM_BYTES, 0);
}
