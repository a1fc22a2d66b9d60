/*
 * json_reader: see json_reader.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "commands/bytes/json_reader.h"

#include <stdlib.h>
#include <string.h>

#include "commands/bytes/json_special.h"
#include "handsh/grow.h"

#define NUMBER_MOST ((size_t)1 << 16) /* bytes of one, which is read at once */
#define LEVELS_LEAST 8

enum expecting {
	EXPECT_VALUE,
	EXPECT_FIRST_ELEMENT, /* or ] */
	EXPECT_FIRST_KEY,     /* or } */
	EXPECT_KEY,
	EXPECT_COLON,
	EXPECT_COMMA, /* or what closes the container */
	EXPECT_NOTHING,
};

static bool fail(struct json_reader *reader, const char *message)
{
	reader->error = "TYPE";
	reader->message = message;
	return false;
}

static bool fail_range(struct json_reader *reader, const char *error, const char *message)
{
	reader->error = error;
	reader->message = message;
	return false;
}

/* ---- values take their place ---- */

static struct json_level *inmost(struct json_reader *reader)
{
	return &reader->levels[reader->count - 1];
}

/* Takes value. */
static bool place_value(struct json_reader *reader, struct value value)
{
	if (!reader->count) {
		reader->result = value;
		reader->expecting = EXPECT_NOTHING;
		return true;
	}
	struct json_level *level = inmost(reader);
	reader->expecting = EXPECT_COMMA;
	if (level->container.type == TYPE_MAP) {
		level->container.map = map_put(level->container.map, level->key, value);
		level->key = NULL;
		return true;
	}
	if (level->container.list->count == LIST_MAX) {
		value_release(value);
		return fail_range(reader, "RANGE", "is an element more than a list can hold");
	}
	level->container.list = list_append(level->container.list, value);
	return true;
}

static bool open_container(struct json_reader *reader, struct value container)
{
	if (reader->count == VALUE_DEPTH_MAX) {
		value_release(container);
		return fail_range(reader, "DEPTH", "nests deeper than 1000");
	}
	reader->levels = grow_array(reader->levels, reader->count, &reader->capacity, LEVELS_LEAST,
				    sizeof(*reader->levels));
	reader->levels[reader->count++] = (struct json_level){.container = container};
	reader->expecting = container.type == TYPE_MAP ? EXPECT_FIRST_KEY : EXPECT_FIRST_ELEMENT;
	reader->place++;
	return true;
}

static bool close_container(struct json_reader *reader)
{
	struct json_level level = *inmost(reader);
	reader->place++;
	if (level.special && json_special_begin(reader, level.container))
		return true;
	reader->count--;
	return place_value(reader, level.container);
}

/* ---- strings ---- */

static bool finish_string(struct json_reader *reader, struct bytes *string)
{
	struct json_level *level;
	if (reader->key && string->length > MAP_KEY_MAX) {
		object_release(string);
		return fail_range(reader, "RANGE", "ends a key longer than 16777216 bytes");
	}
	reader->place++;
	if (!reader->key)
		return place_value(reader, value_bytes(string));
	level = inmost(reader);
	level->special = json_special_key(&string) && !map_count(level->container.map);
	level->key = string;
	reader->expecting = EXPECT_COLON;
	return true;
}

/* Four digits after \u; -1: there are not as many. */
static int32_t read_unit(const struct json_reader *reader, size_t place)
{
	int32_t unit = 0;
	if (reader->text->length - place < 4)
		return -1;
	for (size_t i = place; i < place + 4; i++) {
		int digit = digit_value(reader->text->data[i]);
		if (digit < 0)
			return -1;
		unit = unit << 4 | digit;
	}
	return unit;
}

/* \uXXXX, or two of them: a pair of UTF-16. */
static bool read_unicode(struct json_reader *reader)
{
	const struct bytes *text = reader->text;
	const size_t place = reader->place;
	int32_t unit = read_unit(reader, place + 2), low = -1;
	char out[4];
	size_t length = 6;
	if (unit < 0)
		return fail(reader, "is a \\u without four hexadecimal digits after it");
	if (unit >= 0xd800 && unit < 0xdc00 && text->length - place >= 12 &&
	    text->data[place + 6] == '\\' && text->data[place + 7] == 'u')
		low = read_unit(reader, place + 8);
	if (low >= 0xdc00 && low < 0xe000) {
		unit = 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
		length = 12;
	}
	size_t size = utf8_put((uint32_t)unit, out);
	if (!size)
		return fail(reader, "is half of a pair of \\u, and no character");
	buffer_append(&reader->string, out, size);
	reader->place += length;
	return true;
}

