/*
 * decoding: layers and fields, written one after the other: decoding.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lab/packet/decoding.h"

#include <stdlib.h>

#include "handsh/grow.h"
#include "lab/packet/pseudo.h"

/* ---- layers ---- */

void layer_begin(struct decoding *decoding, const char *name, size_t at, unsigned flags)
{
	struct packet_decoded *out = decoding->out;
	out->layers = grow_array(out->layers, out->layer_count, &out->layer_capacity, 8,
				 sizeof(*out->layers));
	out->layers[out->layer_count++] = (struct packet_layer){
		.name = name,
		.at = (uint32_t)at,
		.first = out->field_count,
		.flags = (uint8_t)flags,
		.quotes = decoding->quotes,
	};
}

void layer_end(struct decoding *decoding, size_t end)
{
	struct packet_decoded *out = decoding->out;
	struct packet_layer *layer = &out->layers[out->layer_count - 1];
	layer->length = (uint32_t)(end - layer->at);
	layer->count = out->field_count - layer->first;
}

bool header_begin(struct decoding *decoding, const char *name, size_t at, size_t size,
		  const struct field_row *rows, size_t count, unsigned flags)
{
	const size_t there = decoding_left(decoding, at);
	layer_begin(decoding, name, at, flags);
	fields_of_rows(decoding, rows, count, at);
	if (there >= size)
		return true;
	if (!decoding->quotes) /* which holds eight bytes of it: RFC 792 */
		field_wrong(decoding, at, there, "cut after %zu of %zu bytes", there, size);
	layer_end(decoding, decoding->end);
	return false;
}

/* ---- fields ---- */

static uint64_t bits_at(const uint8_t *frame, size_t bit, size_t bits)
{
	uint64_t number = 0;
	for (size_t i = bit; i < bit + bits; i++)
		number = number << 1 | (frame[i / 8] >> (7 - i % 8) & 1);
	return number;
}

struct packet_field *field_begin(struct decoding *decoding, const char *name, size_t bit,
				 size_t bits, unsigned brief)
{
	struct packet_decoded *out = decoding->out;
	out->fields = grow_array(out->fields, out->field_count, &out->field_capacity, 32,
				 sizeof(*out->fields));
	struct packet_field *field = &out->fields[out->field_count++];
	*field = (struct packet_field){
		.name = name,
		.bit = (uint32_t)bit,
		.bits = (uint32_t)bits,
		.number = bits <= 64 ? bits_at(decoding->frame, bit, bits) : 0,
		.text = (uint32_t)out->text.length,
		.brief = (uint8_t)brief,
	};
	return field;
}

static struct packet_field *open_field(const struct decoding *decoding)
{
	return &decoding->out->fields[decoding->out->field_count - 1];
}

void field_remark(struct decoding *decoding)
{
	struct packet_field *field = open_field(decoding);
	field->text_length = (uint32_t)decoding->out->text.length - field->text;
}

void field_end(struct decoding *decoding)
{
	struct packet_field *field = open_field(decoding);
	const uint32_t length = (uint32_t)decoding->out->text.length - field->text;
	if (field->text_length)
		field->remark_length = length - field->text_length;
	else
		field->text_length = length;
}

void field_text(struct decoding *decoding, const char *name, size_t at, size_t length,
		unsigned brief, const char *text)
{
	field_begin(decoding, name, at * 8, length * 8, brief);
	buffer_text(&decoding->out->text, text);
	field_end(decoding);
}

void field_number(struct decoding *decoding, const char *name, size_t at, size_t length,
		  unsigned brief)
{
	field_form(decoding, name, at, length, FORM_NUMBER, brief);
}

void field_wrong(struct decoding *decoding, size_t at, size_t length, const char *format, ...)
{
	va_list arguments;
	field_begin(decoding, "wrong", at * 8, length * 8, PACKET_BRIEF_TEXT | PACKET_BRIEF_GAP);
	va_start(arguments, format);
	buffer_vformat(&decoding->out->text, format, arguments);
	va_end(arguments);
	field_end(decoding);
}

