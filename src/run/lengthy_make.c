/*
 * lengthy_make: lengthy operations that make values of others.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "run/operate.h"
#include "run/operation.h"

/* ---- the text of several values ---- */

/* A piece of one value's text, or all of those that are shorter. */
static bool join_go_on(struct operation *operation, struct error **error)
{
	enum formatted_state state = FORMATTED_DONE;
	struct formatted *formatted = &operation->formatted;
	size_t length = formatted_length(formatted);
	while (state == FORMATTED_DONE && operation->place < operation->count &&
	       formatted_length(formatted) - length < LENGTHY_BYTES / 16) {
		state = formatted_add(formatted, operation->values[operation->place]);
		operation->place += state == FORMATTED_DONE;
	}
	if (state == FORMATTED_TOO_LONG)
		*error = error_new("RANGE", NULL, "the bytes would be longer than %zu", BYTES_MAX);
	return operation->place == operation->count;
}

static struct value join_finish(struct operation *operation)
{
	return value_bytes(formatted_bytes(&operation->formatted));
}

static const struct operation_kind join = {join_go_on, join_finish};

struct value lengthy_join(const struct value *pieces, size_t count)
{
	struct operation *operation = operation_new(&join, pieces, count);
	formatted_begin(&operation->formatted);
	return operation_value(operation);
}

/* ---- a list without the elements of another ---- */

static bool without_go_on(struct operation *operation, struct error **error)
{
	(void)error;
	return difference_go_on(&operation->difference, LENGTHY_STEPS);
}

static struct value without_finish(struct operation *operation)
{
	return value_object(TYPE_LIST, difference_end(&operation->difference));
}

static const struct operation_kind without = {without_go_on, without_finish};

struct value lengthy_without(struct value list, struct value elements)
{
	const struct value values[] = {list, elements};
	struct operation *operation = operation_new(&without, values, 2);
	difference_begin(&operation->difference, object_retain(list.list),
			 object_retain(elements.list));
	return operation_value(operation);
}

/* ---- lists and maps of the elements of others ---- */

static struct value gathered(struct operation *operation)
{
	return operation->gathering.whole;
}

static struct value empty_like(struct value container)
{
	return container.type == TYPE_LIST ? value_object(TYPE_LIST, list_new(0))
					   : value_object(TYPE_MAP, map_new());
}

/* Of the first value, from where the others are added. */
static struct operation *gather(const struct operation_kind *kind, const struct value *values,
				size_t count, struct value empty)
{
	struct operation *operation = operation_new(kind, values, count);
	operation->gathering.whole = empty;
	for (size_t i = 0; i < count && empty.type == TYPE_MAP; i++)
		operation->gathering.most += map_count(values[i].map);
	gathering_take(&operation->gathering, values[0]);
	operation->place = 1;
	return operation;
}

static bool sum_go_on(struct operation *operation, struct error **error)
{
	(void)error;
	if (!gathering_go_on(&operation->gathering, LENGTHY_STEPS))
		return false;
	if (operation->place == operation->count)
		return true;
	gathering_take(&operation->gathering, operation->values[operation->place++]);
	return false;
}

static const struct operation_kind sum = {sum_go_on, gathered};

struct value lengthy_sum(struct value a, struct value b)
{
	const struct value values[] = {a, b};
	struct value empty = a.type == TYPE_LIST
				     ? value_object(TYPE_LIST, list_for_both(a.list, b.list))
				     : empty_like(a);
	return operation_value(gather(&sum, values, 2, empty));
}

struct value lengthy_copy(struct value container)
{
	value_retain(container);
	struct operation *operation = gather(&sum, &container, 1, empty_like(container));
	operation->copies = true;
	return operation_value(operation);
}

struct value lengthy_part(const struct value *operands, size_t start, size_t count)
{
	struct operation *operation =
		gather(&sum, operands, PART_OPERANDS, value_object(TYPE_LIST, list_new(count)));
	gathering_take_part(&operation->gathering, operands[0].list, start, count);
	operation->place = PART_OPERANDS;
	return operation_value(operation);
}

static bool append_go_on(struct operation *operation, struct error **error)
{
	(void)error;
	struct gathering *gathering = &operation->gathering;
	if (!gathering_go_on(gathering, LENGTHY_STEPS))
		return false;
	for (; operation->place < operation->count; operation->place++)
		gathering->whole.list = list_append(
			gathering->whole.list, value_retain(operation->values[operation->place]));
	return true;
}

static const struct operation_kind append = {append_go_on, gathered};

struct value lengthy_append(const struct value *operands, size_t count)
{
	struct list *longer = list_longer(operands[0].list, count - 1);
	return operation_value(gather(&append, operands, count, value_object(TYPE_LIST, longer)));
}

/* ---- a map without some of its keys ---- */

static struct value key_at(struct value keys, size_t index)
{
	return keys.type == TYPE_BYTES ? keys : list_at(keys.list, index);
}

/* It is copied as soon as there is a key to take away. */
static bool rest_go_on(struct operation *operation, struct error **error)
{
	(void)error;
	struct gathering *gathering = &operation->gathering;
	struct value keys = operation->values[1], ignored;
	size_t count = keys.type == TYPE_BYTES ? 1 : keys.list->count;
	if (gathering->from.type == TYPE_MAP && !gathering_go_on(gathering, LENGTHY_STEPS))
		return false;
	for (size_t steps = 0; steps < LENGTHY_STEPS && operation->place < count; steps++) {
		struct value key = key_at(keys, operation->place++);
		steps += map_key_steps(key);
		if (key.type != TYPE_BYTES ||
		    !map_get(gathering->whole.map, key.bytes->data, key.bytes->length, &ignored))
			continue;
		if (gathering->whole.map == operation->values[0].map) {
			gathering->most = map_count(gathering->whole.map);
			object_release(gathering->whole.map);
			gathering->whole = empty_like(operation->values[0]);
			gathering_take(gathering, operation->values[0]);
			operation->place--;
			return false;
		}
		gathering->whole.map =
			map_remove(gathering->whole.map, key.bytes->data, key.bytes->length, NULL);
	}
	return operation->place == count;
}

static const struct operation_kind rest = {rest_go_on, gathered};

struct value lengthy_rest(struct value map, struct value keys)
{
	const struct value values[] = {map, keys};
	struct operation *operation = operation_new(&rest, values, 2);
	operation->gathering.whole = value_retain(map);
	operation->gathering.from = VALUE_NIL;
	return operation_value(operation);
}
