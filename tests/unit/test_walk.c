/*
 * test_walk: what is done with values in pieces comes out as if it were done at once.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "handsh/walk.h"

#define DEEP 12
#define LONG 200000 /* bytes of text, more than a piece */

static struct value long_text(char last)
{
	struct bytes *bytes = bytes_allocate(LONG);
	for (size_t i = 0; i < LONG; i++)
		bytes->data[i] = "ab\n\xc3\xa4\xff$"[i % 7];
	bytes->data[LONG - 1] = last;
	return value_bytes(bytes);
}

/* All kinds of values, one in the other; last makes the difference of two. */
static struct value make(const char *last)
{
	struct map *map = map_put_text(map_new(), "name", value_object(TYPE_LIST, list_new(0)));
	map = map_put_text(map, "odd key", value_object(TYPE_MAP, map_new()));
	struct value value = value_object(TYPE_MAP, map_put_text(map, "last", long_text(*last)));
	for (int i = 0; i < DEEP; i++) {
		struct list *list = list_append(list_new(0), value_int(i));
		list = list_append(list_append(list, VALUE_NIL), value);
		list = list_append(list, value_object(TYPE_LIST, list_range(i, 4)));
		value = value_object(TYPE_LIST, list_append(list, value_bytes(bytes_text(last))));
		if (i % 3)
			continue;
		map = map_put_text(map_new(), "a", value_bool(true));
		value = value_object(TYPE_MAP, map_put_text(map, "b", value));
	}
	return value;
}

static void text_in_pieces(void **state)
{
	(void)state;
	static const size_t pieces[] = {1, 2, 7, 1000, LONG / 2, SIZE_MAX};
	struct value value = make("x");
	struct buffer whole = {0};
	value_format(value, &whole);
	assert_memory_equal(whole.data, "[11 nil [10 nil {a: true b: [9 ", 31);
	for (size_t i = 0; i < sizeof(pieces) / sizeof(*pieces); i++) {
		struct buffer text = {0};
		struct value_text way;
		value_text_begin(&way, value);
		size_t before = 0;
		while (!value_text_go_on(&way, &text, pieces[i])) {
			assert_true(text.length - before >= pieces[i]);
			before = text.length;
		}
		value_text_end(&way);
		assert_int_equal(text.length, whole.length);
		assert_memory_equal(text.data, whole.data, whole.length);
		buffer_free(&text);
	}
	buffer_free(&whole);
	value_release(value);
}

/* Twice the same, sixty times over, would fill every memory there is. */
static void text_without_end(void **state)
{
	(void)state;
	struct value value = value_int(7);
	for (int i = 0; i < 60; i++) {
		struct list *list = list_append(list_new(2), value_retain(value));
		value = value_object(TYPE_LIST, list_append(list, value));
	}
	struct buffer text = {0};
	struct value_text way;
	value_text_begin(&way, value);
	assert_false(value_text_go_on(&way, &text, 1000));
	assert_in_range(text.length, 1000, 1100);
	assert_false(value_text_go_on(&way, &text, 1000));
	assert_in_range(text.length, 2000, 2200);
	value_text_end(&way);
	buffer_free(&text);
	value_release(value);
}

static bool equal_in_pieces(struct value a, struct value b, size_t steps)
{
	struct comparison comparison;
	comparison_begin(&comparison, a, b);
	while (!comparison_go_on(&comparison, steps))
		continue;
	comparison_end(&comparison);
	return !comparison.different;
}

static void comparison_in_pieces(void **state)
{
	(void)state;
	struct value a = make("x"), same = make("x"), other = make("y");
	for (size_t steps = 1; steps < 1000; steps *= 3) {
		assert_true(equal_in_pieces(a, same, steps));
		assert_false(equal_in_pieces(a, other, steps));
		assert_false(equal_in_pieces(a, VALUE_NIL, steps));
		assert_true(equal_in_pieces(VALUE_NIL, VALUE_NIL, steps));
	}
	assert_true(value_equal(a, same));
	assert_false(value_equal(a, other));
	value_release(a);
	value_release(same);
	value_release(other);
}

static void a_comparison_takes_a_few_steps_at_a_time(void **state)
{
	(void)state;
	struct value a = long_text('x'), b = long_text('y');
	struct comparison comparison;
	comparison_begin(&comparison, a, b);
	unsigned turns = 1;
	while (!comparison_go_on(&comparison, 10))
		turns++;
	comparison_end(&comparison);
	assert_in_range(turns, LONG / 1024 / 10, LONG / 1024);
	assert_true(comparison.different);
	value_release(a);
	value_release(b);
}

