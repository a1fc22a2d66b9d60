/*
 * fuzz_packet: any bytes are a frame, and so is each beginning of it: it is decoded without a look past
 * its end, each field lies in it, and no text of it drives a terminal. Of what flows know nothing hostile
 * makes them read or grow beyond their table.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <stdlib.h>
#include <string.h>

#include "handsh/packet.h"
#include "target.h"

#define CUT_MOST 200 /* bytes of a frame of which all beginnings are looked at */

static void check_fields(const struct packet_decoded *decoded, size_t size)
{
	for (uint32_t i = 0; i < decoded->field_count; i++) {
		const struct packet_field *field = &decoded->fields[i];
		check((size_t)field->bit + field->bits <= size * 8);
		check((size_t)field->text + field->text_length + field->remark_length <=
		      decoded->text.length);
	}
	for (uint32_t i = 0; i < decoded->layer_count; i++) {
		const struct packet_layer *layer = &decoded->layers[i];
		check((size_t)layer->at + layer->length <= size);
		check(layer->first + layer->count <= decoded->field_count);
	}
}

static void check_texts(const struct packet_decoded *decoded, const void *frame, size_t size)
{
	struct buffer text = {0};
	packet_line(decoded, &text);
	check_shown(text.data, text.length, true, "");
	text.length = 0;
	packet_full(decoded, &text);
	packet_hex(decoded, frame, size, &text);
	check_shown(text.data, text.length, true, "\n");
	buffer_free(&text);
}

static void look_at(const uint8_t *data, size_t size, struct flows *flows,
		    struct packet_decoded *decoded)
{
	struct packet_summary summary;
	struct flow_note note;
	uint8_t *frame = memory_allocate(size ? size : 1);
	if (size)
		memcpy(frame, data, size);
	packet_summarize(frame, size, &summary);
	check((size_t)summary.payload + summary.payload_length <= size);
	check(summary.network <= size && summary.transport <= size);
	flows_take(flows, &summary, 0, &note);
	packet_decode(frame, size, &note, decoded);
	check_fields(decoded, size);
	free(frame);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct packet_decoded decoded = {0};
	struct flows *flows = flows_new(2);
	for (size_t i = 0; i < size && i < CUT_MOST; i++)
		look_at(data, i, flows, &decoded);
	look_at(data, size, flows, &decoded);
	check_texts(&decoded, data, size);
	packet_decoded_free(&decoded);
	flows_free(flows);
	return 0;
}
