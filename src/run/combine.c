/*
 * combine: + and - of bytes, lists and maps.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/operations.h"
#include "run/lengthy.h"
#include "run/machine.h"
#include "run/operate.h"

static bool sum_fits(struct value a, struct value b)
{
	if (a.type == TYPE_BYTES)
		return a.bytes->length + b.bytes->length <= BYTES_MAX;
	if (a.type == TYPE_LIST)
		return a.list->count + b.list->count <= LIST_MAX;
	return a.type == TYPE_MAP;
}

static bool fits(unsigned which, struct value a, struct value b)
{
	if (which == INSTRUCTION_ADD)
		return a.type == b.type && sum_fits(a, b);
	if (which != INSTRUCTION_SUBTRACT)
		return false;
	if (a.type == TYPE_LIST)
		return b.type == TYPE_LIST && a.list->count <= LIST_MAX;
	return a.type == TYPE_MAP && (b.type == TYPE_LIST || b.type == TYPE_BYTES);
}

static struct error *combine_error(unsigned which, struct value a, struct value b)
{
	if (a.type != b.type || (a.type != TYPE_BYTES && a.type != TYPE_LIST) ||
	    (which != INSTRUCTION_ADD && a.type == TYPE_BYTES) || which > INSTRUCTION_SUBTRACT)
		return operands_error(which, a, b);
	return error_new("RANGE", NULL, "the %s would be longer than %zu", value_type_name(a.type),
			 a.type == TYPE_BYTES ? BYTES_MAX : LIST_MAX);
}

/* {…} - [keys] and {…} - 'key': takes map, borrows keys. */
static struct map *without_keys(struct map *map, struct value keys, struct dismantling *rest)
{
	if (keys.type == TYPE_BYTES)
		return map_remove(map, keys.bytes->data, keys.bytes->length, rest);
	for (size_t i = 0; i < keys.list->count; i++) {
		struct value key = list_at(keys.list, i);
		if (key.type == TYPE_BYTES)
			map = map_remove(map, key.bytes->data, key.bytes->length, rest);
	}
	return map;
}

/* Steps that the keys to be taken away are, of which each is hashed. */
static size_t key_steps(const struct list *keys)
{
	size_t steps = keys->count;
	if (keys->range || steps > LENGTHY_ENTRIES)
		return steps;
	for (size_t i = 0; i < keys->count; i++)
		steps += map_key_steps(keys->items[i]);
	return steps;
}

/* Of maps: entries that are added or taken away, and copied before. */
static bool is_change_short(struct value map, struct value by, uint32_t holders)
{
	size_t changed = by.type == TYPE_MAP    ? map_count(by.map)
			 : by.type == TYPE_LIST ? key_steps(by.list)
						: 1;
	size_t kept = map_count(map.map);
	if (map.object->references != holders && changed)
		changed += kept;
	return is_short(changed, kept, LENGTHY_ENTRIES);
}

bool combine_fits_at_once(unsigned which, struct value a, struct value b, uint32_t holders)
{
	if (!fits(which, a, b))
		return false;
	if (a.type == TYPE_BYTES)
		return b.bytes->length <= LENGTHY_COPY && is_no_copy(a.bytes, holders);
	if (a.type == TYPE_MAP)
		return is_change_short(a, b, holders);
	if (which == INSTRUCTION_SUBTRACT)
		return a.list->count + b.list->count <= LENGTHY_STEPS;
	return is_short(list_concat_copies(a.list, b.list, holders), a.list->count + b.list->count,
			LENGTHY_ELEMENTS);
}

static struct value sum(struct machine *machine, struct value a, struct value b)
{
	if (a.type == TYPE_LIST)
		return value_object(TYPE_LIST, list_concat(a.list, b.list));
	if (a.type == TYPE_BYTES)
		a.bytes = bytes_append(a.bytes, b.bytes->data, b.bytes->length);
	else
		a.map = map_merge(a.map, b.map, &machine->refuse);
	machine_release(machine, b);
	return a;
}

static struct value difference(struct machine *machine, struct value a, struct value b)
{
	struct value rest = a;
	if (a.type == TYPE_LIST) {
		rest.list = list_without(object_retain(a.list), object_retain(b.list));
		machine_release(machine, a);
	} else {
		rest.map = without_keys(a.map, b, &machine->refuse);
	}
	machine_release(machine, b);
	return rest;
}

struct value combine_fitting(struct machine *machine, unsigned which, struct value a,
			     struct value b)
{
	return which == INSTRUCTION_ADD ? sum(machine, a, b) : difference(machine, a, b);
}

/* Of what fits, but not at once. */
static struct value combine_slowly(unsigned which, struct value a, struct value b)
{
	const struct value pieces[] = {a, b};
	if (a.type == TYPE_BYTES)
		return lengthy_join(pieces, 2);
	if (which == INSTRUCTION_ADD)
		return lengthy_sum(a, b);
	return a.type == TYPE_LIST ? lengthy_without(a, b) : lengthy_rest(a, b);
}

struct error *combine(struct machine *machine, unsigned which, struct value a, struct value b,
		      struct value *result)
{
	if (which == INSTRUCTION_ADD && a.type == TYPE_BYTES && b.type == TYPE_BYTES &&
	    a.bytes->length + b.bytes->length <= LENGTHY_COPY) { /* most often */
		*result = sum(machine, a, b);
		return NULL;
	}
	if (combine_fits_at_once(which, a, b, 1)) {
		*result = combine_fitting(machine, which, a, b);
		return NULL;
	}
	if (fits(which, a, b)) {
		*result = combine_slowly(which, a, b);
		return NULL;
	}
	struct error *error = combine_error(which, a, b);
	machine_release(machine, a);
	machine_release(machine, b);
	return error;
}
