/*
 * list: lists of values, and ranges, which are lists whose elements are computed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <stdlib.h>
#include <string.h>

#include "base/behaviours.h"
#include "handsh/grow.h"

#define LIST_LEAST 4

static void destroy(struct object *object)
{
	struct list *list = (struct list *)object;
	for (size_t i = 0; !list->range && i < list->count; i++)
		value_release(list->items[i]);
	free(list->items);
	free(list);
}

static bool equal(const struct object *first, const struct object *second)
{
	const struct list *a = (const struct list *)first, *b = (const struct list *)second;
	if (a->count != b->count)
		return false;
	if (a->range && b->range)
		return a->start == b->start || !a->count;
	for (size_t i = 0; i < a->count; i++) {
		if (!value_equal(list_at(a, i), list_at(b, i)))
			return false;
	}
	return true;
}

static void format(const struct object *object, struct buffer *buffer)
{
	const struct list *list = (const struct list *)object;
	buffer_byte(buffer, '[');
	for (size_t i = 0; i < list->count && !format_is_full(buffer); i++) {
		if (i)
			buffer_byte(buffer, ' ');
		value_literal(list_at(list, i), buffer);
	}
	buffer_byte(buffer, ']');
}

const struct behaviour list_behaviour = {.destroy = destroy, .equal = equal, .format = format};

struct list *list_new(size_t capacity)
{
	struct list *list = memory_allocate(sizeof(*list));
	*list = (struct list){.object = {&list_behaviour, 1}, .depth = 1, .capacity = capacity};
	if (capacity)
		list->items = memory_allocate(capacity * sizeof(*list->items));
	return list;
}

struct list *list_range(int64_t start, size_t count)
{
	struct list *list = list_new(0);
	list->range = true;
	list->start = start;
	list->count = count;
	return list;
}

struct value list_at(const struct list *list, size_t index)
{
	if (list->range)
		return value_int((int64_t)((uint64_t)list->start + index));
	return list->items[index];
}

/* A list that may be changed: list itself, or a copy of it with room for more elements. */
static struct list *writable(struct list *list, size_t more)
{
	if (list->object.references == 1 && !list->range)
		return list;
	struct list *copy = list_new(list->count + more);
	copy->depth = list->depth;
	copy->count = list->count;
	for (size_t i = 0; i < list->count; i++)
		copy->items[i] = value_retain(list_at(list, i));
	object_release(list);
	return copy;
}

static void reserve(struct list *list, size_t more)
{
	size_t needed = list->count + more;
	if (needed <= list->capacity)
		return;
	list->capacity = grow_capacity(list->capacity, needed, LIST_LEAST);
	list->items = memory_resize(list->items, list->capacity * sizeof(*list->items));
}

struct list *list_append(struct list *list, struct value value)
{
	list = writable(list, 1);
	reserve(list, 1);
	value.flags = 0; /* an option is one only where it was typed */
	list->items[list->count++] = value;
	list->depth = container_depth(list->depth, value);
	return list;
}

/* The depth stays what it was when a shallower element comes: it is a bound, and cheap. */
struct list *list_set(struct list *list, size_t index, struct value value)
{
	list = writable(list, 0);
	value_release(list->items[index]);
	value.flags = 0;
	list->items[index] = value;
	list->depth = container_depth(list->depth, value);
	return list;
}

struct list *list_concat(struct list *a, struct list *b)
{
	if (!a->count || !b->count) {
		struct list *whole = a->count ? a : b;
		object_release(a->count ? b : a);
		return whole;
	}
	a = writable(a, b->count);
	reserve(a, b->count);
	for (size_t i = 0; i < b->count; i++)
		a->items[a->count++] = value_retain(list_at(b, i));
	if (b->depth > a->depth)
		a->depth = b->depth;
	object_release(b);
	return a;
}

struct list *list_without(struct list *list, const struct list *elements)
{
	size_t kept = 0;
	while (kept < list->count && !list_contains(elements, list_at(list, kept)))
		kept++;
	if (kept == list->count)
		return list;
	list = writable(list, 0);
	for (size_t i = kept; i < list->count; i++) {
		if (list_contains(elements, list->items[i]))
			value_release(list->items[i]);
		else
			list->items[kept++] = list->items[i];
	}
	list->count = kept;
	return list;
}

struct list *list_slice(struct list *list, size_t start, size_t count)
{
	if (count == list->count)
		return object_retain(list);
	if (list->range)
		return list_range((int64_t)((uint64_t)list->start + start), count);
	struct list *slice = list_new(count);
	for (size_t i = 0; i < count; i++) {
		struct value value = value_retain(list->items[start + i]);
		slice->items[i] = value;
		slice->depth = container_depth(slice->depth, value);
	}
	slice->count = count;
	return slice;
}

bool list_contains(const struct list *list, struct value value)
{
	if (list->range)
		return value.type == TYPE_INT && value.integer >= list->start &&
		       (uint64_t)value.integer - (uint64_t)list->start < list->count;
	for (size_t i = 0; i < list->count; i++) {
		if (value_equal(list->items[i], value))
			return true;
	}
	return false;
}
