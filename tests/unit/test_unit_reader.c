/*
 * test_unit_reader: where units end, whatever the pieces in which text arrives, also when something
 * is wrong with them; and how often a long one is read.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/lang.h"

#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

struct feed {
	struct unit_reader reader;
	struct symbols globals, commands;
	struct unit unit;
};

static enum compile_status feed_read(struct feed *feed, const char *text, size_t length,
				     enum arrival arrival)
{
	object_release(feed->unit.code);
	object_release(feed->unit.error);
	return unit_read(&feed->reader, text, length, arrival, &feed->globals, &feed->commands,
			 &feed->unit);
}

static void feed_free(struct feed *feed)
{
	object_release(feed->unit.code);
	object_release(feed->unit.error);
	unit_reader_free(&feed->reader);
	symbols_free(&feed->globals);
	symbols_free(&feed->commands);
}

/* Each text, without its last newline, is one unit. */
static const char *const units[] = {
	"",
	"# it's (a comment {",
	"f a b",
	"f 'a\nb' \"c\n\\\"d\"",
	"f \\\n  b \\\r\n c",
	"f a#'b'",
	"f [::1]:80 [\n] a[ x[0]",
	"x = [1\n2 # ]\n 3]",
	"x = {a: [1\n]\n'b': {}\n}",
	"l[0] = [\n1]",
	"l[\n0] = 1",
	"print $l[\n0] (f)[\n1]",
	"print \"$l[\n0]x${f\n(g\n)}\"",
	"for x in [1\n2] {\n\tf\n}",
	"while [\n] {}",
	"def f { return [1\n2] }",
	"expect within 1s [\n]",
	"expect within '1s' !echo (",
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
	"f ${f\n}",
	"serve { while data = recv 1024 {\nsend (reverse $data) } }",
};

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

static void each_is_one(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(units); i++) {
		struct feed feed = {0};
		struct buffer text = {0};
		buffer_format(&text, "%s\n\n", units[i]);
		for (size_t length = 1; length + 1 < text.length; length++)
			if (feed_read(&feed, text.data, length, ARRIVAL_PAUSED) !=
			    COMPILE_INCOMPLETE)
				fail_msg("%s\nis a unit after %zu bytes", units[i], length);
		if (feed_read(&feed, text.data, text.length, ARRIVAL_PAUSED) != COMPILE_DONE ||
		    feed.unit.length != text.length - 1)
			fail_msg("%s\nis one of %zu bytes", units[i], feed.unit.length);
		feed_free(&feed);
		buffer_free(&text);
	}
}

static void pieces(void **state)
{
	(void)state;
	struct buffer text = {0};
	for (size_t i = 0; i < COUNT(units); i++)
		buffer_format(&text, "%s\n", units[i]);
	for (size_t piece = 1; piece < text.length; piece++) {
		struct feed feed = {0};
		size_t start = 0, length = 0, count = 0;
		while (start < text.length) {
			if (feed_read(&feed, text.data + start, length, ARRIVAL_MORE) ==
			    COMPILE_INCOMPLETE) {
				size_t left = text.length - start;
				bool ends = length == left;
				length = left - length < piece ? left : length + piece;
				if (!ends)
					continue;
				assert_int_equal(
					feed_read(&feed, text.data + start, length, ARRIVAL_ENDED),
					COMPILE_DONE);
			}
			assert_int_equal(feed.unit.length, strlen(units[count]) + 1);
			start += feed.unit.length;
			length -= feed.unit.length;
			count++;
		}
		assert_int_equal(count, COUNT(units));
		feed_free(&feed);
	}
	buffer_free(&text);
}

/* What a prompt asks after each line. */
static void lines(void **state)
{
	(void)state;
	static const struct {
		const char *line;
		bool open;
	} table[] = {
		{"f 'a\n", true},  {"b'\n", false},   {"f (\n", true},     {"1)\n", false},
		{"f \\\n", true},  {"b\n", false},    {"if $x {\n", true}, {"f\n", true},
		{"}\n", false},    {"f \"a\n", true}, {"\"\n", false},     {"!it's\n", false},
		{"!a \\\n", true}, {"'\n", false},    {"f a\\b\n", false},
	};
	struct feed feed = {0};
	struct buffer text = {0};
	for (size_t i = 0; i < COUNT(table); i++) {
		buffer_text(&text, table[i].line);
		assert_int_equal(feed_read(&feed, text.data, text.length, ARRIVAL_PAUSED),
				 table[i].open ? COMPILE_INCOMPLETE : COMPILE_DONE);
		if (!table[i].open) {
			assert_int_equal(feed.unit.length, text.length);
			text.length = 0;
		}
	}
	feed_free(&feed);
	buffer_free(&text);
}

