/*
 * container: the elements of lists, maps and bytes: indexes, slices, fields.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "run/lengthy.h"
#include "run/machine.h"
#include "run/operate.h"

#include <stdlib.h>

struct error *index_error(struct value container, int64_t index, size_t count)
{
	const char *what = container.type == TYPE_LIST ? "element" : "byte";
	return error_new("RANGE", NULL, "index %lld is out of range: there %s %zu %s%s",
			 (long long)index, count == 1 ? "is" : "are", count, what,
			 count == 1 ? "" : "s");
}

/* As much of it as nearest_offer looks at. */
static char *near_name(const struct bytes *key)
{
	size_t length = key->length <= NEAREST_LENGTH ? key->length : NEAREST_LENGTH + 1;
	return memory_copy(key->data, length);
}

struct error *no_key(const struct map *map, const struct bytes *key)
{
	struct buffer text = {0};
	struct nearest nearest = {0};
	buffer_text(&text, "the map has no key ");
	literal_format_cut(&text, key->data, key->length, 80);
	struct error *error = error_new("RANGE", NULL, "%s", buffer_cstring(&text));
	text.length = 0;
	char *wanted = near_name(key);
	nearest.wanted = wanted;
	char *names[64];
	unsigned count = 0;
	const struct map_entry *entry = map_first(map);
	for (; entry && count < 64; entry = map_next(entry)) {
		names[count] = near_name(map_key(entry));
		nearest_offer(&nearest, names[count++]);
	}
	nearest_format(&nearest, &text);
	if (text.length)
		error_hint(error, "%s", buffer_cstring(&text));
	while (count)
		free(names[--count]);
	free(wanted);
	buffer_free(&text);
	return error;
}

struct error *key_type_error(struct value key)
{
	struct error *error =
		error_new("TYPE", NULL, "a map's key is bytes, not %s", value_type_name(key.type));
	if (key.type == TYPE_INT)
		error_hint(error, "(str V) makes a key of a number");
	return error;
}

struct error *key_length_error(void)
{
	return error_new("RANGE", NULL, "a map's key has at most %zu bytes", MAP_KEY_MAX);
}

static struct error *index_any(struct value container, struct value index, struct value *result)
{
	size_t place;
	if (container.type == TYPE_MAP) {
		if (index.type != TYPE_BYTES)
			return key_type_error(index);
		if (!map_get(container.map, index.bytes->data, index.bytes->length, result))
			return no_key(container.map, index.bytes);
		value_retain(*result);
		return NULL;
	}
	if (container.type != TYPE_LIST && container.type != TYPE_BYTES)
		return error_new("TYPE", NULL, "%s has no elements to index",
				 value_type_name(container.type));
	if (index.type != TYPE_INT)
		return error_new("TYPE", NULL, "an index of %s is an int, not %s",
				 value_type_name(container.type), value_type_name(index.type));
	size_t count =
		container.type == TYPE_LIST ? container.list->count : container.bytes->length;
	if (!index_place(index.integer, count, &place))
		return index_error(container, index.integer, count);
	*result = container.type == TYPE_LIST ? value_retain(list_at(container.list, place))
					      : value_bytes(bytes_slice(container.bytes, place, 1));
	return NULL;
}

struct error *operate_index(struct machine *machine, const struct value *operands,
			    struct value *result)
{
	const struct value container = operands[0], index = operands[1];
	struct error *error = index_any(container, index, result);
	machine_release(machine, container);
	machine_release(machine, index);
	return error;
}

static int64_t clamp(struct value end, int64_t otherwise, int64_t count)
{
	int64_t place = end.type == TYPE_UNSET ? otherwise : end.integer;
	if (place < 0)
		place += count;
	return place < 0 ? 0 : place > count ? count : place;
}

static bool is_end(struct value end)
{
	return end.type == TYPE_UNSET || end.type == TYPE_INT;
}

