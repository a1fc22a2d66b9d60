/*
 * dismantling: frees large values in pieces, and what is in them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/walk.h"

#include <stdlib.h>

#include "handsh/grow.h"

#define CUT (DISMANTLED_BYTES / 2) /* that are given back at once */

void dismantling_add(struct dismantling *dismantling, struct value value)
{
	dismantling->values = grow_array(dismantling->values, dismantling->count,
					 &dismantling->capacity, 4, sizeof(*dismantling->values));
	dismantling->values[dismantling->count++] = value;
}

/* What is left of steps when so many have been done. */
static inline size_t after(size_t steps, size_t done)
{
	return steps > done ? steps - done : 0;
}

static size_t drop(struct dismantling *dismantling, struct value value, size_t steps);

/* As all of these: so many steps may be done; gives how many are left. */
static inline size_t release(struct dismantling *dismantling, struct value value, size_t steps)
{
	if (!value_counted(value))
		return steps;
	if (value.object->references == 1)
		return drop(dismantling, value, steps);
	value.object->references--;
	return steps;
}

static void free_value(struct value value)
{
	value.object->references = 0;
	object_destroy(value.object);
}

static size_t drop_list(struct dismantling *dismantling, struct list *list, size_t steps)
{
	const size_t own = list_own(list);
	list->count -= own;
	steps = after(steps, own);
	for (const struct value *item = list->items + list->count, *end = item + own; item < end;
	     item++)
		steps = release(dismantling, *item, steps);
	free_value(value_object(TYPE_LIST, list));
	return steps;
}

static size_t drop_entry(struct dismantling *dismantling, struct map_entry **entries, size_t steps)
{
	struct value value;
	*entries = map_entry_free(*entries, &value);
	return release(dismantling, value, after(steps, 1));
}

static size_t drop_map(struct dismantling *dismantling, struct map *map, size_t steps)
{
	struct map_entry *entries = map_take_apart(map);
	while (entries)
		steps = drop_entry(dismantling, &entries, steps);
	return steps;
}

/* Takes the last hold. What has elements is left for later when no steps are left. */
static size_t drop(struct dismantling *dismantling, struct value value, size_t steps)
{
	bool list = value.type == TYPE_LIST && list_own(value.list);
	bool map = value.type == TYPE_MAP;
	if (dismantling_takes(value) || (!steps && (list || map)))
		dismantling_add(dismantling, value);
	else if (list)
		return drop_list(dismantling, value.list, steps);
	else if (map)
		return drop_map(dismantling, value.map, steps);
	else
		free_value(value);
	return steps;
}

void dismantling_drop(struct dismantling *dismantling, struct value value)
{
	if (dismantling)
		drop(dismantling, value, DISMANTLED);
	else
		value_release(value);
}

/* The last of them is bytes: their end. */
static void cut(struct dismantling *dismantling)
{
	struct value *last = &dismantling->values[dismantling->count - 1];
	if (last->bytes->capacity > CUT) {
		last->bytes = bytes_free_end(last->bytes, CUT);
	} else {
		dismantling->count--;
		value_release(*last);
	}
}

static size_t take_apart(struct dismantling *dismantling, size_t steps)
{
	struct value last = dismantling->values[dismantling->count - 1];
	if (last.type == TYPE_BYTES) {
		cut(dismantling);
		return 0; /* it takes as long as all that is done at once otherwise */
	}
	if (last.type == TYPE_LIST && list_own(last.list))
		return release(dismantling, list_take_last(last.list), after(steps, 1));
	dismantling->count--;
	if (last.type == TYPE_MAP)
		dismantling->entries = map_take_apart(last.map);
	else
		value_release(last);
	return after(steps, 1);
}

bool dismantling_go_on(struct dismantling *dismantling, size_t steps)
{
	while (steps && (dismantling->entries || dismantling->count)) {
		if (dismantling->entries)
			steps = drop_entry(dismantling, &dismantling->entries, steps);
		else
			steps = take_apart(dismantling, steps);
	}
	return !dismantling->entries && !dismantling->count;
}

void dismantling_free(struct dismantling *dismantling)
{
	free(dismantling->values);
}
