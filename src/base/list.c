/*
 * list: lists of values, and ranges, which are lists whose elements are computed.
 *
 * A list that nobody else holds changes in place. What is appended to one that others hold is put
 * into the same block, if there is room, and shown by a new list: lists that share a block begin
 * alike, and are linked from the shortest to the longest. The longest owns what they all show; when
 * it goes, what it alone showed goes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <stdlib.h>
#include <string.h>

#include "base/behaviours.h"
#include "base/list_block.h"
#include "handsh/walk.h"

/* A block of which less than one part in so many holds elements is made smaller. */
#define WASTE_TIMES 4
#define WASTE_LEAST 16               /* elements; less is not worth it */
#define GIVEN_BACK ((size_t)1 << 20) /* elements, of what is taken apart */

static void release_items(const struct value *items, size_t count)
{
	for (size_t i = 0; i < count; i++)
		value_release(items[i]);
}

/* The longest of those that share a block goes: what it alone showed goes with it. */
static void hand_over(struct list *list, struct list *shorter)
{
	shorter->longer = NULL;
	object_retain(shorter); /* an element may be its last holder */
	release_items(list->items + shorter->count, list->count - shorter->count);
	object_release(shorter);
}

static void destroy(struct object *object)
{
	struct list *list = (struct list *)object, *shorter = list->shorter;
	if (list->range) {
		; /* has no items */
	} else if (list->longer) {
		list->longer->shorter = shorter;
		if (shorter)
			shorter->longer = list->longer;
	} else if (shorter) {
		hand_over(list, shorter);
	} else {
		release_items(list->items, list->count);
		free(list->block);
	}
	free(list);
}

static bool equal(const struct object *a, const struct object *b)
{
	return container_equal(value_object(TYPE_LIST, (struct object *)a),
			       value_object(TYPE_LIST, (struct object *)b));
}

static void format(const struct object *object, struct buffer *buffer)
{
	container_format(value_object(TYPE_LIST, (struct object *)object), buffer);
}

const struct behaviour list_behaviour = {.destroy = destroy, .equal = equal, .format = format};

