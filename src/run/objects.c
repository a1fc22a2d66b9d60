/*
 * objects: see objects.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "run/objects.h"
#include "handsh/grow.h"

#include <stdlib.h>
#include <string.h>

#define COMPACT_LEAST 16 /* a shorter list rather grows */

static int by_address(const void *a, const void *b)
{
	const struct object *const *x = a, *const *y = b;
	return (*x > *y) - (*x < *y);
}

/* The objects of the list, each once, by address; the caller frees. */
static struct object **distinct(struct objects *objects, uint32_t *count)
{
	size_t size = objects->count * sizeof(struct object *);
	struct object **sorted = memory_allocate(size);
	memcpy(sorted, objects_items(objects), size);
	qsort(sorted, objects->count, sizeof(*sorted), by_address);
	*count = 0;
	for (uint32_t i = 0; i < objects->count; i++)
		if (!*count || sorted[*count - 1] != sorted[i])
			sorted[(*count)++] = sorted[i];
	return sorted;
}

/* Walks back, so that the latest place of each stays. */
static void compact(struct objects *objects)
{
	uint32_t known, count = objects->count, kept = count;
	struct object **all = objects_items(objects), **sorted = distinct(objects, &known);
	bool *seen = memory_zeroed(known, sizeof(*seen));
	for (uint32_t i = count; i-- > 0;) {
		struct object *object = all[i], **found;
		found = bsearch(&object, sorted, known, sizeof(*sorted), by_address);
		if (!seen[found - sorted] && object->behaviour->alive(object))
			all[--kept] = object;
		else
			object_release(object);
		seen[found - sorted] = true;
	}
	objects->count = count - kept;
	memmove(all, all + kept, objects->count * sizeof(*all));
	free(seen);
	free(sorted);
}

static void grow(struct objects *objects)
{
	size_t capacity = grow_capacity(objects->capacity, objects->count + 1, 2 * OBJECTS_FEW);
	struct object **larger =
		memory_resize(objects->capacity ? objects->many : NULL, capacity * sizeof(*larger));
	if (!objects->capacity)
		memcpy(larger, objects->few, objects->count * sizeof(*larger));
	objects->many = larger;
	objects->capacity = (uint32_t)capacity;
}

void objects_add(struct objects *objects, struct object *object, bool pinned)
{
	if (objects_full(objects)) {
		uint32_t before = objects->count;
		if (objects->count >= COMPACT_LEAST && !pinned)
			compact(objects);
		if (2 * objects->count >= before)
			grow(objects);
	}
	objects_items(objects)[objects->count++] = object_retain(object);
}

void objects_drop(struct objects *objects)
{
	object_release(objects_items(objects)[--objects->count]);
}

void objects_free(struct objects *objects)
{
	while (objects->count)
		objects_drop(objects);
	if (objects->capacity)
		free(objects->many);
	*objects = (struct objects){0};
}
