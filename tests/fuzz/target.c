/*
 * target: values of the language from bytes, and what may stand on a terminal.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "target.h"

#include <stdlib.h>
#include <string.h>

#define DEPTH 8

void check(bool holds)
{
	if (!holds)
		abort();
}

/* ---- terminals ---- */

/* Those that turn the direction of what follows, and what draws nothing beside them. */
static bool is_bidirectional(uint32_t character)
{
	return character == 0x61c || character == 0x200e || character == 0x200f ||
	       (character >= 0x202a && character <= 0x202e) ||
	       (character >= 0x2066 && character <= 0x2069);
}

void check_shown(const char *data, size_t length, bool utf8, const char *allowed)
{
	uint32_t character;
	for (size_t i = 0, size; i < length; i += size) {
		size = utf8_sequence(data + i, length - i, &character);
		check(size == 1 || (size && utf8));
		if (character < ' ')
			check(strchr(allowed, (int)character) != NULL && character);
		check(character < 0x7f || character >= 0xa0);
		check(!is_bidirectional(character));
	}
}

/* ---- values ---- */

unsigned take(struct input *input)
{
	if (!input->size)
		return 0;
	input->size--;
	return *input->data++;
}

int64_t take_int(struct input *input)
{
	uint64_t integer = 0;
	for (int i = 0; i < 8; i++)
		integer = integer << 8 | take(input);
	return (int64_t)integer;
}

static struct bytes *take_length(struct input *input, size_t length)
{
	if (length > input->size)
		length = input->size;
	struct bytes *bytes = bytes_new(input->data, length);
	input->data += length;
	input->size -= length;
	return bytes;
}

struct bytes *take_bytes(struct input *input)
{
	return take_length(input, take(input));
}

struct bytes *take_rest(struct input *input)
{
	return take_length(input, input->size);
}

static struct value take_nested(struct input *input, unsigned depth);

static struct value take_list(struct input *input, unsigned depth)
{
	struct list *list = list_new(0);
	for (unsigned count = take(input) & 7; count; count--)
		list = list_append(list, take_nested(input, depth + 1));
	return value_object(TYPE_LIST, list);
}

/* No key has a NUL in it: jansson reads none. */
static struct value take_map(struct input *input, unsigned depth)
{
	struct map *map = map_new();
	for (unsigned count = take(input) & 7; count; count--) {
		struct bytes *key = take_bytes(input);
		key = bytes_shrink(key, strnlen(key->data, key->length));
		map = map_put(map, key, take_nested(input, depth + 1));
	}
	return value_object(TYPE_MAP, map);
}

static struct value take_nested(struct input *input, unsigned depth)
{
	switch (take(input) & 7) {
	case 0:
		return VALUE_NIL;
	case 1:
		return value_bool(take(input) & 1);
	case 2:
		return value_int(take_int(input));
	case 3:
		return depth < DEPTH ? take_list(input, depth) : VALUE_NIL;
	case 4:
		return depth < DEPTH ? take_map(input, depth) : VALUE_NIL;
	default:
		return value_bytes(take_bytes(input));
	}
}

struct value take_value(struct input *input)
{
	return take_nested(input, 0);
}
