/*
 * Series: numbers that are given once, and what is found by them while it is there.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "handsh/series.h"

#define MANY 1000

static void test_numbers(void **state)
{
	struct series series = {0};
	int items[3];
	(void)state;
	for (uint32_t i = 0; i < 3; i++)
		assert_int_equal(series_add(&series, &items[i]), i + 1);
	assert_ptr_equal(series_find(&series, 2), &items[1]);
	assert_null(series_find(&series, 0));
	assert_null(series_find(&series, -1));
	assert_null(series_find(&series, 4));
	assert_null(series_find(&series, INT64_MAX));
	series_remove(&series, 3);
	assert_null(series_find(&series, 3));
	assert_int_equal(series_add(&series, &items[2]), 4); /* 3 is never given again */
	assert_int_equal(series.live, 3);
	series_free(&series);
}

static void test_next(void **state)
{
	struct series series = {0};
	int items[4];
	(void)state;
	assert_null(series_next(&series, 0));
	for (uint32_t i = 0; i < 4; i++)
		series_add(&series, &items[i]);
	series_remove(&series, 1);
	series_remove(&series, 3);
	assert_ptr_equal(series_next(&series, 0), &items[1]);
	assert_ptr_equal(series_next(&series, 2), &items[3]);
	assert_null(series_next(&series, 4));
	series_free(&series);
}

/* What comes and goes takes the room of what is there, however long that goes on. */
static void test_holes(void **state)
{
	struct series series = {0};
	int first, other;
	(void)state;
	series_add(&series, &first);
	for (unsigned i = 0; i < MANY; i++) {
		uint32_t one = series_add(&series, &other), two = series_add(&series, &other);
		series_remove(&series, one); /* a hole, as two comes after it */
		if (i)
			series_remove(&series, two - 2);
	}
	assert_int_equal(series.live, 2);
	assert_in_range(series.capacity, 3, 16);
	assert_ptr_equal(series_find(&series, 1), &first);
	assert_ptr_equal(series_find(&series, 2 * MANY + 1), &other);
	series_free(&series);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_next),
		cmocka_unit_test(test_holes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
