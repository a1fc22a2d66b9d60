/*
 * list_block: what the files that make lists longer share: the block that holds a list's elements,
 * with room before and after them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_BASE_LIST_BLOCK_H
#define HANDSH_BASE_LIST_BLOCK_H

#include "handsh/grow.h"
#include "handsh/value.h"

#define LIST_LEAST 4

static inline size_t front_of(const struct list *list)
{
	return (size_t)(list->items - list->block);
}

static inline size_t room_of(const struct list *list)
{
	return list->capacity - front_of(list) - list->count;
}

/* Takes list; gives it, or one like it, with room at the end for elements that it alone shows. */
struct list *list_extensible(struct list *list, size_t more);
/* Adds a part of another, for which there is room that nobody else sees. */
void list_add_part(struct list *list, const struct list *from, size_t start, size_t count);

#endif