struct list *list_new(size_t capacity)
{
	struct list *list = memory_allocate(sizeof(*list));
	*list = (struct list){
		.object = {&list_behaviour, 1}, .depth = 1, .capacity = (uint32_t)capacity};
	if (capacity)
		list->block = list->items = memory_allocate(capacity * sizeof(*list->items));
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

static void add_item(struct list *list, struct value value)
{
	value.flags = 0; /* an option is one only where it was typed */
	list->items[list->count++] = value;
	list->depth = container_depth(list->depth, value);
}

struct list *list_from(const struct value *elements, size_t count)
{
	struct list *list = list_new(count);
	for (size_t i = 0; i < count; i++)
		add_item(list, elements[i]);
	return list;
}

void list_add_part(struct list *list, const struct list *from, size_t start, size_t count)
{
	for (size_t i = 0; i < count; i++)
		add_item(list, value_retain(list_at(from, start + i)));
}

/* A list of its own with the elements of a part of another. */
static struct list *copy(const struct list *list, size_t start, size_t count)
{
	struct list *part = list_new(count);
	list_add_part(part, list, start, count);
	return part;
}

/* Takes list; gives it, or a copy of it that may be changed. */
static struct list *writable(struct list *list)
{
	if (list_is_alone(list, 1))
		return list;
	struct list *own = copy(list, 0, list->count);
	object_release(list);
	return own;
}

/* Makes the block of a list that is alone larger or smaller. */
static void resize(struct list *list, size_t front, size_t capacity)
{
	list->block = memory_resize(list->block, capacity * sizeof(*list->block));
	list->items = list->block + front;
	list->capacity = (uint32_t)capacity;
}

static void move_to_front(struct list *list)
{
	memmove(list->block, list->items, list->count * sizeof(*list->items));
	list->items = list->block;
}

/* Makes room at the end of a list that is alone. */
static void reserve(struct list *list, size_t more)
{
	if (room_of(list) >= more)
		return;
	/* What was taken off at the front is as long: an element moves once for each of those. */
	if (front_of(list) && front_of(list) >= list->count)
		move_to_front(list);
	size_t front = front_of(list), needed = front + list->count + more;
	if (needed > list->capacity)
		resize(list, front, grow_capacity(list->capacity, needed, LIST_LEAST));
	list->appended = true;
}

/* Takes list, the longest that shows its block, held by others; gives another that is to be
 * longer. */
static struct list *extend(struct list *list)
{
	struct list *longer = memory_allocate(sizeof(*longer));
	*longer = *list;
	longer->object.references = 1;
	longer->shorter = list;
	list->longer = longer;
	object_release(list);
	return longer;
}

struct list *list_longer(const struct list *list, size_t more)
{
	/* What was appended to is appended to again, most likely: leave it room. */
	size_t count = list->count, whole = count + more;
	struct list *longer =
		list_new(list->appended ? grow_capacity(count, whole, LIST_LEAST) : whole);
	longer->appended = true;
	return longer;
}

/* Has it room at the end that nobody else sees? */
static bool has_room(const struct list *list, size_t more)
{
	return !list->range && !list->longer && room_of(list) >= more;
}

struct list *list_extensible(struct list *list, size_t more)
{
	if (has_room(list, more))
		return list->object.references == 1 ? list : extend(list);
	if (list_is_alone(list, 1)) {
		reserve(list, more);
		return list;
	}
	struct list *own = list_longer(list, more);
	list_add_part(own, list, 0, list->count);
	object_release(list);
	return own;
}

struct list *list_append(struct list *list, struct value value)
{
	list = list_extensible(list, 1);
	add_item(list, value);
	return list;
}

size_t list_append_copies(const struct list *list, size_t more, uint32_t holders)
{
	return has_room(list, more) || list_is_alone(list, holders) ? 0 : list->count;
}

/* The depth stays what it was when something deep goes, unless that is much. */
static void settle_depth(struct list *list)
{
	if (list->depth < DEPTH_BOUND)
		return;
	list->depth = 1;
	for (size_t i = 0; i < list->count; i++)
		list->depth = container_depth(list->depth, list->items[i]);
}

struct value *list_place(struct list **list, size_t index)
{
	*list = writable(*list);
	return &(*list)->items[index];
}

void list_changed(struct list *list, struct value element)
{
	list->depth = container_depth(list->depth, element);
	settle_depth(list);
}

struct list *list_set(struct list *list, size_t index, struct value value)
{
	struct value *place = list_place(&list, index);
	value_release(*place);
	value.flags = 0;
	*place = value;
	list_changed(list, value);
	return list;
}

/* Gives back what a list that is alone holds beyond its needs; room for as much again is left. */
static void tighten(struct list *list)
{
	if (list->capacity / WASTE_TIMES <= list->count + WASTE_LEAST)
		return;
	move_to_front(list);
	resize(list, 0, grow_capacity(list->count, list->count, LIST_LEAST));
}

struct value list_take_last(struct list *list)
{
	struct value last = list->items[--list->count];
	if (list->count % GIVEN_BACK == 0 && !list->shorter)
		resize(list, front_of(list), front_of(list) + list->count + 1);
	return last;
}

/* The part of a list that is alone: the other elements go. */
static void cut(struct list *list, size_t start, size_t count, struct dismantling *rest)
{
	for (size_t i = 0; i < start; i++)
		dismantling_release(rest, list->items[i]);
	for (size_t i = start + count; i < list->count; i++)
		dismantling_release(rest, list->items[i]);
	list->items += start;
	list->count = count;
	tighten(list);
	settle_depth(list);
}

struct list *list_keep(struct list *list, size_t start, size_t count, struct dismantling *rest)
{
	if (count == list->count)
		return list;
	if (list_is_alone(list, 1)) {
		cut(list, start, count, rest);
		return list;
	}
	struct list *part = list->range
				    ? list_range((int64_t)((uint64_t)list->start + start), count)
				    : copy(list, start, count);
	object_release(list);
	return part;
}
