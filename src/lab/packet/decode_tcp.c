/*
 * decode_tcp: the header of RFC 9293.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lab/packet/decoding.h"

static const struct field_row port_rows[] = {
	{"sport", FORM_NUMBER, .bit = 0, .bits = 16},
	{"dport", FORM_NUMBER, .bit = 16, .bits = 16},
};

static const struct field_row rows[] = {
	{"header", FORM_WORDS, .bit = 96, .bits = 4},
	{"reserved", FORM_NUMBER, .bit = 100, .bits = 3},
	{"flags", FORM_FLAGS, .bit = 103, .bits = 9,
	 .brief = PACKET_BRIEF_TEXT | PACKET_BRIEF_GAP | PACKET_BRIEF_FIRST},
};

static const struct field_row urgent_row = {"urg", FORM_NUMBER, .bit = 144, .bits = 16};

/* Relative where the flow knows what to, else raw. */
static void decode_number(struct decoding *decoding, const char *name, size_t at, uint32_t relative,
			  unsigned brief)
{
	struct buffer *text = &decoding->out->text;
	const uint32_t raw = get32(decoding->frame + at);
	field_begin(decoding, name, at * 8, 32, brief | PACKET_BRIEF_NAME | PACKET_BRIEF_TEXT);
	if (decoding->note) {
		buffer_format(text, "%u", relative);
		field_remark(decoding);
		buffer_format(text, "raw %u", raw);
	} else {
		buffer_format(text, "%u", raw);
	}
	field_end(decoding);
}

static void decode_numbers(struct decoding *decoding, size_t at)
{
	const struct flow_note *note = decoding->note;
	const size_t left = decoding_left(decoding, at);
	const bool acknowledges = left >= 14 && decoding->frame[at + 13] & TCP_ACK;
	if (left >= 8)
		decode_number(decoding, "seq", at + 4, note ? note->seq : 0, PACKET_BRIEF_GAP);
	if (left >= 12 && acknowledges)
		decode_number(decoding, "ack", at + 8, note ? note->ack : 0, 0);
	else if (left >= 12)
		field_number(decoding, "ack", at + 8, 4, 0);
}

static void decode_window(struct decoding *decoding, size_t at)
{
	struct buffer *text = &decoding->out->text;
	if (decoding_left(decoding, at) < 16)
		return;
	const unsigned window = get16(decoding->frame + at + 14);
	field_begin(decoding, "win", at * 8 + 112, 16,
		    PACKET_BRIEF_NAME | PACKET_BRIEF_TEXT | PACKET_BRIEF_GAP);
	buffer_format(text, "%u", window);
	field_remark(decoding);
	if (decoding->note && decoding->note->window != window)
		buffer_format(text, "scaled %u", decoding->note->window);
	field_end(decoding);
}

static void decode_note(struct decoding *decoding, size_t at)
{
	if (!decoding->note || decoding->note->segment == SEGMENT_USUAL)
		return;
	field_begin(decoding, "note", at * 8, 0, PACKET_BRIEF_TEXT | PACKET_BRIEF_GAP);
	flow_segment_name(decoding->note, &decoding->out->text);
	field_end(decoding);
}

void decode_tcp(struct decoding *decoding, size_t at)
{
	const uint8_t *header = decoding->frame + at;
	const size_t there = decoding_left(decoding, at);
	layer_begin(decoding, "TCP", at, PACKET_LAYER_QUIET | PACKET_LAYER_PORTS);
	fields_of_rows(decoding, ROWS(port_rows), at);
	decode_numbers(decoding, at);
	fields_of_rows(decoding, ROWS(rows), at);
	decode_window(decoding, at);
	if (there < TCP_SIZE) {
		if (!decoding->quotes)
			field_wrong(decoding, at, there, "TCP cut after %zu of %u bytes", there,
				    (unsigned)TCP_SIZE);
		layer_end(decoding, decoding->end);
		return;
	}
	const size_t size = tcp_header_size(header);
	field_transport_checksum(decoding, at + 16, at, there, true);
	field_of(decoding, &urgent_row, at);
	if (size >= TCP_SIZE && size <= there) {
		decode_tcp_options(decoding, at + TCP_SIZE, at + size,
				   (header[13] & (TCP_SYN | TCP_ACK)) == TCP_SYN);
		decode_note(decoding, at);
		layer_end(decoding, at + size);
		decode_payload(decoding, at + size);
		return;
	}
	if (!decoding->quotes)
		field_wrong(decoding, at + 12, 1, "a header of %zu bytes, where %zu are", size,
			    there);
	layer_end(decoding, at + TCP_SIZE);
	decode_payload(decoding, at + TCP_SIZE);
}
