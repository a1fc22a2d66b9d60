/*
 * value_text: the text of a value, made in pieces. Containers may share their elements, so that a
 * small value can have a text without end; and a long one is not made at once while others wait.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/walk.h"

#include <ctype.h>

#include "base/behaviours.h"

#define PIECE ((size_t)1 << 16) /* bytes of a literal between two looks at what has been made */

/* Is the key a NAME, which needs no quotes? */
static bool is_name(const struct bytes *key)
{
	if (!key->length || (key->data[0] >= '0' && key->data[0] <= '9'))
		return false;
	for (size_t i = 0; i < key->length; i++) {
		unsigned char byte = (unsigned char)key->data[i];
		if (byte >= 0x80 || !(isalnum(byte) || byte == '_'))
			return false;
	}
	return true;
}

static void put_key(const struct bytes *key, struct buffer *buffer)
{
	if (is_name(key))
		buffer_append(buffer, key->data, key->length);
	else
		literal_format(buffer, key->data, key->length);
	buffer_text(buffer, ": ");
}

static void put(struct value_text *text, struct value value, struct buffer *buffer)
{
	if (value.type == TYPE_LIST || value.type == TYPE_MAP) {
		walk_enter(&text->walk, value);
		buffer_byte(buffer, value.type == TYPE_MAP ? '{' : '[');
	} else if (value.type == TYPE_BYTES && value.bytes->length > PIECE) {
		buffer_byte(buffer, '"');
		text->bytes = value.bytes;
		text->offset = 0;
	} else {
		value_literal(value, buffer);
	}
}

/* Goes on with a list, past all that has no parts. */
static void put_elements(struct value_text *text, struct buffer *buffer, size_t full)
{
	struct walk_level *level = walk_inmost(&text->walk);
	const struct list *list = level->container.list;
	while (level->index < list->count && buffer->length < full) {
		struct value element = list_at(list, level->index);
		if (level->index++)
			buffer_byte(buffer, ' ');
		if (element.type == TYPE_INT) {
			buffer_int(buffer, element.integer);
			continue;
		}
		put(text, element, buffer);
		return;
	}
	if (level->index < list->count)
		return;
	walk_leave(&text->walk);
	buffer_byte(buffer, ']');
}

/* Goes on with a map. */
static void put_pair(struct value_text *text, struct buffer *buffer)
{
	struct walk_level *level = walk_inmost(&text->walk);
	struct value element;
	struct bytes *key;
	if (!walk_next(level, &element, &key)) {
		walk_leave(&text->walk);
		buffer_byte(buffer, '}');
		return;
	}
	if (level->index > 1)
		buffer_byte(buffer, ' ');
	put_key(key, buffer);
	put(text, element, buffer);
}

/* Goes on with the bytes whose literal is being written. */
static void put_bytes(struct value_text *text, struct buffer *buffer)
{
	const struct bytes *bytes = text->bytes;
	size_t rest = bytes->length - text->offset, piece = rest < PIECE ? rest : PIECE;
	text->offset += literal_piece(buffer, bytes->data + text->offset, rest, piece);
	if (text->offset < bytes->length)
		return;
	buffer_byte(buffer, '"');
	text->bytes = NULL;
}

void value_text_begin(struct value_text *text, struct value value)
{
	text->value = value;
	text->bytes = NULL;
	walk_begin(&text->walk);
}

bool value_text_go_on(struct value_text *text, struct buffer *buffer, size_t most)
{
	size_t full = most < SIZE_MAX - buffer->length ? buffer->length + most : SIZE_MAX;
	if (text->value.type != TYPE_UNSET) {
		put(text, text->value, buffer);
		text->value = VALUE_UNSET;
	}
	while (text->bytes || text->walk.count) {
		if (buffer->length >= full)
			return false;
		if (text->bytes)
			put_bytes(text, buffer);
		else if (walk_inmost(&text->walk)->container.type == TYPE_LIST)
			put_elements(text, buffer, full);
		else
			put_pair(text, buffer);
	}
	return true;
}

void value_text_end(struct value_text *text)
{
	walk_end(&text->walk);
}

void container_format(struct value container, struct buffer *buffer)
{
	struct value_text text;
	value_text_begin(&text, container);
	value_text_go_on(&text, buffer, BYTES_MAX + 1); /* no value may hold as much */
	value_text_end(&text);
}

void value_literal_cut(struct value value, struct buffer *buffer, size_t limit)
{
	if (value.type == TYPE_BYTES) {
		literal_format_cut(buffer, value.bytes->data, value.bytes->length, limit);
		return;
	}
	struct value_text text;
	size_t full = buffer->length + limit;
	value_text_begin(&text, value);
	bool whole = value_text_go_on(&text, buffer, limit);
	value_text_end(&text);
	if (whole && buffer->length <= full)
		return;
	while (full < buffer->length &&
	       (buffer->data[full] & 0xc0) == 0x80) /* within a character */
		full--;
	buffer->length = full;
	buffer_text(buffer, "...");
}
