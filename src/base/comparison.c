/*
 * comparison: whether two values are equal, in pieces.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/walk.h"

#include <string.h>

#include "base/behaviours.h"

#define STEP ((size_t)1 << 10) /* bytes that are compared while one element is looked at */

static bool is_container(struct value value)
{
	return value.type == TYPE_LIST || value.type == TYPE_MAP;
}

static size_t count_of(struct value container)
{
	return container.type == TYPE_LIST ? container.list->count : map_count(container.map);
}

/* Two ranges differ at their first element, or nowhere. */
static bool are_ranges(struct value a, struct value b)
{
	return a.type == TYPE_LIST && a.list->range && b.list->range;
}

static void compare(struct comparison *comparison, struct value a, struct value b)
{
	bool same_type = a.type == b.type;
	if (same_type && is_container(a)) {
		if (count_of(a) != count_of(b))
			comparison->different = true;
		else if (are_ranges(a, b))
			comparison->different = count_of(a) && a.list->start != b.list->start;
		else if (a.object != b.object)
			walk_enter(&comparison->walk, a)->other = b;
	} else if (same_type && a.type == TYPE_BYTES && a.bytes->length > STEP) {
		comparison->different = a.bytes->length != b.bytes->length;
		comparison->a = a.bytes;
		comparison->b = b.bytes;
		comparison->offset = 0;
	} else {
		comparison->different = !value_equal(a, b);
	}
}

/* Goes on with bytes; gives how many steps that was. */
static size_t compare_bytes(struct comparison *comparison, size_t steps)
{
	const struct bytes *a = comparison->a, *b = comparison->b;
	size_t offset = comparison->offset, piece = a->length - offset;
	if (piece / STEP > steps)
		piece = steps * STEP;
	comparison->different =
		a->data != b->data && memcmp(a->data + offset, b->data + offset, piece) != 0;
	comparison->offset += piece;
	if (comparison->offset == a->length || a->data == b->data)
		comparison->a = comparison->b = NULL;
	return 1 + piece / STEP;
}

/* Goes on with lists, past all that has no parts; gives how many elements that was. */
static size_t compare_lists(struct comparison *comparison, size_t steps)
{
	struct walk_level *level = walk_inmost(&comparison->walk);
	const struct list *a = level->container.list, *b = level->other.list;
	size_t start = level->index, rest = a->count - start, i = start;
	size_t end = start + (rest < steps ? rest : steps);
	if (!rest)
		walk_leave(&comparison->walk);
	while (i < end) {
		struct value one = list_at(a, i), other = list_at(b, i);
		i++;
		if (one.type == TYPE_INT && other.type == TYPE_INT && one.integer == other.integer)
			continue;
		level->index = i;
		compare(comparison, one, other);
		return i - start;
	}
	level->index = i;
	return i - start;
}

static void compare_maps(struct comparison *comparison)
{
	struct walk_level *level = walk_inmost(&comparison->walk);
	struct value element, other;
	struct bytes *key;
	if (!walk_next(level, &element, &key))
		walk_leave(&comparison->walk);
	else if (map_get(level->other.map, key->data, key->length, &other))
		compare(comparison, element, other);
	else
		comparison->different = true;
}

void comparison_begin(struct comparison *comparison, struct value a, struct value b)
{
	comparison->different = false;
	comparison->a = comparison->b = NULL;
	walk_begin(&comparison->walk);
	compare(comparison, a, b);
}

bool comparison_go_on(struct comparison *comparison, size_t steps)
{
	struct walk *walk = &comparison->walk;
	while (!comparison->different && (comparison->a || walk->count)) {
		if (!steps)
			return false;
		size_t done = 1;
		if (comparison->a)
			done = compare_bytes(comparison, steps);
		else if (walk_inmost(walk)->container.type == TYPE_LIST)
			done = compare_lists(comparison, steps);
		else
			compare_maps(comparison);
		steps -= done < steps ? done : steps;
	}
	return true;
}

void comparison_end(struct comparison *comparison)
{
	walk_end(&comparison->walk);
}

bool container_equal(struct value a, struct value b)
{
	struct comparison comparison;
	comparison_begin(&comparison, a, b);
	comparison_go_on(&comparison, SIZE_MAX);
	comparison_end(&comparison);
	return !comparison.different;
}
