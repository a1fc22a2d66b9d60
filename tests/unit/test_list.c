/*
 * test_list: lists and ranges.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "handsh/value.h"

#ifdef HANDSH_STRESS
#define ROOM false /* there is none to spare: every append moves */
#else
#define ROOM true
#endif

static struct list *make(const char *text)
{
	struct list *list = list_new(0);
	for (; *text; text++) {
		struct value value = *text >= '0' && *text <= '9' ? value_int(*text - '0')
								  : value_bytes(bytes_new(text, 1));
		list = list_append(list, value);
	}
	return list;
}

static void assert_shows(const struct list *list, const char *expected)
{
	struct buffer text = {0};
	value_format(value_object(TYPE_LIST, (void *)list), &text);
	assert_string_equal(buffer_cstring(&text), expected);
	buffer_free(&text);
}

static void formatting(void **state)
{
	(void)state;
	struct list *list = make("1a2");
	list = list_append(list, VALUE_NIL);
	list = list_append(list, value_bool(true));
	list = list_append(list, value_object(TYPE_LIST, make("b")));
	list = list_append(list, value_object(TYPE_MAP, map_new()));
	assert_shows(list, "[1 \"a\" 2 nil true [\"b\"] {}]");
	object_release(list);
	list = list_new(0);
	assert_shows(list, "[]");
	object_release(list);
}

static void appending_copies_when_shared(void **state)
{
	(void)state;
	struct list *list = make("12");
	struct list *longer = list_append(object_retain(list), value_int(3));
	assert_shows(list, "[1 2]");
	assert_shows(longer, "[1 2 3]");
	struct list *same = list_append(longer, value_int(4));
	assert_ptr_equal(same, longer);
	object_release(list);
	object_release(same);
}

/* What is appended to a list that was appended to goes into the same block, if there is room. */
static void appending_shares_the_block(void **state)
{
	(void)state;
	struct list *list = make("abc"); /* with room for one more */
	struct list *longer = list_append(object_retain(list), value_int(4));
	assert_shows(list, "[\"a\" \"b\" \"c\"]");
	assert_shows(longer, "[\"a\" \"b\" \"c\" 4]");
	assert_true(longer->items == list->items || !ROOM);
	struct list *other = list_append(object_retain(list), value_int(5));
	assert_ptr_not_equal(other->items, list->items);
	list = list_set(list, 0, VALUE_NIL); /* the longer one must not see it */
	assert_shows(list, "[nil \"b\" \"c\"]");
	assert_shows(longer, "[\"a\" \"b\" \"c\" 4]");
	assert_shows(other, "[\"a\" \"b\" \"c\" 5]");
	object_release(longer);
	object_release(list);
	object_release(other);
}

/* The last holder of a list is the list that was made of it by appending it. */
static void a_list_that_holds_a_shorter_one(void **state)
{
	(void)state;
	struct list *list = list_append(list_new(4), value_int(1));
	struct list *longer = list_append(object_retain(list), value_object(TYPE_LIST, list));
	longer = list_append(longer, value_int(3));
	assert_shows(longer, "[1 [1] 3]");
	object_release(longer);
}

static void a_part_of_a_list_that_is_alone(void **state)
{
	(void)state;
	struct bytes *first = bytes_text("first");
	struct list *list = list_append(list_new(1), value_bytes(object_retain(first)));
	for (unsigned i = 0; i < 1000; i++)
		list = list_append(list, value_int(i));
	struct list *same = list_keep(list, 1, 1000, NULL);
	assert_ptr_equal(same, list);
	assert_int_equal(first->object.references, 1); /* gone at once */
	object_release(first);
	list = list_keep(list, 500, 3, NULL);
	assert_shows(list, "[500 501 502]");
	assert_true(list->capacity < 100); /* and the room that it took */
	list = list_append(list, value_int(5));
	assert_shows(list, "[500 501 502 5]");
	list = list_keep(list, 4, 0, NULL);
	assert_shows(list, "[]");
	object_release(list);
}

/* A depth is a bound, which must not grow for ever where what was deep is gone. */
static void depth_settles(void **state)
{
	(void)state;
	struct list *list = make("12");
	for (unsigned i = 0; i < 3 * VALUE_DEPTH_MAX; i++) {
		struct list *wrapped = list_append(list_new(1), value_object(TYPE_LIST, list));
		list = list_append(wrapped, value_int(i));
		list = i % 2 ? list_keep(list, 1, 1, NULL) : list_set(list, 0, VALUE_NIL);
		assert_true(list->depth < VALUE_DEPTH_MAX);
	}
	object_release(list);
}

static void setting(void **state)
{
	(void)state;
	struct list *list = make("abc"), *changed;
	changed = list_set(object_retain(list), 1, value_int(5));
	assert_shows(list, "[\"a\" \"b\" \"c\"]");
	assert_shows(changed, "[\"a\" 5 \"c\"]");
	assert_ptr_equal(list_set(changed, 0, VALUE_NIL), changed);
	object_release(list);
	object_release(changed);
	list = list_set(list_range(1, 3), 2, value_int(9));
	assert_shows(list, "[1 2 9]");
	object_release(list);
}

static void joining(void **state)
{
	(void)state;
	struct list *list = list_concat(make("ab"), make("12"));
	assert_shows(list, "[\"a\" \"b\" 1 2]");
	list = list_concat(list, object_retain(list));
	assert_shows(list, "[\"a\" \"b\" 1 2 \"a\" \"b\" 1 2]");
	object_release(list);
	list = list_concat(list_new(0), make("1"));
	list = list_concat(list, list_new(0));
	list = list_concat(list, list_range(2, 3));
	assert_shows(list, "[1 2 3 4]");
	object_release(list);
}

