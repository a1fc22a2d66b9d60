/*
 * difference: a list without the elements of another.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/value_set.h"

#define SET_LEAST 8 /* elements for which a set of them is worth making */

/* Few elements are looked through, many are found by their hash. */
static struct value_set *set_of(const struct list *elements)
{
	if (elements->range || elements->count < SET_LEAST)
		return NULL;
	struct value_set *set = value_set_new(elements);
	for (size_t i = 0; i < elements->count; i++)
		value_set_add(set, i);
	return set;
}

static bool is_taken(const struct list *elements, struct value_set *set, struct value value)
{
	return set ? value_set_has(set, value) : list_contains(elements, value);
}

struct list *list_without(struct list *list, const struct list *elements)
{
	struct value_set *set = set_of(elements);
	size_t same = 0; /* elements at the beginning that stay */
	while (same < list->count && !is_taken(elements, set, list_at(list, same)))
		same++;
	if (same < list->count) {
		struct list *rest = list_keep(object_retain(list), 0, same);
		for (size_t i = same + 1; i < list->count; i++) {
			if (!is_taken(elements, set, list_at(list, i)))
				rest = list_append(rest, value_retain(list_at(list, i)));
		}
		object_release(list);
		list = rest;
	}
	if (set)
		value_set_free(set);
	return list;
}
