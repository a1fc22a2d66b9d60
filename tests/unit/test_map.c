/*
 * test_map: maps.
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

static void assert_shows(const struct map *map, const char *expected)
{
	struct buffer text = {0};
	value_format(value_object(TYPE_MAP, (void *)map), &text);
	assert_string_equal(buffer_cstring(&text), expected);
	buffer_free(&text);
}

static void putting_keeps_the_order(void **state)
{
	(void)state;
	struct map *map = map_new();
	assert_shows(map, "{}");
	map = map_put_text(map, "name", value_bytes(bytes_text("v")));
	map = map_put_text(map, "odd key", value_int(3));
	map = map_put_text(map, "1", VALUE_NIL);
	map = map_put_text(map, "", value_bool(true));
	map = map_put_text(map, "name", value_int(1));
	assert_int_equal(map_count(map), 4);
	assert_shows(map, "{name: 1 \"odd key\": 3 \"1\": nil \"\": true}");
	object_release(map);
}

static void keys_are_bytes(void **state)
{
	(void)state;
	struct map *map = map_new();
	struct value value;
	map = map_put(map, bytes_new("a\0b", 3), value_int(1));
	map = map_put(map, bytes_new("a", 1), value_int(2));
	assert_true(map_get(map, "a\0b", 3, &value));
	assert_int_equal(value.integer, 1);
	assert_true(map_get(map, "a", 1, &value));
	assert_int_equal(value.integer, 2);
	assert_false(map_get(map, "a\0", 2, &value));
	assert_shows(map, "{\"a\\x00b\": 1 a: 2}");
	object_release(map);
}

static void a_key_does_not_hold_its_message(void **state)
{
	(void)state;
	struct bytes *message = bytes_allocate(100000);
	memset(message->data, 'k', 100000);
	struct map *map = map_put(map_new(), bytes_slice(message, 5, 80), VALUE_NIL);
	assert_int_equal(message->object.references, 1);
	object_release(message);
	object_release(map);
}

static void changes_leave_other_holders_alone(void **state)
{
	(void)state;
	struct map *map = map_put_text(map_new(), "a", value_int(1));
	struct map *other = map_put_text(object_retain(map), "b", value_int(2));
	struct map *less = map_remove(object_retain(other), "a", 1, NULL);
	assert_shows(map, "{a: 1}");
	assert_shows(other, "{a: 1 b: 2}");
	assert_shows(less, "{b: 2}");
	assert_ptr_equal(map_remove(less, "zzz", 3, NULL), less);
	less = map_remove(less, "b", 1, NULL);
	assert_shows(less, "{}");
	less = map_put_text(less, "c", value_int(3));
	assert_shows(less, "{c: 3}");
	object_release(map);
	object_release(other);
	object_release(less);
}

static void merging(void **state)
{
	(void)state;
	struct map *a = map_put_text(map_put_text(map_new(), "a", value_int(1)), "b", value_int(2));
	struct map *b = map_put_text(map_put_text(map_new(), "c", value_int(4)), "b", value_int(3));
	a = map_merge(a, b, NULL);
	assert_shows(a, "{a: 1 b: 3 c: 4}");
	a = map_merge(a, a, NULL);
	assert_shows(a, "{a: 1 b: 3 c: 4}");
	object_release(a);
	object_release(b);
}

static void equality_has_no_order(void **state)
{
	(void)state;
	struct map *a = map_put_text(map_put_text(map_new(), "a", value_int(1)), "b", value_int(2));
	struct map *b = map_put_text(map_put_text(map_new(), "b", value_int(2)), "a", value_int(1));
	assert_true(value_equal(value_object(TYPE_MAP, a), value_object(TYPE_MAP, b)));
	b = map_put_text(b, "a", value_int(7));
	assert_false(value_equal(value_object(TYPE_MAP, a), value_object(TYPE_MAP, b)));
	object_release(a);
	object_release(b);
}

static void many_keys(void **state)
{
	(void)state;
	struct map *map = map_new();
	struct value value;
	for (int i = 0; i < 20000; i++)
		map = map_put(map, bytes_format("key %d", i), value_int(i));
	for (int i = 0; i < 20000; i += 2) {
		struct bytes *key = bytes_format("key %d", i);
		map = map_remove(map, key->data, key->length, NULL);
		object_release(key);
	}
	assert_int_equal(map_count(map), 10000);
	int expected = 1;
	for (const struct map_entry *entry = map_first(map); entry; entry = map_next(entry)) {
		assert_int_equal(map_value(entry).integer, expected);
		assert_true(map_get(map, map_key(entry)->data, map_key(entry)->length, &value));
		assert_int_equal(value.integer, expected);
		expected += 2;
	}
	assert_int_equal(expected, 20001);
	object_release(map);
}

static void depth(void **state)
{
	(void)state;
	struct list *list = list_append(list_new(0), value_object(TYPE_LIST, list_new(0)));
	struct map *map = map_put_text(map_new(), "l", value_object(TYPE_LIST, list));
	assert_int_equal(value_depth(value_object(TYPE_MAP, map)), 3);
	assert_shows(map, "{l: [[]]}");
	object_release(map);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(putting_keeps_the_order),
		cmocka_unit_test(keys_are_bytes),
		cmocka_unit_test(a_key_does_not_hold_its_message),
		cmocka_unit_test(changes_leave_other_holders_alone),
		cmocka_unit_test(merging),
		cmocka_unit_test(equality_has_no_order),
		cmocka_unit_test(many_keys),
		cmocka_unit_test(depth),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
