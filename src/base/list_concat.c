/*
 * list_concat: one list after another, in the block of either where that is possible.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <stdlib.h>
#include <string.h>

#include "base/list_block.h"

/* How much room there is to be before the elements when there is not enough for so many. */
static size_t front_for(const struct list *list, size_t more)
{
	return grow_capacity(list->count, list->count + more, LIST_LEAST) - list->count;
}

/* Makes room at the beginning of a list that is alone. What is free at the end stays so if it is no more than is in use. */
static void reserve_front(struct list *list, size_t more)
{
	if (front_of(list) >= more)
		return;
	size_t count = list->count, room = room_of(list) < count ? room_of(list) : count;
	size_t front = front_for(list, more);
	struct value *block = memory_allocate((front + count + room) * sizeof(*block));
	memcpy(block + front, list->items, count * sizeof(*block));
	free(list->block);
	list->block = block;
	list->items = block + front;
	list->capacity = (uint32_t)(front + count + room);
}

/* Takes both: b, which is alone, with the elements of a before its own. */
static struct list *prepend(struct list *a, struct list *b)
{
	reserve_front(b, a->count);
	b->items -= a->count;
	b->count += a->count;
	for (size_t i = 0; i < a->count; i++)
		b->items[i] = value_retain(list_at(a, i));
	if (a->depth > b->depth)
		b->depth = a->depth;
	object_release(a);
	return b;
}

/* Would the elements of a be put before those of b? */
static bool grows_in_front(const struct list *a, const struct list *b, uint32_t holders)
{
	return a->count < b->count && list_is_alone(b, holders);
}

struct list *list_concat(struct list *a, struct list *b)
{
	if (!a->count || !b->count) {
		struct list *whole = a->count ? a : b;
		object_release(a->count ? b : a);
		return whole;
	}
	if (grows_in_front(a, b, 1))
		return prepend(a, b);
	a = list_extensible(a, b->count);
	list_add_part(a, b, 0, b->count);
	object_release(b);
	return a;
}

size_t list_concat_copies(const struct list *a, const struct list *b, uint32_t holders)
{
	if (!a->count || !b->count)
		return 0;
	if (grows_in_front(a, b, holders))
		return a->count + (front_of(b) < a->count ? b->count : 0);
	return b->count + list_append_copies(a, b->count, holders);
}

struct list *list_for_both(const struct list *a, const struct list *b)
{
	if (a->count >= b->count)
		return list_longer(a, b->count);
	size_t front = front_for(b, a->count);
	struct list *whole = list_new(front + b->count);
	whole->items += front - a->count;
	return whole;
}
