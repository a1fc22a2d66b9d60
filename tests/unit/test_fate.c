/*
 * test_fate: chances are kept, fates depend on their key alone, and a line has its rate.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "handsh/fate.h"

#define PERCENT (CHANCE_CERTAIN / 100)
#define TRIALS 100000

/* How many of the trials are lost. */
static unsigned count_lost(uint32_t chance, struct fate_key key)
{
	const struct impairment impairment = {.loss = chance};
	unsigned count = 0;
	for (key.number = 0; key.number < TRIALS; key.number++)
		count += fate_of(&impairment, &key).lost;
	return count;
}

/* Within five standard deviations, which one seed in 1.7 million would miss. */
static void chances_are_kept(void **state)
{
	(void)state;
	const struct fate_key key = {.seed = 7};
	assert_int_equal(count_lost(0, key), 0);
	assert_int_equal(count_lost(CHANCE_CERTAIN, key), TRIALS);
	assert_in_range(count_lost(PERCENT, key), 1000 - 158, 1000 + 158);
	assert_in_range(count_lost(50 * PERCENT, key), 50000 - 791, 50000 + 791);
	assert_in_range(count_lost(PERCENT / 10, key), 100 - 50, 100 + 50);
}

/* Two keys that differ in one thing agree as often as chance has them agree: in half of the cases. */
static void expect_unlike(struct fate_key a, struct fate_key b)
{
	const struct impairment impairment = {.loss = CHANCE_CERTAIN / 2};
	unsigned same = 0;
	for (unsigned i = 0; i < TRIALS; i++, a.number++, b.number++)
		same += fate_of(&impairment, &a).lost == fate_of(&impairment, &b).lost;
	assert_in_range(same, 50000 - 791, 50000 + 791);
}

static void each_part_of_the_key_counts(void **state)
{
	(void)state;
	const struct fate_key key = {.seed = 1, .rule = 1, .direction = 1};
	struct fate_key other = key;
	other.seed = 2;
	expect_unlike(key, other);
	other = key;
	other.rule = 2;
	expect_unlike(key, other);
	other = key;
	other.direction = 2;
	expect_unlike(key, other);
	other = key;
	other.number = 1;
	expect_unlike(key, other);
	/* The words are not just added up. */
	other = (struct fate_key){.seed = 1, .rule = 0, .direction = 2};
	expect_unlike(key, other);
}

static void nothing_else_counts(void **state)
{
	const struct impairment loss = {.loss = 10 * PERCENT};
	const struct impairment all = {.delay = 5,
				       .jitter = 3,
				       .loss = 10 * PERCENT,
				       .duplicate = 50 * PERCENT,
				       .reorder = 50 * PERCENT,
				       .corrupt = 50 * PERCENT};
	unsigned duplicated = 0, both = 0;
	(void)state;
	for (uint64_t i = 0; i < TRIALS; i++) {
		const struct fate_key key = {.seed = 3, .number = i};
		const struct fate a = fate_of(&loss, &key), b = fate_of(&all, &key);
		assert_int_equal(a.lost, b.lost);
		duplicated += b.duplicated;
		both += b.duplicated && b.reordered;
		const struct fate again = fate_of(&all, &key);
		assert_int_equal(again.delay, b.delay);
		assert_int_equal(again.draw, b.draw);
	}
	assert_in_range(duplicated, 50000 - 791, 50000 + 791);
	assert_in_range(both, 25000 - 685, 25000 + 685);
}

/* What a seed means is written down here: a script that was written with it goes on. */
static void a_seed_stays_what_it_is(void **state)
{
	const struct impairment impairment = {.loss = 20 * PERCENT};
	char fates[41] = "";
	(void)state;
	for (uint64_t i = 0; i < 40; i++)
		fates[i] = fate_of(&impairment, &(struct fate_key){.seed = 1, .number = i}).lost
				   ? 'x'
				   : '.';
	assert_string_equal(fates, "..x........x........xx.x...xx...........");
}

static void delays_are_spread(void **state)
{
	const struct impairment impairment = {.delay = 1000, .jitter = 500};
	const struct impairment more = {.delay = 10, .jitter = 1000};
	int64_t least = INT64_MAX, most = 0, sum = 0;
	(void)state;
	for (uint64_t i = 0; i < TRIALS; i++) {
		const struct fate_key key = {.number = i};
		const int64_t delay = fate_of(&impairment, &key).delay;
		least = delay < least ? delay : least;
		most = delay > most ? delay : most;
		sum += delay;
		assert_true(fate_of(&more, &key).delay >= 0);
	}
	assert_int_equal(least, 500);
	assert_int_equal(most, 1500);
	assert_in_range(sum / TRIALS, 995, 1005);
	assert_int_equal(fate_of(&(struct impairment){.delay = 7}, &(struct fate_key){0}).delay, 7);
}

static void bits_lie_where_they_are_wanted(void **state)
{
	bool seen[16] = {false};
	(void)state;
	for (uint64_t i = 0; i < 1000; i++) {
		const struct fate fate =
			fate_of(&(struct impairment){0}, &(struct fate_key){.number = i});
		const uint64_t bit = fate_bit(&fate, 14, 16);
		assert_in_range(bit, 14 * 8, 16 * 8 - 1);
		seen[bit - 14 * 8] = true;
	}
	for (unsigned i = 0; i < 16; i++)
		assert_true(seen[i]);
}

static void a_line_has_its_rate(void **state)
{
	const struct line_rule rule = {.rate = 8000000, .queue = 2}; /* a byte in a microsecond */
	int64_t departure;
	(void)state;
	assert_true(line_departure(&rule, INT64_MIN, 0, 5000, 100, &departure));
	assert_int_equal(departure, 105000);
	assert_true(line_departure(&rule, departure, 1, 6000, 100, &departure));
	assert_int_equal(departure, 205000);
	assert_true(line_departure(&rule, departure, 2, 6000, 1, &departure));
	assert_int_equal(departure, 206000);
	assert_false(line_departure(&rule, departure, 3, 6000, 1, &departure));
	assert_true(line_departure(&rule, departure, 2, 105000, 1, &departure));
	assert_true(line_departure(&rule, departure, 0, 1000000, 1, &departure));
	assert_int_equal(departure, 1001000);
	assert_true(line_departure(&(struct line_rule){.rate = 3}, 0, 0, 0, 1, &departure));
	assert_int_equal(departure, 2666666667);
	assert_true(line_departure(&(struct line_rule){0}, 9, 99, 7, 1500, &departure));
	assert_int_equal(departure, 9);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(chances_are_kept),
		cmocka_unit_test(each_part_of_the_key_counts),
		cmocka_unit_test(nothing_else_counts),
		cmocka_unit_test(a_seed_stays_what_it_is),
		cmocka_unit_test(delays_are_spread),
		cmocka_unit_test(bits_lie_where_they_are_wanted),
		cmocka_unit_test(a_line_has_its_rate),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