void fields_of_rows(struct decoding *decoding, const struct field_row *rows, size_t count,
		    size_t at)
{
	for (size_t i = 0; i < count; i++)
		if ((size_t)rows[i].bit + rows[i].bits <= decoding_left(decoding, at) * 8)
			field_of(decoding, &rows[i], at);
}

/* ---- checksums ---- */

/* RFC 768: of UDP a checksum of 0 is written as its other form, for 0 says that there is none. */
static uint16_t written(const struct decoding *decoding, uint16_t checksum)
{
	return checksum || decoding->below.protocol != IPPROTO_UDP ? checksum : 0xffff;
}

void field_checksum(struct decoding *decoding, size_t at, uint64_t sum)
{
	struct buffer *text = &decoding->out->text;
	const uint16_t is = get16(decoding->frame + at);
	/* What it is with what the field adds to the sum taken out of it again. */
	const uint16_t zeroed = (uint16_t)~is;
	uint8_t opposite[2];
	put16(opposite, zeroed);
	const uint16_t should =
		written(decoding, internet_checksum(internet_sum(sum, opposite, 2)));
	field_begin(decoding, "checksum", at * 8, 16, 0);
	buffer_format(text, "0x%04x", is);
	field_remark(decoding);
	/* 0 and 0xffff are one number in ones' complement. */
	if (internet_checksum(sum) == 0)
		buffer_text(text, "right");
	else
		buffer_format(text, "wrong, should be 0x%04x", should);
	field_end(decoding);
}

void field_checksum_untold(struct decoding *decoding, size_t at, const char *why)
{
	field_begin(decoding, "checksum", at * 8, 16, 0);
	buffer_format(&decoding->out->text, "0x%04x", get16(decoding->frame + at));
	field_remark(decoding);
	buffer_text(&decoding->out->text, why);
	field_end(decoding);
}

void field_transport_checksum(struct decoding *decoding, size_t at, size_t header, size_t covered,
			      bool pseudo)
{
	const struct pseudo_header *below = &decoding->below;
	const size_t length = decoding_left(decoding, header);
	uint64_t sum = 0;
	if (below->part || !decoding->whole) {
		field_checksum_untold(decoding, at, decoding->quotes ? "of a quote" : "of a part");
		return;
	}
	if (pseudo)
		sum = pseudo_sum(below->source, below->destination, below->size, below->protocol,
				 length);
	field_checksum(decoding, at, internet_sum(sum, decoding->frame + header, covered));
}

/* ---- the whole ---- */

void decode_payload(struct decoding *decoding, size_t at)
{
	const size_t length = decoding_left(decoding, at);
	if (!length)
		return;
	layer_begin(decoding, "payload", at, PACKET_LAYER_QUIET);
	field_form(decoding, "payload", at, length, FORM_LITERAL,
		   PACKET_BRIEF_SIZE | PACKET_BRIEF_GAP);
	layer_end(decoding, decoding->end);
}

void decode_padding(struct decoding *decoding, size_t at)
{
	const size_t length = decoding_left(decoding, at);
	if (!length || decoding->quotes)
		return;
	layer_begin(decoding, "padding", at, PACKET_LAYER_QUIET);
	field_form(decoding, "padding", at, length, FORM_BYTES, 0);
	layer_end(decoding, decoding->end);
}

void packet_decoded_free(struct packet_decoded *decoded)
{
	free(decoded->layers);
	free(decoded->fields);
	buffer_free(&decoded->text);
	*decoded = (struct packet_decoded){0};
}

const struct packet_field *packet_field(const struct packet_decoded *decoded, const char *layer,
					const char *name)
{
	for (uint32_t i = 0; i < decoded->layer_count; i++) {
		const struct packet_layer *one = &decoded->layers[i];
		if (one->quotes || strcmp(one->name, layer) != 0)
			continue;
		for (uint32_t j = one->first; j < one->first + one->count; j++)
			if (strcmp(decoded->fields[j].name, name) == 0)
				return &decoded->fields[j];
	}
	return NULL;
}

bool packet_flip(void *frame, size_t length, uint64_t bit)
{
	if (bit / 8 >= length)
		return false;
	((uint8_t *)frame)[bit / 8] ^= (uint8_t)(0x80 >> bit % 8);
	return true;
}