/* Each of so many lists, and a map, holds it as often. */
static struct value many_holders(struct bytes *held, size_t count)
{
	struct list *whole = list_new(0);
	struct map *map = map_new();
	for (size_t i = 0; i < count; i++) {
		struct list *list = list_append(list_new(0), value_bytes(object_retain(held)));
		whole = list_append(whole, value_object(TYPE_LIST, list));
		map = map_put(map, bytes_format("%zu", i), value_bytes(object_retain(held)));
	}
	return value_object(TYPE_LIST, list_append(whole, value_object(TYPE_MAP, map)));
}

static void what_is_large_is_freed_in_pieces(void **state)
{
	(void)state;
	const size_t count = 50000, steps = 1000;
	struct bytes *held = bytes_text("held");
	struct dismantling dismantling = {0};
	struct value value = many_holders(held, count), small = many_holders(held, 1);
	struct value one = list_at(small.list, 0);
	assert_true(dismantling_takes(value));
	assert_false(dismantling_takes(one));
	dismantling_add(&dismantling, value);
	dismantling_add(&dismantling, small);
	size_t turns = 1, before = held->object.references;
	assert_int_equal(before, 1 + 2 * count + 2);
	while (!dismantling_go_on(&dismantling, steps)) {
		assert_in_range(before - held->object.references, 0, steps);
		before = held->object.references;
		turns++;
	}
	assert_int_equal(held->object.references, 1);
	assert_in_range(turns, 2 * count / steps, 4 * count / steps);
	dismantling_free(&dismantling);
	object_release(held);
}

/* Of two that begin alike the longer one goes: what it alone showed goes in pieces, the rest stays. */
static void the_end_of_a_longer_list_too(void **state)
{
	(void)state;
	const size_t count = DISMANTLED + 5000, steps = 1000;
	struct bytes *held = bytes_text("held");
	struct list *shorter = list_append(list_new(4 * count), value_bytes(object_retain(held)));
	struct list *longer = list_append(object_retain(shorter), value_bytes(object_retain(held)));
	for (size_t i = 2; i < count; i++)
		longer = list_append(longer, value_bytes(object_retain(held)));
	assert_ptr_equal(longer->shorter, shorter);
	struct dismantling dismantling = {0};
	dismantling_release(&dismantling, value_object(TYPE_LIST, longer));
	size_t before = held->object.references;
	assert_int_equal(before, 1 + count);
	while (!dismantling_go_on(&dismantling, steps)) {
		assert_in_range(before - held->object.references, 0, steps);
		before = held->object.references;
	}
	assert_int_equal(held->object.references, 2);
	assert_int_equal(shorter->count, 1);
	object_release(shorter);
	assert_int_equal(held->object.references, 1);
	dismantling_free(&dismantling);
	object_release(held);
}

static void long_bytes_are_freed_in_pieces(void **state)
{
	(void)state;
	struct dismantling dismantling = {0};
	dismantling_add(&dismantling, value_bytes(bytes_allocate(DISMANTLED_BYTES / 4 * 9)));
	unsigned turns = 1;
	while (!dismantling_go_on(&dismantling, 1))
		turns++;
	assert_int_equal(turns, 5);
	dismantling_free(&dismantling);
}

static struct value nested(struct list *held, size_t count, size_t depth)
{
	struct list *list = list_new(count);
	for (size_t i = 0; i < count; i++)
		list = list_append(list, depth ? nested(held, count, depth - 1)
					       : value_object(TYPE_LIST, object_retain(held)));
	return value_object(TYPE_LIST, list);
}

/* None of the lists is large, but there are many of them: those beyond the first wait. */
static void what_is_large_by_its_parts_too(void **state)
{
	(void)state;
	const size_t count = DISMANTLED / 64 + 1, steps = DISMANTLED;
	struct list *held = list_new(0);
	struct dismantling dismantling = {0};
	size_t before = count * count * count + 1;
	struct value value = nested(held, count, 2);
	assert_int_equal(held->object.references, before);
	dismantling_release(&dismantling, value_retain(value)); /* others hold it */
	assert_int_equal(held->object.references, before);
	dismantling_release(&dismantling, value);
	do {
		assert_in_range(before - held->object.references, 0, steps + count);
		before = held->object.references;
	} while (!dismantling_go_on(&dismantling, steps));
	assert_int_equal(held->object.references, 1);
	dismantling_free(&dismantling);
	object_release(held);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_in_pieces),
		cmocka_unit_test(text_without_end),
		cmocka_unit_test(comparison_in_pieces),
		cmocka_unit_test(a_comparison_takes_a_few_steps_at_a_time),
		cmocka_unit_test(what_is_large_is_freed_in_pieces),
		cmocka_unit_test(what_is_large_by_its_parts_too),
		cmocka_unit_test(the_end_of_a_longer_list_too),
		cmocka_unit_test(long_bytes_are_freed_in_pieces),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
