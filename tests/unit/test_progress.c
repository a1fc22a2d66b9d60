/*
 * progress: when work is told of, and what is said.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "handsh/progress.h"

#define SECOND NANOSECONDS
#define MIB ((uint64_t)1 << 20)

static void expect_text(const struct progress *progress, uint64_t total, const char *text)
{
	struct buffer buffer = {0};
	progress_format(progress, total, &buffer);
	assert_string_equal(buffer_cstring(&buffer), text);
	buffer_free(&buffer);
}

/* So much a quarter of a second, for so many seconds after what there is. */
static void go_on(struct progress *progress, int64_t *time, uint64_t *done, uint64_t step,
		  int64_t seconds)
{
	for (int64_t i = 0; i < 4 * seconds; i++) {
		*time += SECOND / 4;
		*done += step;
		assert_true(progress_look(progress, *time, *done));
	}
}

static void test_after_a_second(void **state)
{
	struct progress progress;
	int64_t time = 5 * SECOND;
	uint64_t done = 0;
	(void)state;
	progress_begin(&progress, time);
	assert_false(progress_is_long(&progress));
	go_on(&progress, &time, &done, 0, 3);
	assert_false(progress_is_long(&progress)); /* nothing has come */
	go_on(&progress, &time, &done, 1, 1);
	assert_true(progress_is_long(&progress));
	progress_begin(&progress, time);
	assert_false(progress_is_long(&progress));
	assert_true(progress_look(&progress, time + SECOND - 1, 1));
	assert_false(progress_is_long(&progress));
}

static void test_no_look_comes_too_soon(void **state)
{
	struct progress progress;
	(void)state;
	progress_begin(&progress, 0);
	assert_true(progress_look(&progress, SECOND, 1));
	assert_false(progress_look(&progress, SECOND + SECOND / 5, 2));
	assert_true(progress_look(&progress, SECOND + SECOND / 4, 2));
}

static void test_of_an_unknown_whole(void **state)
{
	struct progress progress;
	int64_t time = 0;
	uint64_t done = 0;
	(void)state;
	progress_begin(&progress, time);
	go_on(&progress, &time, &done, 300, 2);
	expect_text(&progress, 0, "2400 bytes, 1200 bytes/s");
	go_on(&progress, &time, &done, 2 * MIB, 10); /* the rate is that of the latest time */
	expect_text(&progress, 0, "80.0M, 8.0M/s");
	expect_text(&progress, done - 1, "80.0M, 8.0M/s"); /* it has grown meanwhile */
}

static void test_of_a_known_whole(void **state)
{
	struct progress progress;
	int64_t time = 0;
	uint64_t done = 0;
	(void)state;
	progress_begin(&progress, time);
	go_on(&progress, &time, &done, MIB, 4);
	expect_text(&progress, 64 * MIB, "16.0M of 64.0M (25%), 4.0M/s, 12 s left");
	expect_text(&progress, 1024 * MIB, "16.0M of 1.0G (1%), 4.0M/s, 4 min 12 s left");
	expect_text(&progress, 64 * 1024 * MIB, "16.0M of 64.0G (0%), 4.0M/s, 4 h 33 min left");
	expect_text(&progress, UINT64_MAX, "16.0M of 16383.9P (0%), 4.0M/s");
	expect_text(&progress, done, "16.0M of 16.0M (100%), 4.0M/s, 0 s left");
}

static void test_of_work_that_stands_still(void **state)
{
	struct progress progress;
	int64_t time = 0;
	uint64_t done = 0;
	(void)state;
	progress_begin(&progress, time);
	go_on(&progress, &time, &done, 10, 2);
	go_on(&progress, &time, &done, 0, 1);
	expect_text(&progress, 100, "80 bytes of 100 bytes (80%), 25 bytes/s, 1 s left");
	go_on(&progress, &time, &done, 0, 74);
	expect_text(&progress, 0, "80 bytes, nothing for 1 min 15 s");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_after_a_second),
		cmocka_unit_test(test_no_look_comes_too_soon),
		cmocka_unit_test(test_of_an_unknown_whole),
		cmocka_unit_test(test_of_a_known_whole),
		cmocka_unit_test(test_of_work_that_stands_still),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
