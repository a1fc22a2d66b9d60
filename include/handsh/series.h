/*
 * series: what has a number, given in ascending order and never again: tasks, sockets. So an array
 * that is only appended to stays sorted; what has gone leaves a hole there until it is full.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_SERIES_H
#define HANDSH_SERIES_H

#include <stdint.h>

struct place {
	uint32_t number;
	void *item; /* NULL: it has gone */
};

struct series {
	struct place *places; /* ascending */
	uint32_t count, capacity;
	uint32_t last; /* number last given; the first is 1 */
	uint32_t live; /* items that have not gone */
};

uint32_t series_add(struct series *series, void *item);          /* its number */
void *series_find(const struct series *series, int64_t number);  /* NULL: there is none */
void *series_next(const struct series *series, uint32_t number); /* the first after it, or NULL */
void series_remove(struct series *series, uint32_t number);      /* it is there */
void series_free(struct series *series);

#endif
