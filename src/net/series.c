/*
 * series: open handles by number. Numbers are given in ascending order and never again, so an array
 * that is only appended to stays sorted; closed ones leave holes that are swept when it is full.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "net/socket_table.h"

#include <stdlib.h>

static void sweep(struct series *series)
{
	uint32_t kept = 0;
	for (uint32_t i = 0; i < series->count; i++)
		if (series->places[i].handle)
			series->places[kept++] = series->places[i];
	series->count = kept;
	if (2 * kept < series->capacity)
		return;
	series->capacity = series->capacity ? 2 * series->capacity : 8;
	series->places = memory_resize(series->places, series->capacity * sizeof(*series->places));
}

void series_add(struct series *series, struct handle *handle)
{
	if (series->count == series->capacity)
		sweep(series);
	handle->number = ++series->last;
	series->places[series->count++] = (struct place){handle->number, handle};
}

static struct place *search(const struct series *series, uint32_t number)
{
	uint32_t low = 0, high = series->count;
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		if (series->places[middle].number < number)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == series->count || series->places[low].number != number)
		return NULL;
	return &series->places[low];
}

struct handle *series_find(const struct series *series, uint32_t number)
{
	const struct place *place = search(series, number);
	return place ? place->handle : NULL;
}

void series_remove(struct series *series, uint32_t number)
{
	search(series, number)->handle = NULL;
	while (series->count && !series->places[series->count - 1].handle)
		series->count--;
}

void series_free(struct series *series)
{
	free(series->places);
	*series = (struct series){0};
}
