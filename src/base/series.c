/*
 * series: see series.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/series.h"
#include "handsh/grow.h"

#include <stdlib.h>

#define SERIES_LEAST 8

static void sweep(struct series *series)
{
	uint32_t kept = 0;
	for (uint32_t i = 0; i < series->count; i++)
		if (series->places[i].item)
			series->places[kept++] = series->places[i];
	series->count = kept;
}

uint32_t series_add(struct series *series, void *item)
{
	if (series->count == series->capacity) {
		sweep(series);
		if (2 * series->count >= series->capacity)
			series->places =
				grow_array(series->places, series->capacity, &series->capacity,
					   SERIES_LEAST, sizeof(*series->places));
	}
	series->places[series->count++] = (struct place){++series->last, item};
	series->live++;
	return series->last;
}

/* The index of the first with at least this number. */
static uint32_t search(const struct series *series, int64_t number)
{
	uint32_t low = 0, high = series->count;
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		if (series->places[middle].number < number)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

void *series_find(const struct series *series, int64_t number)
{
	uint32_t index = search(series, number);
	if (index == series->count || series->places[index].number != number)
		return NULL;
	return series->places[index].item;
}

void *series_next(const struct series *series, uint32_t number)
{
	uint32_t index = search(series, (int64_t)number + 1);
	while (index < series->count && !series->places[index].item)
		index++;
	return index < series->count ? series->places[index].item : NULL;
}

void series_remove(struct series *series, uint32_t number)
{
	series->places[search(series, number)].item = NULL;
	series->live--;
	while (series->count && !series->places[series->count - 1].item)
		series->count--;
}

void series_free(struct series *series)
{
	free(series->places);
	*series = (struct series){0};
}
