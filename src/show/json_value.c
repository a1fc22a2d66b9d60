/*
 * json_value: see json_value.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "show/json_value.h"

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

/* False: it is not UTF-8, and a part of it may have been written. */
static bool put_string(struct buffer *out, const char *data, size_t length)
{
	buffer_byte(out, '"');
	for (size_t i = 0; i < length;) {
		size_t plain = plain_stretch(data + i, length - i, '"');
		buffer_append(out, data + i, plain);
		i += plain;
		if (i == length)
			break;
		uint32_t character;
		size_t size = utf8_sequence(data + i, length - i, &character);
		if (!size)
			return false;
		put_escaped(out, character);
		i += size;
	}
	buffer_byte(out, '"');
	return true;
}

static void put_hex(struct buffer *out, const char *data, size_t length)
{
	static const char digits[] = "0123456789abcdef";
	PUT(out, "{\"$hex\":\"");
	char *next = buffer_reserve(out, length * 2);
	for (size_t i = 0; i < length; i++) {
		*next++ = digits[(unsigned char)data[i] >> 4];
		*next++ = digits[(unsigned char)data[i] & 15];
	}
	out->length += length * 2;
	PUT(out, "\"}");
}

void json_bytes(struct buffer *out, const char *data, size_t length)
{
	size_t start = out->length;
	if (put_string(out, data, length))
		return;
	out->length = start;
	put_hex(out, data, length);
}

void json_text(struct buffer *out, const char *text)
{
	if (text)
		json_bytes(out, text, strlen(text));
	else
		PUT(out, "null");
}

/* ---- values ---- */

/* Lists may share elements, and be endless on paper: none is gone on with that does not fit. */
static void put(struct buffer *out, struct value value, size_t full);

static void put_list(struct buffer *out, const struct list *list, size_t full)
{
	buffer_byte(out, '[');
	for (size_t i = 0; i < list->count && out->length <= full; i++) {
		if (i)
			buffer_byte(out, ',');
		put(out, list_at(list, i), full);
	}
	buffer_byte(out, ']');
}

static bool keys_are_text(const struct map *map)
{
	for (const struct map_entry *entry = map_first(map); entry; entry = map_next(entry)) {
		const struct bytes *key = map_key(entry);
		if (!utf8_valid(key->data, key->length))
			return false;
	}
	return true;
}

/* A key that begins with $ has it doubled, so that none looks like one of ours. */
static void put_key(struct buffer *out, const struct bytes *key)
{
	if (!key->length || key->data[0] != '$') {
		json_bytes(out, key->data, key->length);
		return;
	}
	struct buffer doubled = {0};
	buffer_byte(&doubled, '$');
	buffer_append(&doubled, key->data, key->length);
	json_bytes(out, doubled.data, doubled.length);
	buffer_free(&doubled);
}

static void put_fields(struct buffer *out, const struct map *map, size_t full)
{
	buffer_byte(out, '{');
	for (const struct map_entry *entry = map_first(map); entry && out->length <= full;
	     entry = map_next(entry)) {
		if (entry != map_first(map))
			buffer_byte(out, ',');
		put_key(out, map_key(entry));
		buffer_byte(out, ':');
		put(out, map_value(entry), full);
	}
	buffer_byte(out, '}');
}

/* JSON's keys are text: of a map with another all are pairs. */
static void put_pairs(struct buffer *out, const struct map *map, size_t full)
{
	PUT(out, "{\"$map\":[");
	for (const struct map_entry *entry = map_first(map); entry && out->length <= full;
	     entry = map_next(entry)) {
		const struct bytes *key = map_key(entry);
		if (entry != map_first(map))
			buffer_byte(out, ',');
		buffer_byte(out, '[');
		json_bytes(out, key->data, key->length);
		buffer_byte(out, ',');
		put(out, map_value(entry), full);
		buffer_byte(out, ']');
	}
	PUT(out, "]}");
}

/* {"$address":"127.0.0.1:80"}: not to be taken for bytes. */
static void put_object(struct buffer *out, struct value value)
{
	struct buffer text = {0};
	PUT(out, "{\"$");
	buffer_text(out, value_type_name(value.type));
	PUT(out, "\":");
	value_format(value, &text);
	json_bytes(out, text.data, text.length);
	buffer_byte(out, '}');
	buffer_free(&text);
}

static void put(struct buffer *out, struct value value, size_t full)
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
		json_bytes(out, value.bytes->data, value.bytes->length);
		break;
	case TYPE_LIST:
		put_list(out, value.list, full);
		break;
	case TYPE_MAP:
		if (keys_are_text(value.map))
			put_fields(out, value.map, full);
		else
			put_pairs(out, value.map, full);
		break;
	default:
		put_object(out, value);
		break;
	}
}

/* A part of it would be taken for the whole. */
static void put_left_out(struct buffer *out, struct value value)
{
	size_t count = value.type == TYPE_LIST ? value.list->count : map_count(value.map);
	PUT(out, "{\"$left_out\":\"");
	buffer_format(out, "%s of %zu", value_type_name(value.type), count);
	PUT(out, "\"}");
}

void json_value(struct buffer *out, struct value value, size_t most)
{
	size_t start = out->length;
	put(out, value, start + most);
	if (out->length <= start + most || (value.type != TYPE_LIST && value.type != TYPE_MAP))
		return;
	out->length = start;
	put_left_out(out, value);
}