/* The text before the | is a unit in which something is wrong; no | : it has no end. */
static const char *const broken[] = {
	"f )\n|g\n",
	"f }\n|g\n",
	"x = = 1\n|g\n",
	"f | | g\n|g\n",
	"}\n|g\n",
	"f (a }\n|g\n",
	"if true {\n x = = 3\n g\n}\n|g\n",
	"if true {\n x = = 3 # }\n g '}' \"}\" \"${g '}'}\"\n}\n|g\n",
	"if true {\n x = = 3\n !echo it's {}\n}\n|g\n",
	"if true {\n x = = 3\n y = !echo it's \\\n it's\n}\n|g\n",
	"if true {\n x = = 3\n if g { g }\n}\n|g\n",
	"if = = 3 {\n g\n} else {\n g\n}\n|g\n",
	"loop {\n x = = (\n g\n )\n g\n}\n|g\n",
	"x = [1 ,, 2\n g\n]\n|g\n",
	"x = {a: ,\n g\n}\n|g\n",
	"f \"\\q\n g\n\"\n|g\n",
	"f \"${1 +}\n g\n\"\n|g\n",
	/* A bracket was forgotten: the } that begins a line, or closes what its line opened. */
	"if true {\n f (1\n}\n|g\n",
	"if true {\n f (1 2\n g\n}\n|g\n",
	"if true { f (1 2 }\n|g\n",
	/* A bracket was mistyped: the block is still open. */
	"if true {\n f (a }\n g\n}\n|g\n",
	"if true {\n x = [1 ,, 2)\n g\n}\n|g\n",
	"if true {\n f )\n g\n}\n|g\n",
	"if true { f )\n g\n}\n|g\n",
	"if true {\n f a]\n x = ]\n g\n}\n|g\n",
	"f (if $x {\n = g )\n g\n})\n|g\n",
	"f \"${f )\n g }\"\n|g\n",
	/* A [ in a word is one of its bytes. */
	"if true {\n x = = a[\n g\n}\n|g\n",
	"if true {\n x = = 3\n g [::1]:80\n}\n|g\n",
	"'it's'\ng\n",
	"if true {\n x = = 3\n g\n",
	"f (1 2\n g\n",
};

static void the_rest_of_a_broken_block(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(broken); i++) {
		struct feed feed = {0};
		struct buffer text = {0};
		const char *end = strrchr(broken[i], '|');
		bool ends = end && end > broken[i] && end[-1] == '\n';
		size_t length = ends ? (size_t)(end - broken[i]) : strlen(broken[i]);
		buffer_append(&text, broken[i], length);
		if (ends)
			buffer_text(&text, end + 1);
		enum compile_status status =
			feed_read(&feed, text.data, text.length, ARRIVAL_PAUSED);
		if (!ends) {
			assert_int_equal(status, COMPILE_INCOMPLETE);
			status = feed_read(&feed, text.data, text.length, ARRIVAL_ENDED);
		}
		if (status != COMPILE_ERROR || feed.unit.length != length)
			fail_msg("%s\nends after %zu bytes", broken[i], feed.unit.length);
		feed_free(&feed);
		buffer_free(&text);
	}
}

static void errors_have_their_place(void **state)
{
	(void)state;
	struct feed feed = {.reader = {.name = "test", .line = 7}};
	const char *text = "f\nf \"\n\\q\"\n", *line;
	unsigned number, column;
	size_t length;
	assert_int_equal(feed_read(&feed, text, 10, ARRIVAL_PAUSED), COMPILE_DONE);
	assert_int_equal(feed.unit.length, 2);
	feed.reader.line++;
	assert_int_equal(feed_read(&feed, text + 2, 8, ARRIVAL_PAUSED), COMPILE_ERROR);
	struct source *source = (struct source *)feed.unit.error->source;
	assert_string_equal(source->name, "test");
	source_place(source, feed.unit.error->offset, &number, &column, &line, &length);
	assert_int_equal(number, 9);
	assert_int_equal(column, 1);
	/* Of a text that ends in a bracket it is said first that it is no text. */
	assert_int_equal(feed_read(&feed, "f (g\xff", 5, ARRIVAL_ENDED), COMPILE_ERROR);
	assert_int_equal(feed.unit.error->offset, 4);
	feed_free(&feed);
}

