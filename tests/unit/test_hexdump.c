/*
 * hexdump: the form of hexdump -C.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "handsh/show.h"

static void expect_dump(const void *data, size_t length, uint64_t base, const char *text)
{
	struct buffer buffer = {0};
	hexdump_rows(data, length, 0, length, base, &buffer);
	assert_string_equal(buffer_cstring(&buffer), text);
	buffer_free(&buffer);
}

static void test_rows(void **state)
{
	(void)state;
	expect_dump("", 0, 0, "");
	expect_dump("Hello world.", 12, 0,
		    "00000000  48 65 6c 6c 6f 20 77 6f  72 6c 64 2e              |Hello world.|\n"
		    "0000000c\n");
	expect_dump("0123456789abcdef\x7f\xff\n", 19, 0x10,
		    "00000010  30 31 32 33 34 35 36 37  38 39 61 62 63 64 65 66  "
		    "|0123456789abcdef|\n"
		    "00000020  7f ff 0a                                          |...|\n"
		    "00000023\n");
}

static void test_same_rows(void **state)
{
	(void)state;
	char zeros[50] = {0};
	expect_dump(zeros, sizeof(zeros), 0,
		    "00000000  00 00 00 00 00 00 00 00  00 00 00 00 00 00 00 00  "
		    "|................|\n"
		    "*\n"
		    "00000030  00 00                                             |..|\n"
		    "00000032\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rows),
		cmocka_unit_test(test_same_rows),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
