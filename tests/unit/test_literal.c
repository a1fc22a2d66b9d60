/*
 * test_literal: literals, escaped text and UTF-8.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "handsh/value.h"

static void assert_literal(const char *data, size_t length, const char *expected)
{
	struct buffer text = {0};
	literal_format(&text, data, length);
	assert_string_equal(buffer_cstring(&text), expected);
	buffer_free(&text);
}

static void literals(void **state)
{
	(void)state;
	assert_literal("", 0, "\"\"");
	assert_literal("plain text", 10, "\"plain text\"");
	assert_literal("\n\r\t\\\"\033", 6, "\"\\n\\r\\t\\\\\\\"\\e\"");
	assert_literal("$x ${y} $ 5", 11, "\"\\$x \\${y} \\$ 5\"");
	assert_literal("\0"
		       "7",
		       2, "\"\\x007\"");
	assert_literal("\x01\x7f", 2, "\"\\x01\\x7f\"");
	assert_literal("h\xc3\xa9 \xe2\x82\xac \xf0\x9f\x98\x80", 12,
		       "\"h\xc3\xa9 \xe2\x82\xac \xf0\x9f\x98\x80\"");
	assert_literal("\xff\xc3", 2, "\"\\xff\\xc3\"");
	assert_literal("\xc2\x9b", 2, "\"\\xc2\\x9b\"");          /* C1 */
	assert_literal("\xe2\x80\xae", 3, "\"\\xe2\\x80\\xae\""); /* right-to-left override */
	assert_literal("\xef\xbb\xbf", 3, "\"\\xef\\xbb\\xbf\""); /* byte order mark */
	assert_literal("\xed\xa0\x80", 3, "\"\\xed\\xa0\\x80\""); /* surrogate */
	assert_literal("'", 1, "\"'\"");
}

/* Reads the escapes that literals use, as section "Words" of handsh-lang(7) does. */
static size_t read_back(const char *text, size_t length, char *out)
{
	size_t count = 0;
	for (size_t i = 1; i + 1 < length; i++) {
		char byte = text[i];
		if (byte == '\\') {
			static const char from[] = "nrte\\\"$", to[] = "\n\r\t\033\\\"$";
			unsigned number;
			const char *place;
			byte = text[++i];
			if (byte == 'x') {
				assert_int_equal(sscanf(text + i + 1, "%2x", &number), 1);
				byte = (char)number;
				i += 2;
			} else {
				assert_non_null(place = strchr(from, byte));
				byte = to[place - from];
			}
		} else {
			assert_true(byte != '"' && byte != '$' && (unsigned char)byte >= 0x20);
		}
		out[count++] = byte;
	}
	return count;
}

static void literals_read_back(void **state)
{
	(void)state;
	char data[512], again[512];
	uint32_t seed = 1;
	for (unsigned round = 0; round < 2000; round++) {
		size_t length = round % 64;
		for (size_t i = 0; i < length; i++) {
			seed = seed * 1664525 + 1013904223;
			data[i] = (char)(seed >> 24);
		}
		struct buffer text = {0};
		literal_format(&text, data, length);
		assert_true(utf8_valid(buffer_cstring(&text), text.length));
		assert_int_equal(read_back(text.data, text.length, again), length);
		assert_memory_equal(data, again, length);
		buffer_free(&text);
	}
}

static void cutting(void **state)
{
	(void)state;
	static const struct {
		const char *data;
		size_t limit;
		const char *expected;
	} cases[] = {
		{"abcdef", 3, "\"abc\"..."},
		{"abc", 3, "\"abc\""},
		{"abc", 0, "\"\"..."},
		{"", 0, "\"\""},
		{"ab\xc3\xa9x", 3, "\"ab\"..."},
		{"ab\xc3\xa9x", 4, "\"ab\xc3\xa9\"..."},
		{"ab\xffx", 3, "\"ab\\xff\"..."},
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct buffer text = {0};
		literal_format_cut(&text, cases[i].data, strlen(cases[i].data), cases[i].limit);
		assert_string_equal(buffer_cstring(&text), cases[i].expected);
		buffer_free(&text);
	}
}

static void assert_escaped(const char *data, bool utf8, const char *expected)
{
	struct buffer text = {0};
	escape_format(&text, data, strlen(data), utf8);
	assert_string_equal(buffer_cstring(&text), expected);
	buffer_free(&text);
}

