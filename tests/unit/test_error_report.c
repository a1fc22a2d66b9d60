/*
 * Error reports: place, message, source line with its caret, hint.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <errno.h>
#include <locale.h>
#include <string.h>

#include "handsh/lang.h"
#include "handsh/names.h"
#include "handsh/show.h"

static void place(struct error *error, const char *name, struct bytes *text, uint32_t offset,
		  unsigned first_line)
{
	error->source = &source_new(name, text, first_line)->object;
	error->offset = offset;
}

static void expect_report(struct error *error, uint32_t task, const char *report)
{
	struct buffer buffer = {0};
	error_report(error, task, 0, &buffer);
	assert_string_equal(buffer_cstring(&buffer), report);
	buffer_free(&buffer);
	object_release(error);
}

static void test_prompt(void **state)
{
	(void)state;
	struct error *error = error_errno(EADDRINUSE, "bind", "0.0.0.0:5000");
	error_hint(error, "server (s3) is already listening on port 5000");
	place(error, NULL, bytes_text("bind '' 5000\n"), 0, 1);
	expect_report(error, 0,
		      "bind: EADDRINUSE: Address already in use: 0.0.0.0:5000\n"
		      "  server (s3) is already listening on port 5000\n");
	expect_report(error_new("RANGE", "recv", "N is 0 to 5, not 6"), 7,
		      "[7] recv: RANGE: N is 0 to 5, not 6\n");
}

static void test_script(void **state)
{
	(void)state;
	struct error *error = error_new("USAGE", "recv", "too many arguments");
	error_hint(error, "recv [N]\nsecond");
	place(error, "lab.hsh", bytes_text("x = 1\n\tif $x { recv 1 2 }\n"), 15, 6);
	expect_report(error, 0,
		      "lab.hsh:7:10: recv: USAGE: too many arguments\n"
		      "  \tif $x { recv 1 2 }\n"
		      "  \t        ^\n"
		      "  recv [N]\n"
		      "  second\n");
	error = error_new("USAGE", "recv", "too many arguments");
	place(error, "lab.hsh", bytes_text("recv 1 2"), 0, 1);
	expect_report(error, 7,
		      "lab.hsh:1:1: [7] recv: USAGE: too many arguments\n"
		      "  recv 1 2\n"
		      "  ^\n");
}

static void test_own_names(void **state)
{
	(void)state;
	expect_report(error_new("SYNTAX", NULL, "'{' is not closed"), 0,
		      "syntax: '{' is not closed\n");
	expect_report(error_new("FAIL", "fail", "two\nlines\033"), 0, "fail: two\\nlines\\e\n");
	expect_report(error_new("EXPECT", "expect", "1 == 2 is not true\n1\n2"), 0,
		      "expect: 1 == 2 is not true\n  1\n  2\n");
	expect_report(error_new("FAIL", NULL, NULL), 0, "fail\n");
}

/* A caret stands below its character however wide what precedes it is. */
static void test_wide_and_escaped(void **state)
{
	(void)state;
	struct error *error = error_new("UNKNOWN", NULL, "x");
	place(error, "f", bytes_text("print 'é\033' ; x"), 14, 1);
	expect_report(error, 0,
		      "f:1:14: UNKNOWN: x\n"
		      "  print 'é\\e' ; x\n"
		      "                ^\n");
}

static void test_end_of_text(void **state)
{
	(void)state;
	struct error *error = error_new("SYNTAX", NULL, "'(' is not closed");
	place(error, "-c", bytes_text("print (1"), 8, 1);
	expect_report(error, 0, "-c:1:9: syntax: '(' is not closed\n  print (1\n          ^\n");
	error = error_new("SYNTAX", NULL, "x");
	place(error, "-c", bytes_text(""), 0, 1);
	expect_report(error, 0, "-c:1:1: syntax: x\n  \n  ^\n");
}

