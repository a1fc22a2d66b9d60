/*
 * grow: how containers grow: by doubling, so that appending costs what is appended.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_GROW_H
#define HANDSH_GROW_H

#include "handsh/base.h"

/* The next capacity that holds needed; least is where small ones begin. */
static inline size_t grow_capacity(size_t capacity, size_t needed, size_t least)
{
#ifdef HANDSH_STRESS
	/* No room to spare: every append moves, so whoever keeps a stale pointer is found out. */
	(void)capacity, (void)least;
	return needed;
#else
	size_t doubled = capacity > SIZE_MAX / 2 ? SIZE_MAX : capacity * 2;
	if (doubled < least)
		doubled = least;
	return doubled < needed ? needed : doubled;
#endif
}

/*
 * The array of count elements, each of size bytes, with room for one more: moved when it was full.
 */
static inline void *grow_array(void *array, uint32_t count, uint32_t *capacity, size_t least,
			       size_t size)
{
	if (count < *capacity)
		return array;
	*capacity = (uint32_t)grow_capacity(*capacity, (size_t)count + 1, least);
	return memory_resize(array, *capacity * size);
}

#endif
