/*
 * json_value: see json_value.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "show/json_value.h"

#define PIECE ((size_t)1 << 16) /* bytes of a string between two looks at what has been made */

/* ---- strings ---- */

static void put_unit(struct buffer *out, uint32_t unit)
{
	static const char digits[] = "0123456789ABCDEF";
	const char text[] = {
		'\\',
		'u',
		digits[unit >> 12],
		digits[unit >> 8 & 15],
		digits[unit >> 4 & 15],
		digits[unit & 15],
	};
	buffer_append(out, text, sizeof(text));
}

static void put_escaped(struct buffer *out, uint32_t character)
{
	static const char letters[128] = {
		['"'] = '"',  ['\\'] = '\\', ['\b'] = 'b', ['\f'] = 'f',
		['\n'] = 'n', ['\r'] = 'r',  ['\t'] = 't',
	};
	if (character < sizeof(letters) && letters[character]) {
		buffer_byte(out, '\\');
		buffer_byte(out, letters[character]);
	} else if (character < 0x10000) {
		put_unit(out, character);
	} else { /* two units of UTF-16 */
		put_unit(out, 0xd800 + ((character - 0x10000) >> 10));
		put_unit(out, 0xdc00 + ((character - 0x10000) & 0x3ff));
	}
}

/* Those from offset on, up to about end, of which the rest is looked at too. How far it came: less
 * than end where something is not UTF-8. */
static size_t put_characters(struct buffer *out, const char *data, size_t length, size_t offset,
			     size_t end)
{
	while (offset < end) {
		size_t plain = plain_stretch(data + offset, end - offset, '"');
		buffer_append(out, data + offset, plain);
		offset += plain;
		if (offset == end)
			break;
		uint32_t character;
		size_t size = utf8_sequence(data + offset, length - offset, &character);
		if (!size)
			break;
		put_escaped(out, character);
		offset += size;
	}
	return offset;
}

static void put_digits(struct buffer *out, const char *data, size_t length)
{
	static const char digits[] = "0123456789abcdef";
	char *next = buffer_reserve(out, length * 2);
	for (size_t i = 0; i < length; i++) {
		*next++ = digits[(unsigned char)data[i] >> 4];
		*next++ = digits[(unsigned char)data[i] & 15];
	}
	out->length += length * 2;
}

void json_bytes(struct buffer *out, const char *data, size_t length)
{
	const size_t start = out->length;
	buffer_byte(out, '"');
	if (put_characters(out, data, length, 0, length) == length) {
		buffer_byte(out, '"');
		return;
	}
	out->length = start;
	PUT(out, "{\"$hex\":\"");
	put_digits(out, data, length);
	PUT(out, "\"}");
}

void json_cstring(struct buffer *out, const char *text)
{
	if (text)
		json_bytes(out, text, strlen(text));
	else
		PUT(out, "null");
}

/* ---- bytes in pieces ---- */

static void begin_bytes(struct json_text *text, const struct bytes *bytes, struct buffer *out)
{
	text->bytes = bytes;
	text->offset = 0;
	text->start = out->length;
	text->hex = false;
	buffer_byte(out, '"');
}

static void put_bytes(struct json_text *text, struct buffer *out)
{
	const struct bytes *bytes = text->bytes;
	const size_t rest = bytes->length - text->offset;
	const size_t end = text->offset + (rest < PIECE ? rest : PIECE);
	if (text->hex) {
		put_digits(out, bytes->data + text->offset, end - text->offset);
		text->offset = end;
	} else {
		text->offset = put_characters(out, bytes->data, bytes->length, text->offset, end);
	}
	if (text->offset < end) {
		out->length = text->start;
		PUT(out, "{\"$hex\":\"");
		text->hex = true;
		text->offset = 0;
	} else if (text->offset == bytes->length) {
		buffer_byte(out, '"');
		if (text->hex)
			buffer_byte(out, '}');
		text->bytes = NULL;
	}
}

/* ---- keys ---- */

/* $hex, $$hex, $map …: what reads as one of ours, or as one that was doubled. */
static bool is_own_name(const struct bytes *key)
{
	const char *data = key->data;
	size_t length = key->length;
	for (; length && *data == '$'; data++)
		length--;
	return length == 3 && length < key->length &&
	       (memcmp(data, "hex", 3) == 0 || memcmp(data, "map", 3) == 0);
}

static void put_key(const struct json_text *text, const struct bytes *key, struct buffer *out)
{
	const size_t start = out->length;
	bool doubled = key->length && key->data[0] == '$' &&
		       (text->keys == JSON_EVERY_DOLLAR || is_own_name(key));
	json_bytes(out, key->data, key->length);
	if (!doubled)
		return;
	/* After the quote: a key stands in a map only if it is text. */
	buffer_byte(out, '$');
	memmove(out->data + start + 2, out->data + start + 1, out->length - start - 2);
	out->data[start + 1] = '$';
}