static bool slice_fits(struct value container, struct value from, struct value to)
{
	return (container.type == TYPE_LIST || container.type == TYPE_BYTES) && is_end(from) &&
	       is_end(to);
}

struct part {
	size_t start, count;
};

static inline struct part part_of_count(int64_t count, struct value from, struct value to)
{
	int64_t start = clamp(from, 0, count), end = clamp(to, count, count);
	return (struct part){(size_t)start, end > start ? (size_t)(end - start) : 0};
}

static struct part part_of(struct value container, struct value from, struct value to)
{
	bool list = container.type == TYPE_LIST;
	return part_of_count((int64_t)(list ? container.list->count : container.bytes->length),
			     from, to);
}

static bool is_slice_short(struct value container, struct part part, uint32_t holders)
{
	if (container.type != TYPE_LIST || container.list->range)
		return true;
	size_t dropped = container.list->count - part.count;
	if (list_is_alone(container.list, holders))
		return is_short(dropped, part.count, LENGTHY_ELEMENTS);
	return !dropped || part.count <= LENGTHY_ELEMENTS;
}

bool slice_fits_at_once(const struct value *operands, uint32_t holders)
{
	return slice_fits(operands[0], operands[1], operands[2]) &&
	       is_slice_short(operands[0], part_of(operands[0], operands[1], operands[2]), holders);
}

static struct error *slice_error(struct value container)
{
	if (container.type == TYPE_LIST || container.type == TYPE_BYTES)
		return error_new("TYPE", NULL, "the ends of a slice are ints");
	return error_new("TYPE", NULL, "%s cannot be sliced", value_type_name(container.type));
}

struct error *operate_slice(struct machine *machine, const struct value *operands,
			    struct value *result)
{
	const struct value container = operands[0], from = operands[1], to = operands[2];
	if (container.type == TYPE_BYTES && is_end(from) && is_end(to)) { /* most often */
		struct part part = part_of_count((int64_t)container.bytes->length, from, to);
		*result = value_bytes(bytes_keep(container.bytes, part.start, part.count));
		return NULL;
	}
	if (!slice_fits(container, from, to)) {
		struct error *error = slice_error(container);
		machine_release(machine, container);
		machine_release(machine, from);
		machine_release(machine, to);
		return error;
	}
	struct part part = part_of(container, from, to);
	if (!is_slice_short(container, part, 1)) {
		*result = lengthy_part(operands, part.start, part.count);
	} else {
		*result = value_object(TYPE_LIST, list_keep(container.list, part.start, part.count,
							    &machine->refuse));
	}
	return NULL;
}

static struct error *no_field(struct value object, const struct bytes *name)
{
	struct error *error =
		error_new("UNKNOWN", NULL, "%s has no field .%.*s", value_type_name(object.type),
			  (int)name->length, name->data);
	if (!value_counted(object) || !object.object->behaviour->fields)
		return error;
	struct buffer fields = {0};
	for (const struct field *field = object.object->behaviour->fields; field->name; field++)
		buffer_format(&fields, "%s.%s", fields.length ? ", " : "", field->name);
	if (object.type == TYPE_SOCKET) {
		buffer_text(&fields, "; for a command type ");
		value_format(object, &fields);
		buffer_format(&fields, ".%.*s", (int)name->length, name->data);
	}
	error_hint(error, "it has %s", buffer_cstring(&fields));
	buffer_free(&fields);
	return error;
}

struct error *operate_field(struct machine *machine, struct value object, const struct bytes *name,
			    struct value *result)
{
	struct error *error = NULL;
	if (object.type == TYPE_MAP) {
		if (map_get(object.map, name->data, name->length, result))
			value_retain(*result);
		else
			error = no_key(object.map, name);
	} else if (!value_counted(object) || !object_field(object.object, name, result)) {
		error = no_field(object, name);
	}
	machine_release(machine, object);
	return error;
}
