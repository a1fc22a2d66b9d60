/*
 * packet_full: a decoded packet as a line a field, with its bytes before it where they are wanted.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/packet.h"

#define BYTES_A_ROW 8
#define BYTES_WIDTH (BYTES_A_ROW * 3 - 1)
#define NAME_WIDTH 18

struct page {
	const struct packet_decoded *decoded;
	const uint8_t *frame; /* NULL: no bytes are wanted */
	size_t length;
	struct buffer *text;
};

static void pad(struct buffer *text, size_t start, size_t width)
{
	while (text->length - start < width)
		buffer_byte(text, ' ');
}

/* ---- bytes ---- */

/* Those bits of a byte that are the field's, others as dots. */
static void append_bits(struct buffer *text, const struct packet_field *field, size_t byte,
			unsigned value)
{
	for (unsigned i = 0; i < 8; i++) {
		const size_t bit = byte * 8 + i;
		if (bit < field->bit || bit >= (size_t)field->bit + field->bits)
			buffer_byte(text, '.');
		else
			buffer_byte(text, value & 0x80 >> i ? '1' : '0');
	}
}

static bool is_whole(const struct packet_field *field)
{
	return field->bit % 8 == 0 && field->bits % 8 == 0;
}

/* So many of a field's bytes from the one of the frame on, in their column. */
static void append_row(const struct page *page, const struct packet_field *field, size_t byte,
		       size_t count)
{
	const size_t start = page->text->length;
	for (size_t i = 0; i < count; i++) {
		const unsigned value = byte + i < page->length ? page->frame[byte + i] : 0;
		buffer_text(page->text, i ? " " : "");
		if (is_whole(field))
			buffer_format(page->text, "%02x", value);
		else
			append_bits(page->text, field, byte + i, value);
	}
	pad(page->text, start, BYTES_WIDTH);
}

/* The first bytes; gives where the next is. */
static size_t append_first(const struct page *page, const struct packet_field *field, size_t end)
{
	const size_t byte = field->bit / 8, count = end - byte;
	const size_t most = is_whole(field) ? BYTES_A_ROW : 2;
	const size_t shown = count < most ? count : most;
	if (field->bits)
		buffer_format(page->text, "%6u  ", field->bit);
	else
		buffer_text(page->text, "        ");
	append_row(page, field, byte, shown);
	buffer_text(page->text, "  ");
	return byte + shown;
}

static void append_others(const struct page *page, const struct packet_field *field, size_t byte,
			  size_t end)
{
	while (byte < end) {
		const size_t most = is_whole(field) ? BYTES_A_ROW : 2;
		const size_t count = end - byte < most ? end - byte : most;
		buffer_format(page->text, "%6zu  ", byte * 8);
		append_row(page, field, byte, count);
		while (page->text->data[page->text->length - 1] == ' ')
			page->text->length--;
		buffer_byte(page->text, '\n');
		byte += count;
	}
}

/* ---- lines ---- */

static void append_value(const struct page *page, const struct packet_layer *layer,
			 const struct packet_field *field)
{
	const char *value = page->decoded->text.data + field->text;
	const size_t start = page->text->length;
	for (unsigned i = 0; i <= layer->quotes; i++)
		buffer_text(page->text, "  ");
	buffer_text(page->text, field->name);
	if (field->text_length) {
		pad(page->text, start, NAME_WIDTH);
		buffer_text(page->text, "  ");
		buffer_append(page->text, value, field->text_length);
	}
	if (field->remark_length) {
		buffer_text(page->text, "  ");
		buffer_append(page->text, value + field->text_length, field->remark_length);
	}
	buffer_byte(page->text, '\n');
}

static void append_field(const struct page *page, const struct packet_layer *layer,
			 const struct packet_field *field)
{
	const size_t end = ((size_t)field->bit + field->bits + 7) / 8;
	size_t next = end;
	if (page->frame)
		next = append_first(page, field, end);
	append_value(page, layer, field);
	append_others(page, field, next, end);
}

static void append_page(const struct page *page)
{
	for (uint32_t i = 0; i < page->decoded->layer_count; i++) {
		const struct packet_layer *layer = &page->decoded->layers[i];
		for (unsigned j = 0; j < layer->quotes; j++)
			buffer_text(page->text, "  ");
		buffer_format(page->text, "%s  %u byte%s\n", layer->name, layer->length,
			      layer->length == 1 ? "" : "s");
		for (uint32_t j = layer->first; j < layer->first + layer->count; j++)
			append_field(page, layer, &page->decoded->fields[j]);
	}
}

void packet_full(const struct packet_decoded *decoded, struct buffer *text)
{
	append_page(&(struct page){decoded, NULL, 0, text});
}

void packet_hex(const struct packet_decoded *decoded, const void *frame, size_t length,
		struct buffer *text)
{
	append_page(&(struct page){decoded, frame, length, text});
}
