/*
 * search: where bytes are in bytes, or a value is in a list, looked for in pieces.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <string.h>

#include "handsh/walk.h"

#define STEP ((size_t)1 << 10) /* bytes that are looked through as one element is */

void search_begin(struct search *search, struct value wanted, struct value whole, size_t place)
{
	search->wanted = wanted;
	search->whole = whole;
	search->place = place;
	search->found = false;
	walk_begin(&search->comparison.walk);
	if (whole.type == TYPE_LIST && place < whole.list->count)
		comparison_begin(&search->comparison, list_at(whole.list, place), wanted);
}

/* A part may begin in one piece and end in the next: they overlap, though never by much. */
static bool look_in_bytes(struct search *search, size_t steps)
{
	const struct bytes *whole = search->whole.bytes, *part = search->wanted.bytes;
	if (search->place > whole->length)
		return true;
	const char *from = whole->data + search->place;
	size_t rest = whole->length - search->place;
	size_t piece = (steps < BYTES_MAX / STEP ? steps * STEP : BYTES_MAX) + 3 * part->length;
	if (piece > rest)
		piece = rest;
	const char *found = memmem(from, piece, part->data, part->length);
	search->found = found;
	search->place =
		found ? (size_t)(found - whole->data) : search->place + piece - part->length + 1;
	return found || piece == rest;
}

static bool look_in_list(struct search *search, size_t steps)
{
	const struct list *list = search->whole.list;
	for (; steps && search->place < list->count; steps--) {
		if (!comparison_go_on(&search->comparison, steps))
			return false;
		search->found = !search->comparison.different;
		if (search->found || ++search->place == list->count)
			return true;
		comparison_end(&search->comparison);
		comparison_begin(&search->comparison, list_at(list, search->place), search->wanted);
	}
	return search->place >= list->count;
}

bool search_go_on(struct search *search, size_t steps)
{
	return search->whole.type == TYPE_LIST ? look_in_list(search, steps)
					       : look_in_bytes(search, steps);
}

void search_end(struct search *search)
{
	comparison_end(&search->comparison);
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
