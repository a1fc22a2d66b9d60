/*
 * test_list_growth: lists that share a block, what growing and shrinking cost, and that whoever
 * holds a list sees nothing of it.
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

#define CHAIN 6

/* Lists that each begin as the one before, in one block, each with an element of its own. */
static void make_chain(struct list **lists, struct bytes **elements)
{
	struct list *list = list_new(CHAIN + 1);
	for (unsigned i = 0; i < CHAIN; i++) {
		elements[i] = bytes_format("%u", i);
		lists[i] = list;
		list = list_append(object_retain(list), value_bytes(object_retain(elements[i])));
		assert_ptr_equal(list->items, lists[i]->items);
	}
	object_release(lists[0]);
	memmove(lists, lists + 1, (CHAIN - 1) * sizeof(struct list *));
	lists[CHAIN - 1] = list;
}

/* In whatever order they go, an element goes with the last list that shows it. */
static void what_nobody_shows_goes(void **state)
{
	(void)state;
	static const unsigned char orders[][CHAIN] = {
		{0, 1, 2, 3, 4, 5}, {5, 4, 3, 2, 1, 0}, {3, 5, 0, 4, 1, 2}, {1, 4, 5, 0, 3, 2}};
	for (size_t row = 0; row < sizeof(orders) / sizeof(*orders); row++) {
		struct list *lists[CHAIN];
		struct bytes *elements[CHAIN];
		make_chain(lists, elements);
		for (unsigned i = 0; i < CHAIN; i++) {
			object_release(lists[orders[row][i]]);
			lists[orders[row][i]] = NULL;
			bool shown = false;
			for (unsigned j = CHAIN; j-- > 0;) {
				shown = shown || lists[j];
				assert_int_equal(elements[j]->object.references, 1 + shown);
			}
		}
		for (unsigned i = 0; i < CHAIN; i++)
			object_release(elements[i]);
	}
}

static struct list *append_alone(struct list *list, size_t i)
{
	return list_append(list, value_int((int64_t)i));
}

/* list = f $list, where f appends to what its caller holds as well. */
static struct list *append_held(struct list *list, size_t i)
{
	struct list *longer = list_append(object_retain(list), value_int((int64_t)i));
	object_release(list);
	return longer;
}

static struct list *prepend(struct list *list, size_t i)
{
	return list_concat(list_append(list_new(1), value_int((int64_t)i)), list);
}

static struct list *both_ends(struct list *list, size_t i)
{
	return i % 2 ? prepend(list, i) : append_alone(list, i);
}

static struct list *queue(struct list *list, size_t i)
{
	list = append_alone(list, i);
	return i % 2 && list->count > 100 ? list_keep(list, 1, list->count - 1, NULL) : list;
}

static struct list *queue_backwards(struct list *list, size_t i)
{
	list = prepend(list, i);
	return i % 2 && list->count > 100 ? list_keep(list, 0, list->count - 1, NULL) : list;
}

/* How many elements move when n are added in some way. */
static size_t moved(struct list *(*add)(struct list *, size_t), size_t n)
{
	struct list *list = list_new(0);
	size_t sum = 0;
	for (size_t i = 0; i < n; i++) {
		uintptr_t first = (uintptr_t)list->items;
		list = add(list, i);
		/* One may have been taken from the beginning, or put there. */
		uintptr_t distance = (uintptr_t)list->items - first + sizeof(struct value);
		sum += distance <= 2 * sizeof(struct value) ? 0 : list->count;
	}
	object_release(list);
	return sum;
}

static void growing_costs_the_growth(void **state)
{
	(void)state;
	struct list *(*const ways[])(struct list *, size_t) = {
		append_alone, append_held, prepend, both_ends, queue, queue_backwards};
	for (size_t i = 0; ROOM && i < sizeof(ways) / sizeof(*ways); i++) {
		assert_true(moved(ways[i], 10000) < 4 * 10000);
		assert_true(moved(ways[i], 20000) < 4 * 20000);
	}
}

/* ---- any order of operations: each list is watched by a copy of what it ought to show ---- */

#define LISTS 6
#define SHADOW 200
#define STEPS 100000

struct watched {
	struct list *list;
	int64_t shadow[SHADOW];
	size_t count;
};

static unsigned random_below(uint32_t *seed, unsigned most)
{
	*seed = *seed * 1664525 + 1013904223;
	return (*seed >> 8) % most;
}

static void part_at_random(struct watched *one, uint32_t *seed)
{
	size_t start = random_below(seed, (unsigned)one->count + 1);
	size_t count = random_below(seed, (unsigned)(one->count - start) + 1);
	if (random_below(seed, 2)) { /* a queue's */
		start = one->count ? 1 : 0;
		count = one->count - start;
	}
	one->list = list_keep(one->list, start, count, NULL);
	memmove(one->shadow, one->shadow + start, count * sizeof(*one->shadow));
	one->count = count;
}

static void join_at_random(struct watched *one, const struct watched *other, bool before)
{
	if (one->count + other->count > SHADOW)
		return;
	size_t size = sizeof(*one->shadow), more = other->count;
	int64_t both[2 * SHADOW];
	memcpy(both + (before ? more : 0), one->shadow, one->count * size);
	memcpy(both + (before ? 0 : one->count), other->shadow, more * size);
	struct list *held = object_retain(other->list);
	one->list = before ? list_concat(held, one->list) : list_concat(one->list, held);
	one->count += more;
	memcpy(one->shadow, both, one->count * size);
}

static void change_at_random(struct watched *one, struct watched *other, uint32_t *seed)
{
	int64_t integer = random_below(seed, 1000);
	switch (random_below(seed, 6)) {
	case 0: /* one = $other */
		object_release(one->list);
		*one = *other;
		object_retain(one->list);
		break;
	case 1:
		part_at_random(one, seed);
		break;
	case 2:
		join_at_random(one, other, random_below(seed, 2));
		break;
	case 3:
		if (!one->count)
			break;
		size_t index = random_below(seed, (unsigned)one->count);
		one->list = list_set(one->list, index, value_int(integer));
		one->shadow[index] = integer;
		break;
	default:
		if (one->count == SHADOW)
			break;
		one->list = list_append(one->list, value_int(integer));
		one->shadow[one->count++] = integer;
	}
}

static void any_order_of_operations(void **state)
{
	(void)state;
	struct watched lists[LISTS] = {0};
	uint32_t seed = 1;
	for (unsigned i = 0; i < LISTS; i++)
		lists[i].list = list_new(0);
	for (unsigned step = 0; step < STEPS; step++) {
		struct watched *one = &lists[random_below(&seed, LISTS)];
		struct watched *other = &lists[random_below(&seed, LISTS)];
		if (one != other)
			change_at_random(one, other, &seed);
		for (unsigned i = 0; i < LISTS; i++) {
			assert_int_equal(lists[i].list->count, lists[i].count);
			for (size_t j = 0; j < lists[i].count; j++)
				assert_true(list_at(lists[i].list, j).integer ==
					    lists[i].shadow[j]);
		}
	}
	for (unsigned i = 0; i < LISTS; i++)
		object_release(lists[i].list);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_nobody_shows_goes),
		cmocka_unit_test(growing_costs_the_growth),
		cmocka_unit_test(any_order_of_operations),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