/* The code of a unit that was read has the text of that unit and no more. */
static void what_runs_is_what_was_read(void **state)
{
	(void)state;
	struct feed feed = {0};
	assert_int_equal(feed_read(&feed, "f 1\nf 2\n", 8, ARRIVAL_MORE), COMPILE_DONE);
	assert_true(bytes_is(feed.unit.code->source->text, "f 1\n"));
	feed_free(&feed);
}

/* ---- long units ---- */

/* Feeds a block of many lines in pieces; gives the bytes that were read in all. */
static size_t work(struct feed *feed, const struct buffer *text, size_t piece, enum arrival arrival)
{
	size_t sum = 0, length = 0;
	while (length < text->length) {
		size_t before = feed->reader.read;
		length = text->length - length < piece ? text->length : length + piece;
		enum compile_status status = feed_read(feed, text->data, length, arrival);
		if (status != COMPILE_INCOMPLETE)
			return sum + length;
		if (feed->reader.read != before)
			sum += length;
	}
	return sum + (feed_read(feed, text->data, length, ARRIVAL_ENDED), length);
}

static void long_units_are_read_seldom(void **state)
{
	(void)state;
	struct buffer text = {0};
	buffer_text(&text, "loop {\n");
	while (text.length < 200000)
		buffer_text(&text, "f '}'\n");
	buffer_text(&text, "}\n");
	for (size_t piece = 1; piece < 100000; piece *= 7) {
		struct feed feed = {0};
		size_t sum = work(&feed, &text, piece, ARRIVAL_MORE);
		assert_int_equal(feed.unit.length, text.length);
		assert_in_range(sum, text.length, 3 * text.length);
		feed_free(&feed);
	}
	/* A line without an end is not read at all. */
	memset(text.data, 'f', text.length - 1);
	struct feed feed = {0};
	assert_in_range(work(&feed, &text, 100, ARRIVAL_PAUSED), 1, text.length);
	feed_free(&feed);
	buffer_free(&text);
}

static void patience(void **state)
{
	(void)state;
	struct feed feed = {0};
	struct buffer text = {0};
	buffer_text(&text, "loop {");
	feed_read(&feed, text.data, text.length, ARRIVAL_MORE);
	assert_int_equal(unit_patience(&feed.reader), TIME_NEVER);
	buffer_text(&text, "\nf\n");
	feed_read(&feed, text.data, text.length, ARRIVAL_MORE);
	assert_int_equal(unit_patience(&feed.reader), TIME_NEVER); /* it was read */
	buffer_text(&text, "f\n");
	feed_read(&feed, text.data, text.length, ARRIVAL_MORE);
	assert_int_equal(unit_patience(&feed.reader), 0);
	while (text.length < 100000)
		buffer_text(&text, "f\n");
	feed_read(&feed, text.data, text.length, ARRIVAL_MORE);
	buffer_text(&text, "f\n");
	feed_read(&feed, text.data, text.length, ARRIVAL_MORE);
	assert_in_range(unit_patience(&feed.reader), 1000000, 100000000);
	feed_free(&feed);
	buffer_free(&text);
}

static void deep(void **state)
{
	(void)state;
	struct feed feed = {0};
	struct buffer text = {0};
	for (unsigned i = 0; i < 100000; i++)
		buffer_byte(&text, '(');
	buffer_byte(&text, '\n');
	assert_int_equal(feed_read(&feed, text.data, text.length, ARRIVAL_PAUSED),
			 COMPILE_INCOMPLETE);
	assert_int_equal(feed_read(&feed, text.data, text.length, ARRIVAL_ENDED), COMPILE_ERROR);
	assert_int_equal(feed.unit.length, text.length);
	feed_free(&feed);
	buffer_free(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_is_one),
		cmocka_unit_test(pieces),
		cmocka_unit_test(lines),
		cmocka_unit_test(the_rest_of_a_broken_block),
		cmocka_unit_test(errors_have_their_place),
		cmocka_unit_test(what_runs_is_what_was_read),
		cmocka_unit_test(long_units_are_read_seldom),
		cmocka_unit_test(patience),
		cmocka_unit_test(deep),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