static void taking_away(void **state)
{
	(void)state;
	struct list *gone = make("b2"), *list = make("abcb12"), *shared = object_retain(list);
	list = list_without(list, object_retain(gone));
	assert_shows(list, "[\"a\" \"c\" 1]");
	assert_int_equal(shared->count, 6);
	object_release(shared);
	assert_ptr_equal(list_without(list, object_retain(gone)), list);
	shared = object_retain(list);
	list = list_without(list, object_retain(shared));
	assert_shows(list, "[]");
	object_release(shared);
	object_release(list);
	object_release(gone);
	gone = make("3");
	list = list_without(list_range(1, 5), object_retain(gone));
	assert_shows(list, "[1 2 4 5]");
	object_release(gone);
	gone = list_range(2, 3);
	list = list_without(list, object_retain(gone));
	assert_shows(list, "[1 5]");
	object_release(gone);
	object_release(list);
}

/* So many are found by their hash, and order and number of the others stay. */
static void taking_many_away(void **state)
{
	(void)state;
	struct list *gone = list_new(0), *list = list_new(0);
	for (int i = 0; i < 3000; i++) {
		list = list_append(list, value_int(i % 1000));
		if (i % 3)
			gone = list_append(gone, value_bytes(bytes_format("%d", i)));
	}
	assert_ptr_equal(list_without(list, object_retain(gone)), list); /* ints are no bytes */
	for (int i = 0; i < 1000; i++)
		gone = list_append(gone, value_int(i != 7 && i != 9 ? i : -1));
	list = list_without(list, object_retain(gone));
	assert_shows(list, "[7 9 7 9 7 9]");
	object_release(list);
	object_release(gone);
}

static void slicing(void **state)
{
	(void)state;
	struct list *list = make("abcd"), *slice = list_keep(object_retain(list), 1, 2, NULL);
	assert_shows(slice, "[\"b\" \"c\"]");
	object_release(slice);
	slice = list_keep(object_retain(list), 4, 0, NULL);
	assert_shows(slice, "[]");
	object_release(slice);
	slice = list_keep(object_retain(list), 0, 4, NULL);
	assert_ptr_equal(slice, list);
	object_release(slice);
	object_release(list);
}

static void ranges_cost_nothing(void **state)
{
	(void)state;
	struct list *list = list_range(-5, (size_t)INT64_MAX), *slice;
	assert_null(list->block);
	assert_int_equal(list_at(list, 7).integer, 2);
	assert_true(list_contains(list, value_int(-5)));
	assert_false(list_contains(list, value_int(-6)));
	assert_false(list_contains(list, VALUE_NIL));
	slice = list_keep(object_retain(list), 3, 4, NULL);
	assert_shows(slice, "[-2 -1 0 1]");
	struct list *same = list_range(-2, 4);
	assert_true(value_equal(value_object(TYPE_LIST, slice), value_object(TYPE_LIST, same)));
	object_release(same);
	object_release(slice);
	object_release(list);
	list = list_range(INT64_MIN, (size_t)INT64_MAX);
	assert_true(list_contains(list, value_int(-2)));
	assert_false(list_contains(list, value_int(-1)));
	object_release(list);
}

static void equality(void **state)
{
	(void)state;
	struct list *a = make("123"), *b = list_range(1, 3), *c = make("12");
	assert_true(value_equal(value_object(TYPE_LIST, a), value_object(TYPE_LIST, b)));
	assert_false(value_equal(value_object(TYPE_LIST, a), value_object(TYPE_LIST, c)));
	object_release(a);
	object_release(b);
	object_release(c);
}

static void depth(void **state)
{
	(void)state;
	struct list *list = list_new(0);
	for (unsigned i = 1; i < VALUE_DEPTH_MAX; i++) {
		assert_int_equal(list->depth, i);
		list = list_append(list_new(1), value_object(TYPE_LIST, list));
	}
	struct buffer text = {0};
	value_format(value_object(TYPE_LIST, list), &text);
	assert_int_equal(text.length, 2 * VALUE_DEPTH_MAX);
	buffer_free(&text);
	struct list *flat = make("1");
	flat = list_concat(flat, list_keep(object_retain(list), 0, 1, NULL));
	assert_int_equal(flat->depth, VALUE_DEPTH_MAX);
	struct list *front = list_keep(object_retain(flat), 0, 1, NULL);
	assert_int_equal(front->depth, 1);
	object_release(front);
	object_release(flat);
	object_release(list);
}

static void options_are_no_options_inside(void **state)
{
	(void)state;
	struct value option = value_bytes(bytes_text("-n"));
	option.flags = VALUE_OPTION;
	struct list *list = list_append(list_new(0), option);
	assert_int_equal(list_at(list, 0).flags, 0);
	object_release(list);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(formatting),
		cmocka_unit_test(appending_copies_when_shared),
		cmocka_unit_test(appending_shares_the_block),
		cmocka_unit_test(a_list_that_holds_a_shorter_one),
		cmocka_unit_test(a_part_of_a_list_that_is_alone),
		cmocka_unit_test(depth_settles),
		cmocka_unit_test(setting),
		cmocka_unit_test(joining),
		cmocka_unit_test(taking_away),
		cmocka_unit_test(taking_many_away),
		cmocka_unit_test(slicing),
		cmocka_unit_test(ranges_cost_nothing),
		cmocka_unit_test(equality),
		cmocka_unit_test(depth),
		cmocka_unit_test(options_are_no_options_inside),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
