/*
 * Bytes on a terminal: line ends are seen, and what is too long is cut in the middle.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "handsh/show.h"
#include "show/screen.h"

static const struct screen small = {.rows = 5, .columns = 10, .utf8 = true};

static void expect_length(const struct screen *screen, const char *data, size_t length,
			  const char *expected)
{
	struct buffer text = {0};
	screen_format(screen, data, length, &text);
	assert_string_equal(buffer_cstring(&text), expected);
	buffer_free(&text);
}

static void expect(const char *data, const char *expected)
{
	expect_length(&small, data, strlen(data), expected);
}

static void test_line_ends(void **state)
{
	(void)state;
	expect("", "\n");
	expect("hi", "hi\n");
	expect("hi\n", "hi\\n\n");
	expect("\n", "\\n\n");
	expect("a\r\nb", "a\\r\\n\nb\n");
	expect("a\rb\n\n", "a\\rb\\n\n\\n\n");
	expect_length(&small, "\r", 1, "\\r\n");
	expect_length(&small, "\0\n", 2, "\\x00\\n\n");
}

static void test_what_fits_is_whole(void **state)
{
	(void)state;
	expect("1\n2\n3\n4\n5", "1\\n\n2\\n\n3\\n\n4\\n\n5\n");
	expect("1\n2\n3\n4\n5\n", "1\\n\n2\\n\n3\\n\n4\\n\n5\\n\n");
	expect("aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeee",
	       "aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeee\n");
}

static void test_the_middle_is_left_out(void **state)
{
	(void)state;
	expect("1\n2\n3\n4\n5\n6", "1\\n\n2\\n\n... 4 bytes left out ...\n5\\n\n6\n");
	expect("aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeef",
	       "aaaaaaaaaabbbbbbbbbb\n... 20 bytes left out ...\neeeeeeeeeef\n");
	/* Of characters each is whole, and what is escaped takes the columns that it takes. */
	expect("éééééééééééééééééééééééééééééééééééééééééééééééééééééééééééé",
	       "éééééééééééééééééééé\n... 40 bytes left out ...\néééééééééééééééééééé\n");
	expect_length(&small, "\0\0\0\0\0\0\0\0\0\0\0\0", 12,
		      "\\x00\\x00\\x00\\x00\n... 4 bytes left out ...\n\\x00\\x00\\x00\\x00\n");
	const struct screen plain = {.rows = 5, .columns = 8};
	expect_length(&plain, "éééééééééééé", 24,
		      "\\xc3\\xa9\\xc3\\xa9\n... 16 bytes left out ...\n"
		      "\\xc3\\xa9\\xc3\\xa9\n");
}

#define MARKS "\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301"

/* However long, no more is looked at than is shown. */
static void test_the_enormous(void **state)
{
	(void)state;
	enum { SIZE = 64 << 20 };
	static const struct screen screen = {.rows = 3, .columns = 4, .utf8 = true};
	char *data = memory_allocate(SIZE);
	memset(data, '\x80', SIZE);
	expect_length(&screen, data, SIZE, "\\x80\n... 67108862 bytes left out ...\n\\x80\n");
	for (size_t i = 0; i < SIZE; i++) /* U+0301, which takes no column */
		data[i] = i % 2 ? '\x81' : '\xcc';
	expect_length(&screen, data, SIZE, MARKS "\n... 67108832 bytes left out ...\n" MARKS "\n");
	free(data);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_line_ends),
		cmocka_unit_test(test_what_fits_is_whole),
		cmocka_unit_test(test_the_middle_is_left_out),
		cmocka_unit_test(test_the_enormous),
	};
	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
