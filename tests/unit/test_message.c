/*
 * test_message: where messages end, whatever the pieces.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "handsh/message.h"

/* What comes of it when the bytes come one at a time, and then the end; *size as it says. */
static enum message_state state_of(const struct message *message, const char *text,
				   struct message_size *size)
{
	enum message_state state = MESSAGE_OPEN;
	size_t scanned = 0;
	for (size_t length = 0; state == MESSAGE_OPEN && length <= strlen(text); length++)
		state = message_scan(message, text, length, &scanned, size);
	return state == MESSAGE_OPEN ? message_end(message, strlen(text), size) : state;
}

static void expect_whole(struct message message, const char *text, size_t length, size_t whole)
{
	struct message_size size = {0};
	assert_int_equal(state_of(&message, text, &size), MESSAGE_WHOLE);
	assert_int_equal(size.length, length);
	assert_int_equal(size.whole, whole);
}

static void expect_state(struct message message, const char *text, enum message_state state)
{
	struct message_size size;
	assert_int_equal(state_of(&message, text, &size), state);
}

static void test_lines(void **state)
{
	(void)state;
	const struct message line = {.form = MESSAGE_LINE, .most = 4};
	expect_whole(line, "abc\nd", 3, 4);
	expect_whole(line, "abcd\n", 4, 5);
	expect_whole(line, "abcd\r\n", 4, 6);
	expect_whole(line, "\n", 0, 1);
	expect_whole(line, "\r\n", 0, 2);
	expect_whole(line, "a\rb\n", 3, 4);
	expect_whole(line, "\r\r\n", 1, 3);
	expect_whole(line, "last", 4, 4);
	expect_whole(line, "cr\r", 3, 3);
	expect_state(line, "", MESSAGE_NONE);
	expect_state(line, "abcde", MESSAGE_TOO_LONG);
	expect_state(line, "abcde\n", MESSAGE_TOO_LONG);
	expect_state(line, "abcd\re", MESSAGE_TOO_LONG);
	expect_state(line, "abcd\r", MESSAGE_TOO_LONG);
	expect_whole((struct message){.form = MESSAGE_LINE}, "\r\n", 0, 2);
	expect_state((struct message){.form = MESSAGE_LINE}, "a", MESSAGE_TOO_LONG);
}

static void test_marks(void **state)
{
	(void)state;
	struct bytes *mark = bytes_text("aab");
	const struct message until = {.form = MESSAGE_UNTIL, .mark = mark, .most = 6};
	expect_whole(until, "aab", 3, 3);
	expect_whole(until, "aaaab", 5, 5);
	expect_whole(until, "xaaaab", 6, 6);
	expect_whole(until, "aabaab", 3, 3);
	expect_state(until, "xxaaaab", MESSAGE_TOO_LONG);
	expect_state(until, "aaaaaa", MESSAGE_TOO_LONG);
	expect_state(until, "aaaaa", MESSAGE_CUT);
	expect_state(until, "", MESSAGE_NONE);
	object_release(mark);
}

static void test_counts(void **state)
{
	(void)state;
	const struct message exactly = {.form = MESSAGE_EXACTLY, .most = 3};
	const struct message all = {.form = MESSAGE_ALL, .most = 3};
	expect_whole(exactly, "abcd", 3, 3);
	expect_whole((struct message){.form = MESSAGE_EXACTLY}, "", 0, 0);
	expect_state(exactly, "ab", MESSAGE_CUT);
	expect_state(exactly, "", MESSAGE_NONE);
	expect_whole(all, "abc", 3, 3);
	expect_whole(all, "", 0, 0);
	expect_state(all, "abcd", MESSAGE_TOO_LONG);
}

/* A search goes on where it stopped, but for a mark's length. */
static void test_scanned(void **state)
{
	(void)state;
	struct message_size size;
	size_t scanned = 0;
	const struct message line = {.form = MESSAGE_LINE, .most = 100};
	assert_int_equal(message_scan(&line, "ab", 2, &scanned, &size), MESSAGE_OPEN);
	assert_int_equal(scanned, 2);
	/* It would be found if those were looked at again. */
	assert_int_equal(message_scan(&line, "\n\nc", 3, &scanned, &size), MESSAGE_OPEN);
	assert_int_equal(scanned, 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_lines),
		cmocka_unit_test(test_marks),
		cmocka_unit_test(test_counts),
		cmocka_unit_test(test_scanned),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
