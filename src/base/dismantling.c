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

static size_t elements_of(struct value value)
{
	return value.type == TYPE_LIST  ? value.list->count
	       : value.type == TYPE_MAP ? map_count(value.map)
					: 0;
}

/* Lets go of an element; gives how many steps that took. */
static size_t drop(struct dismantling *dismantling, struct value value)
{
	if (!value_counted(value) || value.object->references > 1) {
		value_release(value);
		return 1;
	}
	if (dismantling_takes(value)) {
		dismantling_add(dismantling, value);
		return 1;
	}
	size_t steps = 1 + elements_of(value);
	value_release(value);
	return steps;
}

static size_t drop_entry(struct dismantling *dismantling)
{
	struct value value;
	dismantling->entries = map_entry_free(dismantling->entries, &value);
	return drop(dismantling, value);
}

/* The last of them is bytes: their end. It takes as long as all that is done at once otherwise. */
static size_t cut(struct dismantling *dismantling, size_t steps)
{
	struct value *last = &dismantling->values[dismantling->count - 1];
	if (last->bytes->capacity > CUT) {
		last->bytes = bytes_free_end(last->bytes, CUT);
	} else {
		dismantling->count--;
		value_release(*last);
	}
	return steps;
}

static size_t take_apart(struct dismantling *dismantling, size_t steps)
{
	struct value last = dismantling->values[dismantling->count - 1];
	if (last.type == TYPE_BYTES)
		return cut(dismantling, steps);
	if (last.type == TYPE_LIST && last.list->count)
		return drop(dismantling, list_take_last(last.list));
	dismantling->count--;
	if (last.type == TYPE_MAP)
		dismantling->entries = map_take_apart(last.map);
	else
		value_release(last);
	return 1;
}

bool dismantling_go_on(struct dismantling *dismantling, size_t steps)
{
	for (size_t done = 0; done < steps;) {
		if (dismantling->entries)
			done += drop_entry(dismantling);
		else if (dismantling->count)
			done += take_apart(dismantling, steps - done);
		else
			return true;
	}
	return !dismantling->entries && !dismantling->count;
}

void dismantling_free(struct dismantling *dismantling)
{
	free(dismantling->values);
}
