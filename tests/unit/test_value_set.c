/*
 * test_value_set: what is equal is found, whatever it is.
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

#include "base/value_set.h"
#include "handsh/net.h"

#include <arpa/inet.h>

static struct value address(uint16_t port)
{
	struct sockaddr_in in = {.sin_family = AF_INET, .sin_port = htons(port)};
	return address_value((const struct sockaddr *)&in, sizeof(in));
}

static struct value list(struct value a, struct value b)
{
	return value_object(TYPE_LIST, list_append(list_append(list_new(0), a), b));
}

static struct value map(const char *first, const char *second, int64_t integer)
{
	struct map *map = map_put_text(map_new(), first, value_int(integer));
	return value_object(TYPE_MAP, map_put_text(map, second, value_int(integer)));
}

#define KINDS 12

/* Values that are equal for the same kind and number, and for no others. */
static struct value make(unsigned kind, uint16_t number)
{
	switch (kind) {
	case 0:
		return value_int(number);
	case 1:
		return value_bytes(bytes_format("%u", number));
	case 2:
		return address(number);
	case 3:
		return map("a", "b", number);
	case 4:
		return list(value_int(number), value_int(number + 1));
	case 5:
		return list(value_bytes(bytes_format("%u", number)), VALUE_NIL);
	case 6:
		return value_object(TYPE_LIST, list_range(number, 3));
	case 7:
		return list(map("x", "y", number), map("y", "x", number));
	case 8:
		return list(list(value_int(number), VALUE_NIL), VALUE_NIL);
	case 9:
		return value_bool(number % 2);
	case 10:
		return value_object(TYPE_LIST, list_range(number, (size_t)INT64_MAX / 2));
	default:
		return VALUE_NIL;
	}
}

static void what_is_equal_is_found(void **state)
{
	(void)state;
	struct list *members = list_new(0);
	for (uint16_t number = 0; number < 100; number++) {
		for (unsigned kind = 0; kind < KINDS; kind++)
			members = list_append(members, make(kind, number));
	}
	struct value_set *set = value_set_new(members);
	for (size_t i = 0; i < 2 * members->count; i++)
		value_set_add(set, i / 2);
	for (uint16_t number = 0; number < 200; number++) {
		for (unsigned kind = 0; kind < KINDS; kind++) {
			struct value value = make(kind, number);
			assert_int_equal(value_set_has(set, value), list_contains(members, value));
			value_release(value);
		}
	}
	value_set_free(set);
	object_release(members);
}

static void equal_values_of_other_shapes(void **state)
{
	(void)state;
	struct value both = list(value_object(TYPE_LIST, list_range(1, 2)), map("a", "b", 1));
	struct value_set *set = value_set_new(both.list);
	value_set_add(set, 0);
	value_set_add(set, 1);
	struct value same = list(value_int(1), value_int(2)), ba = map("b", "a", 1);
	assert_true(value_set_has(set, same));
	assert_true(value_set_has(set, ba));
	value_set_free(set);
	value_release(both);
	value_release(same);
	value_release(ba);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_equal_is_found),
		cmocka_unit_test(equal_values_of_other_shapes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
