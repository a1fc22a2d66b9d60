/*
 * json_special: see json_special.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "commands/bytes/json_special.h"

#include <string.h>

#include "handsh/command.h"

bool json_special_key(struct bytes **key)
{
	const struct bytes *name = *key;
	size_t dollars = 0;
	while (dollars < name->length && name->data[dollars] == '$')
		dollars++;
	if (!dollars || name->length - dollars != 3 ||
	    (memcmp(name->data + dollars, "hex", 3) != 0 &&
	     memcmp(name->data + dollars, "map", 3) != 0))
		return false;
	if (dollars == 1)
		return true;
	*key = bytes_keep(*key, 1, (*key)->length - 1);
	return false;
}

static struct value content_of(struct value map)
{
	return map_value(map_first(map.map));
}

bool json_special_begin(struct json_reader *reader, struct value map)
{
	if (map_count(map.map) != 1)
		return false;
	const bool hex = bytes_is(map_key(map_first(map.map)), "$hex");
	const struct value content = content_of(map);
	if (content.type != (hex ? TYPE_BYTES : TYPE_LIST) ||
	    (hex && content.bytes->length % 2 != 0))
		return false;
	reader->made = hex ? value_bytes(bytes_allocate(content.bytes->length / 2))
			   : value_object(TYPE_MAP, map_new());
	reader->converted = 0;
	return true;
}

/* Of the digits; false: one is none. */
static bool make_bytes(struct json_reader *reader, const struct bytes *digits)
{
	const size_t end = piece_end(reader->converted, digits->length, PIECE_BYTES);
	for (size_t i = reader->converted; i < end; i += 2) {
		int high = digit_value(digits->data[i]), low = digit_value(digits->data[i + 1]);
		if (high < 0 || low < 0)
			return false;
		reader->made.bytes->data[i / 2] = (char)(high << 4 | low);
	}
	reader->converted = end;
	return true;
}

/* Of the pairs; false: one is none. */
static bool make_map(struct json_reader *reader, const struct list *pairs)
{
	const size_t end = piece_end(reader->converted, pairs->count, PIECE_ELEMENTS);
	for (size_t i = reader->converted; i < end; i++) {
		const struct value pair = list_at(pairs, i);
		if (pair.type != TYPE_LIST || pair.list->count != 2)
			return false;
		const struct value key = list_at(pair.list, 0);
		if (key.type != TYPE_BYTES || key.bytes->length > MAP_KEY_MAX)
			return false;
		reader->made.map = map_put(reader->made.map, object_retain(key.bytes),
					   value_retain(list_at(pair.list, 1)));
	}
	reader->converted = end;
	return true;
}

bool json_special_go_on(struct json_reader *reader, struct value map, struct value *result)
{
	const struct value content = content_of(map);
	const bool hex = content.type == TYPE_BYTES;
	const size_t length = hex ? content.bytes->length : content.list->count;
	bool fits = hex ? make_bytes(reader, content.bytes) : make_map(reader, content.list);
	if (fits && reader->converted < length)
		return false;
	*result = fits ? value_retain(reader->made) : value_retain(map);
	value_release(reader->made);
	reader->made = VALUE_UNSET;
	return true;
}
