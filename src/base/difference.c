/*
 * difference: a list without the elements of another, in pieces.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/walk.h"

#include "base/value_set.h"

#define SET_LEAST 8 /* elements for which a set of them is worth making */

void difference_begin(struct difference *difference, struct list *list, struct list *elements)
{
	*difference = (struct difference){.list = list, .elements = elements};
	if (!elements->range && elements->count >= SET_LEAST)
		difference->set = value_set_new(elements);
}

/* Few elements are looked through, many are found by their hash. */
static bool is_taken(const struct difference *difference, struct value value)
{
	if (difference->set)
		return value_set_has(difference->set, value);
	return list_contains(difference->elements, value);
}

/* As long as nothing is taken the list itself is the rest; then it begins with what was kept. */
static void look(struct difference *difference)
{
	const struct list *list = difference->list;
	size_t index = difference->looked++;
	struct value value = list_at(list, index);
	bool taken = is_taken(difference, value);
	if (difference->rest && !taken)
		difference->rest = list_append(difference->rest, value_retain(value));
	if (!taken || difference->rest)
		return;
	difference->kept = index;
	difference->rest = list_new(0);
}

static void copy_kept(struct difference *difference)
{
	struct value value = list_at(difference->list, difference->copied++);
	difference->rest = list_append(difference->rest, value_retain(value));
}

bool difference_go_on(struct difference *difference, size_t steps)
{
	const struct list *elements = difference->elements;
	for (; steps; steps--) {
		if (difference->set && difference->added < elements->count)
			value_set_add(difference->set, difference->added++);
		else if (difference->copied < difference->kept)
			copy_kept(difference);
		else if (difference->looked < difference->list->count)
			look(difference);
		else
			return true;
	}
	return false;
}

struct list *difference_end(struct difference *difference)
{
	struct list *rest = difference->rest ? difference->rest : object_retain(difference->list);
	if (difference->set)
		value_set_free(difference->set);
	object_release(difference->list);
	object_release(difference->elements);
	return rest;
}

struct list *list_without(struct list *list, struct list *elements)
{
	struct difference difference;
	difference_begin(&difference, list, elements);
	difference_go_on(&difference, SIZE_MAX);
	return difference_end(&difference);
}