static bool read_escape(struct json_reader *reader)
{
	static const char signs[] = "\"\\/bfnrt", meant[] = "\"\\/\b\f\n\r\t";
	const struct bytes *text = reader->text;
	if (reader->place + 1 == text->length) {
		reader->place++;
		return fail(reader, "is the end, within a string");
	}
	const char sign = text->data[reader->place + 1];
	if (sign == 'u')
		return read_unicode(reader);
	const char *found = sign ? strchr(signs, sign) : NULL;
	if (!found)
		return fail(reader, "is a \\ before no letter of an escape");
	buffer_byte(&reader->string, meant[found - signs]);
	reader->place += 2;
	return true;
}

/* One character that is not plain: the quote ends the string. */
static bool read_special_character(struct json_reader *reader)
{
	const struct bytes *text = reader->text;
	const char byte = text->data[reader->place];
	uint32_t character;
	if (byte == '\\')
		return read_escape(reader);
	if ((unsigned char)byte < ' ')
		return fail(reader, "is a control character within a string, not escaped");
	size_t size =
		utf8_sequence(text->data + reader->place, text->length - reader->place, &character);
	if (!size)
		return fail(reader, "is not UTF-8");
	buffer_append(&reader->string, text->data + reader->place, size);
	reader->place += size;
	return true;
}

static bool read_string(struct json_reader *reader, size_t end)
{
	const struct bytes *text = reader->text;
	while (reader->place < end) {
		const char *data = text->data + reader->place;
		size_t plain = plain_stretch(data, end - reader->place, '"');
		buffer_append(&reader->string, data, plain);
		reader->place += plain;
		if (reader->place == end)
			break;
		if (text->data[reader->place] == '"')
			return finish_string(reader, bytes_from_text(&reader->string));
		if (!read_special_character(reader))
			return false;
	}
	return true;
}

/* What is plain to its end, and soon ended, needs no buffer. */
static bool begin_string(struct json_reader *reader, bool key, size_t end)
{
	const char *data = reader->text->data + ++reader->place;
	reader->key = key;
	size_t plain = reader->place < end ? plain_stretch(data, end - reader->place, '"') : 0;
	if (reader->place + plain < end && data[plain] == '"') {
		reader->place += plain;
		return finish_string(reader, bytes_new(data, plain));
	}
	bytes_begin_text(&reader->string);
	return true;
}

/* ---- numbers and words ---- */

static size_t digits_at(const struct bytes *text, size_t place)
{
	const size_t start = place;
	while (place < text->length && text->data[place] >= '0' && text->data[place] <= '9')
		place++;
	return place - start;
}

static bool stands_at(const struct bytes *text, size_t place, const char *signs)
{
	return place < text->length && text->data[place] && strchr(signs, text->data[place]);
}

/* Where the number that begins at place ends; 0: it is none. */
static size_t number_end(const struct bytes *text, size_t place, bool *integer)
{
	place += stands_at(text, place, "-");
	size_t digits = digits_at(text, place);
	if (!digits || (digits > 1 && text->data[place] == '0'))
		return 0;
	place += digits;
	*integer = !stands_at(text, place, ".eE");
	if (stands_at(text, place, ".")) {
		digits = digits_at(text, ++place);
		if (!digits)
			return 0;
		place += digits;
	}
	if (stands_at(text, place, "eE")) {
		place++;
		place += stands_at(text, place, "+-");
		digits = digits_at(text, place);
		if (!digits)
			return 0;
		place += digits;
	}
	return place;
}

/* An int if it is one of 64 bits, else the text as it stands. */
static bool read_number(struct json_reader *reader)
{
	/* No further than it may be long: the rest is not looked at. */
	struct bytes text = *reader->text;
	const size_t place = reader->place;
	bool integer;
	int64_t number;
	if (text.length - place > NUMBER_MOST)
		text.length = place + NUMBER_MOST + 1;
	size_t end = number_end(&text, place, &integer);
	if (end > place + NUMBER_MOST)
		return fail_range(reader, "RANGE", "begins a number longer than 65536 signs");
	if (!end)
		return fail(reader, "begins no number as JSON has them");
	reader->place = end;
	if (integer && digits_read(text.data + place, end - place, &number) == DIGITS_FIT)
		return place_value(reader, value_int(number));
	return place_value(reader, value_bytes(bytes_new(text.data + place, end - place)));
}