static void test_long_line(void **state)
{
	(void)state;
	size_t length = 10 * 1000 * 1000;
	struct bytes *text = bytes_allocate(length);
	memset(text->data, 'a', length);
	text->data[length / 2] = 'X';
	struct error *error = error_new("SYNTAX", NULL, "x");
	place(error, "f", text, (uint32_t)(length / 2), 1);
	struct buffer buffer = {0};
	error_report(error, 0, 0, &buffer);
	char *line = strchr(buffer_cstring(&buffer), '\n') + 1;
	char *caret_line = strchr(line, '\n') + 1;
	assert_int_equal(caret_line - line, 2 + 3 + 100 + 3 + 1);
	assert_int_equal(line[strchr(caret_line, '^') - caret_line], 'X');
	buffer_free(&buffer);
	object_release(error);
}

static void test_long_message(void **state)
{
	(void)state;
	struct error *error = error_new("FAIL", NULL, NULL);
	error->detail = bytes_allocate(1000 * 1000);
	memset(error->detail->data, 'a', error->detail->length);
	struct buffer buffer = {0};
	error_report(error, 0, 0, &buffer);
	assert_int_equal(buffer.length, strlen("fail: ") + ERROR_SHOWN + strlen("...\n"));
	buffer_free(&buffer);
	object_release(error);
}

/* Of several lines that were typed, the one with the error is shown. */
static void test_prompt_lines(void **state)
{
	(void)state;
	struct error *error = error_new("UNSET", NULL, "the variable y is not set");
	place(error, NULL, bytes_text("if $x {\n  print $y\n}\n"), 16, 5);
	expect_report(error, 0,
		      "line 2: UNSET: the variable y is not set\n"
		      "    print $y\n"
		      "          ^\n");
}

static void expect_wrapped(const char *hint, unsigned width, const char *lines)
{
	struct buffer buffer = {0};
	struct error *error = error_new("USAGE", NULL, "m");
	error_hint(error, "%s", hint);
	error_report(error, 0, width, &buffer);
	assert_string_equal(strstr(buffer_cstring(&buffer), "m\n") + strlen("m\n"), lines);
	buffer_free(&buffer);
	object_release(error);
}

static void test_wrapped_hint(void **state)
{
	(void)state;
	expect_wrapped("one two three four", 11, "  one two\n    three\n    four\n");
	expect_wrapped("one two three four", 12, "  one two\n    three\n    four\n");
	expect_wrapped("one two three four", 20, "  one two three four\n");
	expect_wrapped("one two three four", 0, "  one two three four\n");
	expect_wrapped("aaaaaaaaaaaaaaaa b", 8, "  aaaaaaaaaaaaaaaa\n    b\n");
	expect_wrapped("é é é é\nb", 7, "  é é é\n    é\n  b\n");
	expect_wrapped("a  b", 80, "  a  b\n");
	expect_wrapped("\x01", 4, "  \\x01\n");
	expect_wrapped("one two; three four; five", 20, "  one two;\n    three four; five\n");
	expect_wrapped("one two; three four", 13, "  one two;\n    three\n    four\n");
	expect_wrapped("one; two", 80, "  one; two\n");
}

/* What stands before the message counts. */
static void test_wrapped_message(void **state)
{
	(void)state;
	struct buffer buffer = {0};
	struct error *error = error_new("EAGAIN", "recv", "one two three four");
	error_report(error, 7, 26, &buffer);
	assert_string_equal(buffer_cstring(&buffer), "[7] recv: EAGAIN: one two\n    three four\n");
	buffer_free(&buffer);
	object_release(error);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_wrapped_message),  cmocka_unit_test(test_prompt),
		cmocka_unit_test(test_script),           cmocka_unit_test(test_own_names),
		cmocka_unit_test(test_wide_and_escaped), cmocka_unit_test(test_end_of_text),
		cmocka_unit_test(test_long_line),        cmocka_unit_test(test_long_message),
		cmocka_unit_test(test_prompt_lines),     cmocka_unit_test(test_wrapped_hint),
	};
	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