/* Some of the keys of the innermost map: is it to be pairs? Then its text begins. */
static void check_keys(struct json_text *text, struct buffer *out)
{
	struct walk_level *level = walk_inmost(&text->walk);
	bool pairs = false;
	for (size_t looked = 0; level->entry && looked < PIECE && !pairs;) {
		const struct bytes *key = map_key(level->entry);
		level->entry = map_next(level->entry);
		looked += key->length + 1;
		pairs = !utf8_valid(key->data, key->length);
	}
	if (level->entry && !pairs)
		return;
	text->checking = false;
	level->entry = map_first(level->container.map);
	level->other = value_bool(pairs);
	if (pairs)
		PUT(out, "{\"$map\":[");
	else
		buffer_byte(out, '{');
}

/* ---- values ---- */

/* {"$address":"127.0.0.1:80"}: not to be taken for bytes. */
static void put_object(struct buffer *out, struct value value)
{
	struct buffer shown = {0};
	PUT(out, "{\"$");
	buffer_text(out, value_type_name(value.type));
	PUT(out, "\":");
	value_format(value, &shown);
	json_bytes(out, shown.data, shown.length);
	buffer_byte(out, '}');
	buffer_free(&shown);
}

static void put(struct json_text *text, struct value value, struct buffer *out)
{
	switch (value.type) {
	case TYPE_UNSET:
	case TYPE_NIL:
		PUT(out, "null");
		break;
	case TYPE_BOOL:
		buffer_text(out, value.boolean ? "true" : "false");
		break;
	case TYPE_INT:
		buffer_int(out, value.integer);
		break;
	case TYPE_BYTES:
		if (value.bytes->length > PIECE)
			begin_bytes(text, value.bytes, out);
		else
			json_bytes(out, value.bytes->data, value.bytes->length);
		break;
	case TYPE_LIST:
		walk_enter(&text->walk, value);
		buffer_byte(out, '[');
		break;
	case TYPE_MAP:
		walk_enter(&text->walk, value);
		text->checking = true;
		break;
	default:
		put_object(out, value);
		break;
	}
}

/* Goes on with a list, past all that has no parts. */
static void put_elements(struct json_text *text, struct buffer *out, size_t full)
{
	struct walk_level *level = walk_inmost(&text->walk);
	const struct list *list = level->container.list;
	while (level->index < list->count && out->length < full) {
		struct value element = list_at(list, level->index);
		if (level->index++)
			buffer_byte(out, ',');
		put(text, element, out);
		if (value_counted(element))
			return;
	}
	if (level->index < list->count)
		return;
	walk_leave(&text->walk);
	buffer_byte(out, ']');
}

/* Goes on with a map. What stands after a pair's value is written when the next one begins. */
static void put_pair(struct json_text *text, struct buffer *out)
{
	struct walk_level *level = walk_inmost(&text->walk);
	const bool pairs = level->other.boolean, first = !level->index;
	struct value element;
	struct bytes *key;
	if (!walk_next(level, &element, &key)) {
		walk_leave(&text->walk);
		buffer_text(out, !pairs ? "}" : first ? "]}" : "]]}");
		return;
	}
	if (!first)
		buffer_text(out, pairs ? "]," : ",");
	if (pairs) {
		buffer_byte(out, '[');
		json_bytes(out, key->data, key->length);
		buffer_byte(out, ',');
	} else {
		put_key(text, key, out);
		buffer_byte(out, ':');
	}
	put(text, element, out);
}

void json_text_begin(struct json_text *text, struct value value, enum json_keys keys)
{
	text->value = value;
	text->begun = false;
	text->keys = keys;
	text->bytes = NULL;
	text->checking = false;
	walk_begin(&text->walk);
}

bool json_text_go_on(struct json_text *text, struct buffer *out, size_t most)
{
	const size_t full = most < SIZE_MAX - out->length ? out->length + most : SIZE_MAX;
	if (!text->begun)
		put(text, text->value, out);
	text->begun = true;
	while (text->bytes || text->walk.count) {
		if (out->length >= full)
			return false;
		if (text->bytes)
			put_bytes(text, out);
		else if (text->checking)
			check_keys(text, out);
		else if (walk_inmost(&text->walk)->container.type == TYPE_LIST)
			put_elements(text, out, full);
		else
			put_pair(text, out);
	}
	return true;
}

void json_text_end(struct json_text *text)
{
	walk_end(&text->walk);
}

bool json_piece(struct buffer *out, struct value value, size_t piece)
{
	struct json_text text;
	json_text_begin(&text, value, JSON_EVERY_DOLLAR);
	bool all = json_text_go_on(&text, out, piece);
	json_text_end(&text);
	return all;
}

void json_left_out(struct buffer *out, struct value value)
{
	size_t count = value.type == TYPE_LIST ? value.list->count : map_count(value.map);
	PUT(out, "{\"$left_out\":\"");
	buffer_format(out, "%s of %zu", value_type_name(value.type), count);
	PUT(out, "\"}");
}

void json_value(struct buffer *out, struct value value, size_t most)
{
	const bool container = value.type == TYPE_LIST || value.type == TYPE_MAP;
	const size_t start = out->length;
	bool all = json_piece(out, value, container ? most + 1 : SIZE_MAX);
	if (!container || (all && out->length <= start + most))
		return;
	out->length = start;
	json_left_out(out, value);
}