static bool read_word(struct json_reader *reader)
{
	static const struct {
		const char *word;
		struct value value;
	} words[] = {
		{"null", {.type = TYPE_NIL}},
		{"true", {.type = TYPE_BOOL, .boolean = true}},
		{"false", {.type = TYPE_BOOL}},
	};
	const char *data = reader->text->data + reader->place;
	const size_t left = reader->text->length - reader->place;
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
		size_t length = strlen(words[i].word);
		if (length <= left && memcmp(data, words[i].word, length) == 0) {
			reader->place += length;
			return place_value(reader, words[i].value);
		}
	}
	return fail(reader, "begins no value");
}

/* ---- what comes next ---- */

static bool read_value(struct json_reader *reader, size_t end)
{
	const char byte = reader->text->data[reader->place];
	switch (byte) {
	case '{':
		return open_container(reader, value_object(TYPE_MAP, map_new()));
	case '[':
		return open_container(reader, value_object(TYPE_LIST, list_new(0)));
	case '"':
		return begin_string(reader, false, end);
	default:
		return byte == '-' || (byte >= '0' && byte <= '9') ? read_number(reader)
								   : read_word(reader);
	}
}

static bool read_sign(struct json_reader *reader, char sign, enum expecting next,
		      const char *message)
{
	if (reader->text->data[reader->place] != sign)
		return fail(reader, message);
	reader->place++;
	reader->expecting = (uint8_t)next;
	return true;
}

static bool read_comma(struct json_reader *reader, char byte)
{
	const bool map = inmost(reader)->container.type == TYPE_MAP;
	if (byte == (map ? '}' : ']'))
		return close_container(reader);
	if (map)
		return read_sign(reader, ',', EXPECT_KEY, "is neither , nor }");
	return read_sign(reader, ',', EXPECT_VALUE, "is neither , nor ]");
}

static bool read_key(struct json_reader *reader, char byte, size_t end)
{
	return byte == '"' ? begin_string(reader, true, end)
			   : fail(reader, "is no \", with which a key begins");
}

static bool read_next(struct json_reader *reader, size_t end)
{
	const char byte = reader->text->data[reader->place];
	switch ((enum expecting)reader->expecting) {
	case EXPECT_FIRST_ELEMENT:
		return byte == ']' ? close_container(reader) : read_value(reader, end);
	case EXPECT_FIRST_KEY:
		return byte == '}' ? close_container(reader) : read_key(reader, byte, end);
	case EXPECT_KEY:
		return read_key(reader, byte, end);
	case EXPECT_COLON:
		return read_sign(reader, ':', EXPECT_VALUE, "is no : after a key");
	case EXPECT_COMMA:
		return read_comma(reader, byte);
	case EXPECT_NOTHING:
		return fail(reader, "stands after the value");
	default:
		return read_value(reader, end);
	}
}

static bool is_blank(char byte)
{
	return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
}

static bool go_on(struct json_reader *reader, size_t end)
{
	struct value special;
	if (reader->string.data)
		return read_string(reader, end);
	if (reader->made.type != TYPE_UNSET) {
		if (!json_special_go_on(reader, inmost(reader)->container, &special))
			return true;
		value_release(inmost(reader)->container);
		reader->count--;
		return place_value(reader, special);
	}
	while (reader->place < end && is_blank(reader->text->data[reader->place]))
		reader->place++;
	return reader->place == end || read_next(reader, end);
}

void json_reader_begin(struct json_reader *reader, struct bytes *text)
{
	*reader = (struct json_reader){.text = text};
}

enum json_state json_reader_go_on(struct json_reader *reader, size_t bytes)
{
	const size_t length = reader->text->length;
	const size_t end = length - reader->place > bytes ? reader->place + bytes : length;
	do {
		if (!go_on(reader, end))
			return JSON_FAILED;
		if (reader->made.type != TYPE_UNSET)
			return JSON_MORE;
	} while (reader->place < end);
	if (reader->place < length)
		return JSON_MORE;
	if (reader->expecting == EXPECT_NOTHING)
		return JSON_DONE;
	fail(reader, reader->string.data ? "is the end, within a string"
		     : length            ? "is the end, and something is missing"
					 : "is missing: there is no text");
	return JSON_FAILED;
}

void json_reader_end(struct json_reader *reader)
{
	while (reader->count) {
		struct json_level *level = &reader->levels[--reader->count];
		value_release(level->container);
		object_release(level->key);
	}
	free(reader->levels);
	buffer_free(&reader->string);
	value_release(reader->made);
	value_release(reader->result);
}
