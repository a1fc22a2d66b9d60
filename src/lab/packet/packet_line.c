/*
 * packet_line: a decoded packet as one line: who sends to whom, then what each layer says in short.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <string.h>

#include "handsh/packet.h"

struct line {
	const struct packet_decoded *decoded;
	struct buffer *text;
	unsigned quotes; /* the layers of this depth */
	size_t start;    /* in the text, of the line or of what stands in brackets */
};

static const struct packet_field *field_of(const struct line *line,
					   const struct packet_layer *layer, const char *name)
{
	for (uint32_t i = layer->first; i < layer->first + layer->count; i++)
		if (strcmp(line->decoded->fields[i].name, name) == 0)
			return &line->decoded->fields[i];
	return NULL;
}

/* The last layer of this depth that has one of the flags; NULL: none. */
static const struct packet_layer *layer_with(const struct line *line, unsigned flags)
{
	for (uint32_t i = line->decoded->layer_count; i > 0; i--) {
		const struct packet_layer *layer = &line->decoded->layers[i - 1];
		if (layer->quotes == line->quotes && layer->flags & flags)
			return layer;
	}
	return NULL;
}

static void append_field(const struct line *line, const struct packet_field *field)
{
	buffer_append(line->text, line->decoded->text.data + field->text, field->text_length);
}

/* An address of IPv6 stands in brackets before a port; it is what has a colon, beside those of links,
 * which have no ports. */
static void append_end(const struct line *line, const struct packet_field *address,
		       const struct packet_field *port)
{
	const bool brackets =
		port && memchr(line->decoded->text.data + address->text, ':', address->text_length);
	buffer_text(line->text, brackets ? "[" : "");
	append_field(line, address);
	buffer_text(line->text, brackets ? "]" : "");
	if (!port)
		return;
	buffer_byte(line->text, ':');
	append_field(line, port);
}

static void append_ends(const struct line *line)
{
	const struct packet_layer *layer = layer_with(line, PACKET_LAYER_ENDS);
	const struct packet_layer *ports = layer_with(line, PACKET_LAYER_PORTS);
	const struct packet_field *source = layer ? field_of(line, layer, "src") : NULL;
	const struct packet_field *destination = layer ? field_of(line, layer, "dst") : NULL;
	if (!source || !destination || layer_with(line, PACKET_LAYER_ALONE))
		return;
	append_end(line, source, ports ? field_of(line, ports, "sport") : NULL);
	buffer_text(line->text, " > ");
	append_end(line, destination, ports ? field_of(line, ports, "dport") : NULL);
}

static void separate(const struct line *line, bool group)
{
	if (line->text->length > line->start)
		buffer_text(line->text, group ? "  " : " ");
}

static void append_brief(const struct line *line, const struct packet_field *field)
{
	separate(line, field->brief & PACKET_BRIEF_GAP);
	if (field->brief & PACKET_BRIEF_SIZE)
		buffer_format(line->text, "%u byte%s", field->bits / 8,
			      field->bits == 8 ? "" : "s");
	if (field->brief & PACKET_BRIEF_NAME)
		buffer_text(line->text, field->name);
	if (field->brief & PACKET_BRIEF_NAME && field->brief & PACKET_BRIEF_TEXT &&
	    field->text_length)
		buffer_byte(line->text, ' ');
	if (field->brief & PACKET_BRIEF_TEXT)
		append_field(line, field);
}

static void append_fields(const struct line *line, const struct packet_layer *layer, bool first)
{
	for (uint32_t i = layer->first; i < layer->first + layer->count; i++) {
		const struct packet_field *field = &line->decoded->fields[i];
		if (field->brief && first == !!(field->brief & PACKET_BRIEF_FIRST))
			append_brief(line, field);
	}
}

static void append_layers(const struct line *line)
{
	for (uint32_t i = 0; i < line->decoded->layer_count; i++) {
		const struct packet_layer *layer = &line->decoded->layers[i];
		if (layer->quotes != line->quotes)
			continue;
		if (!(layer->flags & PACKET_LAYER_QUIET)) {
			separate(line, true);
			buffer_text(line->text, layer->name);
		}
		append_fields(line, layer, true);
		append_fields(line, layer, false);
	}
}

void packet_line(const struct packet_decoded *decoded, struct buffer *text)
{
	struct line line = {decoded, text, 0, text->length};
	append_ends(&line);
	append_layers(&line);
	line.quotes = 1;
	if (!layer_with(&line, PACKET_LAYER_ENDS))
		return;
	separate(&line, true);
	buffer_byte(text, '(');
	line.start = text->length;
	append_ends(&line);
	append_layers(&line);
	buffer_byte(text, ')');
}
