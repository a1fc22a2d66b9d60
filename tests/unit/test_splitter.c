/*
 * test_splitter: where units end, whatever the pieces in which text arrives.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lang/tree.h"

#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* Each text, without its last newline, is one unit. */
static const char *const units[] = {
	"",
	"# it's (a comment {",
	"f a b",
	"f 'a\nb' \"c\n\\\"d\"",
	"f \\\n  b \\\r\n c",
	"f a#'b'",
	"f [::1]:80 [ a[ x[0]",
	"x = [1\n2 # ]\n 3]",
	"x = {a: [1\n]\n'b': {}\n}",
	"l[0] = [\n1]",
	"l[\n0] = 1",
	"print $l[\n0] (f)[\n1]",
	"print \"$l[\n0]x${f\n(g\n)}\"",
	"for x in [1\n2] {\n\tf\n}",
	"while [\n] {}",
	"return [1\n2]",
	"expect within 1s [\n]",
	"loop {\n}",
	"if $x {\n} else if $y {\n} else {\n}",
	"try {\n} catch e {\n}",
	"def f a b {\n\t!echo it's {\n\tg }",
	"!echo it's (",
	"!echo a \\\n b",
	"x = !echo '",
	"f | !echo {",
	"f (!echo ')' \"\\\")\" (\n)",
	"f (1 +\n2)",
	"$x + [\n1][0]",
	"not [\n1]",
	"1 in [\n1]",
	"s1.serve {\n}",
	"spawn {\n}",
	"t = f &",
	"f\r",
	"f a\rb",
	"${f\n}",
	"serve { while data = recv 1024 {\nsend (reverse $data) } }",
	"f )",
	"f (a }",
	"}",
	"f \"\\",
};

#define UNITS (sizeof(units) / sizeof(*units))

/* Ends of the units of a text that arrives in pieces of a size; returns how many there are. */
static size_t ends_of(const char *text, size_t length, size_t piece, size_t *ends, size_t most)
{
	struct splitter splitter = {0};
	size_t count = 0;
	for (size_t at = 0, limit = piece; at < length; limit += piece) {
		if (limit > length)
			limit = length;
		while (at < limit && splitter_feed(&splitter, text, limit, &at)) {
			assert_true(count < most);
			ends[count++] = at;
		}
	}
	splitter_free(&splitter);
	return count;
}

static void each_is_one(void **state)
{
	(void)state;
	for (size_t i = 0; i + 1 < UNITS; i++) {
		struct buffer text = {0};
		size_t ends[8];
		buffer_text(&text, units[i]);
		buffer_text(&text, "\n\n");
		size_t count = ends_of(text.data, text.length, text.length, ends, 8);
		if (count != 2 || ends[0] != text.length - 1)
			fail_msg("%s\nis %zu units", units[i], count);
		buffer_free(&text);
	}
}

static void pieces(void **state)
{
	(void)state;
	struct buffer text = {0};
	size_t whole[2 * UNITS], parts[2 * UNITS];
	for (size_t i = 0; i < UNITS; i++) {
		buffer_text(&text, units[i]);
		buffer_byte(&text, '\n');
	}
	size_t count = ends_of(text.data, text.length, text.length, whole, 2 * UNITS);
	assert_int_equal(count, UNITS - 1);
	for (size_t piece = 1; piece < text.length; piece++) {
		assert_int_equal(ends_of(text.data, text.length, piece, parts, 2 * UNITS), count);
		assert_memory_equal(parts, whole, count * sizeof(*whole));
	}
	buffer_free(&text);
}

/* What a prompt asks after each line. */
static void open_lines(void **state)
{
	(void)state;
	static const struct {
		const char *line;
		bool open;
	} lines[] = {
		{"f 'a\n", true},  {"b'\n", false},   {"f (\n", true},     {")\n", false},
		{"f \\\n", true},  {"b\n", false},    {"if $x {\n", true}, {"f\n", true},
		{"}\n", false},    {"f \"a\n", true}, {"\"\n", false},     {"!it's\n", false},
		{"!a \\\n", true}, {"'\n", false},    {"f a\\b\n", false},
	};
	struct splitter splitter = {0};
	for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++) {
		size_t at = 0, length = strlen(lines[i].line);
		assert_int_equal(splitter_feed(&splitter, lines[i].line, length, &at),
				 !lines[i].open);
		assert_int_equal(at, length);
		assert_int_equal(splitter_open(&splitter), lines[i].open);
	}
	splitter_free(&splitter);
}

/* However deep text nests, memory stays small, and parse gets to say what is wrong. */
static void deep(void **state)
{
	(void)state;
	struct splitter splitter = {0};
	size_t at = 0;
	for (unsigned i = 0; i < 100000; i++) {
		at = 0;
		assert_false(splitter_feed(&splitter, "(", 1, &at));
	}
	assert_in_range(splitter.open.capacity, 1, 65536);
	at = 0;
	assert_true(splitter_feed(&splitter, "\n", 1, &at));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_is_one),
		cmocka_unit_test(pieces),
		cmocka_unit_test(open_lines),
		cmocka_unit_test(deep),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