static void escaping(void **state)
{
	(void)state;
	assert_escaped("line\n\ttab \"$x\" \\", true, "line\n\ttab \"$x\" \\");
	assert_escaped("\033[2J\r\a", true, "\\e[2J\\r\\x07");
	assert_escaped("\xc3\xa9\xff", true, "\xc3\xa9\\xff");
	assert_escaped("\xc3\xa9", false, "\\xc3\\xa9");
	assert_escaped("\xc2\x9b"
		       "31m",
		       true, "\\xc2\\x9b31m");
	assert_escaped("\xe2\x81\xa6", true, "\\xe2\\x81\\xa6");
	assert_escaped("\xf0\x9f\x98", true, "\\xf0\\x9f\\x98");
}

/* What draws nothing could make two texts look alike: soft hyphen, grapheme joiner, fillers, zero
 * width joiner, variation selector, tag. */
static void invisible_characters(void **state)
{
	(void)state;
	static const uint32_t hidden[] = {0xad,   0x34f,  0x61c,  0x115f,  0x1160,  0x180b,
					  0x200b, 0x200d, 0x202e, 0x2066,  0x3164,  0xfe0f,
					  0xfeff, 0xffa0, 0xfff9, 0x13430, 0x1d173, 0xe0020};
	static const uint32_t shown[] = {0xa0,   0xae,   0x34e,  0x350,  0x115e,  0x1161, 0x2010,
					 0x3163, 0x3165, 0xac00, 0xfdf0, 0x1f600, 0xe1000};
	for (size_t i = 0; i < sizeof(hidden) / sizeof(*hidden); i++) {
		struct buffer text = {0};
		char sequence[4];
		escape_format(&text, sequence, utf8_put(hidden[i], sequence), true);
		assert_int_equal(text.data[0], '\\');
		buffer_free(&text);
	}
	for (size_t i = 0; i < sizeof(shown) / sizeof(*shown); i++) {
		struct buffer text = {0};
		char sequence[4];
		size_t length = utf8_put(shown[i], sequence);
		escape_format(&text, sequence, length, true);
		assert_int_equal(text.length, length);
		assert_memory_equal(text.data, sequence, length);
		buffer_free(&text);
	}
}

static void every_character_round_trips(void **state)
{
	(void)state;
	char data[4];
	uint32_t again;
	for (uint32_t character = 0; character <= 0x10ffff; character++) {
		size_t size = utf8_put(character, data);
		bool surrogate = character >= 0xd800 && character <= 0xdfff;
		assert_int_equal(size == 0, surrogate);
		if (!size)
			continue;
		assert_int_equal(utf8_sequence(data, size, &again), size);
		assert_int_equal(again, character);
		assert_int_equal(utf8_sequence(data, size - 1, &again), 0);
	}
	assert_int_equal(utf8_put(0x110000, data), 0);
}

static void invalid_sequences(void **state)
{
	(void)state;
	static const char *const bad[] = {
		"\x80",
		"\xbf",
		"\xc0\x80",
		"\xc1\xbf",
		"\xc2",
		"\xc2\x41",
		"\xe0\x80\x80",
		"\xe0\x9f\xbf",
		"\xed\xa0\x80",
		"\xf0\x80\x80\x80",
		"\xf0\x8f\xbf\xbf",
		"\xf4\x90\x80\x80",
		"\xf5\x80\x80\x80",
		"\xff",
		"\xfe",
		"\xe2\x82",
	};
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		assert_false(utf8_valid(bad[i], strlen(bad[i])));
	assert_true(utf8_valid("", 0));
	assert_true(utf8_valid("a\0b", 3));
}

/* Of a container too no character is cut in two. */
static void cut_values(void **state)
{
	(void)state;
	static const char euros[] = "\xe2\x82\xac\xe2\x82\xac\xe2\x82\xac\xe2\x82\xac";
	struct list *list = list_append(list_new(1), value_bytes(bytes_text(euros)));
	struct value value = value_object(TYPE_LIST, list);
	for (size_t limit = 2; limit < 14; limit++) {
		struct buffer text = {0};
		value_literal_cut(value, &text, limit);
		assert_true(utf8_valid(text.data, text.length));
		assert_true(text.length <= limit + 3);
		assert_memory_equal(text.data + text.length - 3, "...", 3);
		buffer_free(&text);
	}
	value_release(value);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(literals),
		cmocka_unit_test(literals_read_back),
		cmocka_unit_test(cutting),
		cmocka_unit_test(escaping),
		cmocka_unit_test(invisible_characters),
		cmocka_unit_test(every_character_round_trips),
		cmocka_unit_test(invalid_sequences),
		cmocka_unit_test(cut_values),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
