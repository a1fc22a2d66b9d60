/*
 * index: open handles by number. Numbers are given in ascending order and never again, so an array
 * that is only appended to stays sorted; closed ones leave holes that are swept when it is full.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "net/network.h"

#include <stdlib.h>

static void sweep(struct index *index)
{
	uint32_t kept = 0;
	for (uint32_t i = 0; i < index->count; i++)
		if (index->places[i].handle)
			index->places[kept++] = index->places[i];
	index->count = kept;
	if (2 * kept < index->capacity)
		return;
	index->capacity = index->capacity ? 2 * index->capacity : 8;
	index->places = memory_resize(index->places, index->capacity * sizeof(*index->places));
}

void index_add(struct index *index, struct handle *handle)
{
	if (index->count == index->capacity)
		sweep(index);
	index->places[index->count++] = (struct place){handle->number, handle};
}

static struct place *search(const struct index *index, uint32_t number)
{
	uint32_t low = 0, high = index->count;
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		if (index->places[middle].number < number)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == index->count || index->places[low].number != number)
		return NULL;
	return &index->places[low];
}

struct handle *index_find(const struct index *index, uint32_t number)
{
	const struct place *place = search(index, number);
	return place ? place->handle : NULL;
}

void index_remove(struct index *index, uint32_t number)
{
	search(index, number)->handle = NULL;
	while (index->count && !index->places[index->count - 1].handle)
		index->count--;
}

void index_free(struct index *index)
{
	free(index->places);
	*index = (struct index){0};
}
