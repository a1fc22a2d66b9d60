/*
 * test_rule_line: packets leave a line one after the other, and a full queue loses those that come.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "lab/rule_line.h"

#define BYTES 125 /* 1,000 bits: a millisecond at 1 Mbit/s */
#define MILLISECOND INT64_C(1000000)

static void they_leave_one_after_the_other(void **state)
{
	(void)state;
	const struct line_rule rule = {.rate = 1000000};
	struct rule_line line;
	rule_line_open(&line);
	/* More come than leave, so that the ring grows while it goes round. */
	for (int64_t i = 0; i < 1000; i++) {
		int64_t time = i * MILLISECOND / 2;
		assert_true(rule_line_pass(&line, &rule, BYTES, &time));
		assert_int_equal(time, (i + 1) * MILLISECOND);
	}
	assert_int_equal(line.count, 1000 - 499);
	int64_t late = 5000 * MILLISECOND;
	assert_true(rule_line_pass(&line, &rule, BYTES, &late));
	assert_int_equal(late, 5001 * MILLISECOND);
	assert_int_equal(line.count, 1);
	rule_line_free(&line);
}

static void a_full_queue_loses(void **state)
{
	(void)state;
	const struct line_rule rule = {.rate = 1000000, .queue = 3};
	struct rule_line line;
	rule_line_open(&line);
	for (int64_t i = 0; i < 6; i++) {
		int64_t time = 0;
		assert_int_equal(rule_line_pass(&line, &rule, BYTES, &time), i < 4);
	}
	int64_t time = MILLISECOND; /* one has left */
	assert_true(rule_line_pass(&line, &rule, BYTES, &time));
	assert_int_equal(time, 5 * MILLISECOND);
	time = MILLISECOND;
	assert_false(rule_line_pass(&line, &rule, BYTES, &time));
	rule_line_free(&line);
}

static void without_a_rate_they_leave_at_once(void **state)
{
	(void)state;
	const struct line_rule rule = {0};
	struct rule_line line;
	rule_line_open(&line);
	for (int64_t i = 0, time = 7; i < 10; i++) {
		assert_true(rule_line_pass(&line, &rule, BYTES, &time));
		assert_int_equal(time, 7);
	}
	rule_line_free(&line);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(they_leave_one_after_the_other),
		cmocka_unit_test(a_full_queue_loses),
		cmocka_unit_test(without_a_rate_they_leave_at_once),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
