/*
 * gathering: a list or a map that is made of the elements of others, in pieces.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/walk.h"

void gathering_take(struct gathering *gathering, struct value from)
{
	gathering->from = from;
	gathering->place = 0;
	if (from.type == TYPE_LIST)
		gathering->end = from.list->count;
	else
		gathering->entry = map_first(from.map);
	gathering->distinct = from.type == TYPE_MAP && !map_first(gathering->whole.map);
}

void gathering_take_part(struct gathering *gathering, struct list *from, size_t start, size_t count)
{
	gathering->from = value_object(TYPE_LIST, from);
	gathering->place = start;
	gathering->end = start + count;
}

static bool add_elements(struct gathering *gathering, size_t steps)
{
	struct list *whole = gathering->whole.list;
	for (; steps && gathering->place < gathering->end; steps--) {
		struct value element = list_at(gathering->from.list, gathering->place++);
		whole = list_append(whole, value_retain(element));
	}
	gathering->whole.list = whole;
	return gathering->place == gathering->end;
}

static bool add_entries(struct gathering *gathering, size_t steps)
{
	for (; steps && gathering->entry; steps--) {
		if (gathering->distinct)
			map_add_entry(gathering->whole.map, gathering->entry, gathering->most);
		else
			gathering->whole.map =
				map_put_entry(gathering->whole.map, gathering->entry, NULL);
		gathering->entry = map_next(gathering->entry);
	}
	return !gathering->entry;
}

bool gathering_go_on(struct gathering *gathering, size_t steps)
{
	return gathering->from.type == TYPE_LIST ? add_elements(gathering, steps)
						 : add_entries(gathering, steps);
}
