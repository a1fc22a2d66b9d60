/*
 * fuzz_unjson: whatever the text is, unjson reads what jansson reads, and refuses what jansson
 * refuses, but for what only one of them has a form for. And json writes it so that the same is read.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <jansson.h>
#include <string.h>

#include "target.h"
#include "trial.h"

/* Numbers that jansson has no form for, or another one: fractions, exponents, many digits. */
static bool has_other_numbers(const struct bytes *text)
{
	size_t digits = 0;
	for (size_t i = 0; i < text->length; i++) {
		const char byte = text->data[i];
		digits = byte >= '0' && byte <= '9' ? digits + 1 : 0;
		if (digits > 18 || (i && (byte == '.' || (byte | 0x20) == 'e') &&
				    digit_value(text->data[i - 1]) >= 0))
			return true;
	}
	return false;
}

static bool has(const struct bytes *text, const char *part)
{
	return memmem(text->data, text->length, part, strlen(part));
}

/* What is the same for both: no special keys, no NUL in keys or after the value, not too deep. */
static bool is_usual(const struct bytes *text)
{
	size_t open = 0;
	for (size_t i = 0; i < text->length; i++)
		open += text->data[i] == '[' || text->data[i] == '{';
	return open < VALUE_DEPTH_MAX && !has_other_numbers(text) && !has(text, "$") &&
	       !has(text, "\\u00") && !memchr(text->data, '\0', text->length);
}

static void check_same(const json_t *json, struct value value);

static void check_map(const json_t *json, const struct map *map)
{
	const char *key;
	json_t *element;
	check(json_is_object(json) && json_object_size(json) == map_count(map));
	json_object_foreach((json_t *)json, key, element)
	{
		struct value found;
		check(map_get(map, key, strlen(key), &found));
		check_same(element, found);
	}
}

static void check_same(const json_t *json, struct value value)
{
	switch (value.type) {
	case TYPE_NIL:
		check(json_is_null(json));
		break;
	case TYPE_BOOL:
		check(json_is_boolean(json) && json_is_true(json) == value.boolean);
		break;
	case TYPE_INT:
		check(json_is_integer(json) && json_integer_value(json) == value.integer);
		break;
	case TYPE_LIST:
		check(json_is_array(json) && json_array_size(json) == value.list->count);
		for (size_t i = 0; i < value.list->count; i++)
			check_same(json_array_get(json, i), list_at(value.list, i));
		break;
	case TYPE_MAP:
		check_map(json, value.map);
		break;
	default:
		check(json_is_string(json) && json_string_length(json) == value.bytes->length);
		check(memcmp(json_string_value(json), value.bytes->data, value.bytes->length) == 0);
		break;
	}
}

static void check_again(struct value value)
{
	struct trial trial = {.name = "json", .count = 1, .arguments = {value}};
	struct value text = trial_run(&trial);
	check(text.type == TYPE_BYTES);
	trial = (struct trial){.name = "unjson", .count = 1, .arguments = {text}};
	struct value again = trial_run(&trial);
	check(value_equal(value, again));
	value_release(again);
	value_release(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct bytes *text = bytes_new(data, size);
	struct trial trial = {.name = "unjson", .count = 1, .arguments = {value_bytes(text)}};
	struct value value = trial_run(&trial);
	if (is_usual(text)) {
		json_t *json = json_loadb(text->data, text->length,
					  JSON_DECODE_ANY | JSON_ALLOW_NUL, NULL);
		check((json != NULL) == (value.type != TYPE_UNSET));
		if (json)
			check_same(json, value);
		json_decref(json);
	}
	if (value.type != TYPE_UNSET)
		check_again(value);
	value_release(value);
	object_release(text);
	return 0;
}
