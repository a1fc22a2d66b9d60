/*
 * container: the elements of lists, maps and bytes: indexes, slices, fields, assignment by path.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "run/operate.h"

#include <stdlib.h>

static struct error *index_error(struct value container, int64_t index, size_t count)
{
	const char *what = container.type == TYPE_LIST ? "element" : "byte";
	return error_new("RANGE", NULL, "index %lld is out of range: there %s %zu %s%s",
			 (long long)index, count == 1 ? "is" : "are", count, what,
			 count == 1 ? "" : "s");
}

static struct error *no_key(const struct map *map, const struct bytes *key)
{
	struct buffer text = {0};
	struct nearest nearest = {0};
	buffer_text(&text, "the map has no key ");
	literal_format_cut(&text, key->data, key->length, 80);
	struct error *error = error_new("RANGE", NULL, "%s", buffer_cstring(&text));
	text.length = 0;
	char *wanted = memory_copy(key->data, key->length);
	nearest.wanted = wanted;
	char *names[64];
	unsigned count = 0;
	const struct map_entry *entry = map_first(map);
	for (; entry && count < 64; entry = map_next(entry)) {
		names[count] = memory_copy(map_key(entry)->data, map_key(entry)->length);
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

/* Counts from the end when negative. */
static bool index_place(int64_t index, size_t count, size_t *place)
{
	if (index < 0)
		index += (int64_t)count;
	*place = (size_t)index;
	return index >= 0 && (size_t)index < count;
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

struct error *operate_index(struct value container, struct value index, struct value *result)
{
	struct error *error = index_any(container, index, result);
	value_release(container);
	value_release(index);
	return error;
}

static int64_t clamp(struct value end, int64_t otherwise, int64_t count)
{
	int64_t place = end.type == TYPE_UNSET ? otherwise : end.integer;
	if (place < 0)
		place += count;
	return place < 0 ? 0 : place > count ? count : place;
}

struct error *operate_slice(struct value container, struct value from, struct value to,
			    struct value *result)
{
	struct error *error = NULL;
	bool list = container.type == TYPE_LIST;
	if (!list && container.type != TYPE_BYTES) {
		error = error_new("TYPE", NULL, "%s cannot be sliced",
				  value_type_name(container.type));
	} else if ((from.type != TYPE_UNSET && from.type != TYPE_INT) ||
		   (to.type != TYPE_UNSET && to.type != TYPE_INT)) {
		error = error_new("TYPE", NULL, "the ends of a slice are ints");
	} else {
		int64_t count = (int64_t)(list ? container.list->count : container.bytes->length);
		int64_t start = clamp(from, 0, count), end = clamp(to, count, count);
		size_t length = end > start ? (size_t)(end - start) : 0;
		*result = list ? value_object(TYPE_LIST,
					      list_keep(container.list, (size_t)start, length))
			       : value_bytes(bytes_keep(container.bytes, (size_t)start, length));
		container = VALUE_NIL;
	}
	value_release(container);
	value_release(from);
	value_release(to);
	return error;
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

struct error *operate_field(struct value object, const struct bytes *name, struct value *result)
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
	value_release(object);
	return error;
}

/* ---- variable[keys…] = value ---- */

/* A range costs no list until an element of it is changed. */
static struct error *list_too_long(void)
{
	return error_new("RANGE", NULL, "the list would have more than %zu elements", LIST_MAX);
}

/* The element that key names, borrowed; last: it is about to be set, so a map may lack it. */
static struct error *path_step(struct value container, struct value key, bool last,
			       struct value *element)
{
	size_t place;
	if (container.type == TYPE_MAP) {
		if (key.type != TYPE_BYTES)
			return key_type_error(key);
		if (!map_get(container.map, key.bytes->data, key.bytes->length, element) && !last)
			return no_key(container.map, key.bytes);
		return NULL;
	}
	if (container.type != TYPE_LIST)
		return error_new("TYPE", NULL, "%s has no elements to set",
				 value_type_name(container.type));
	if (key.type != TYPE_INT)
		return error_new("TYPE", NULL, "an index of list is an int, not %s",
				 value_type_name(key.type));
	if (!index_place(key.integer, container.list->count, &place))
		return index_error(container, key.integer, container.list->count);
	if (container.list->count > LIST_MAX)
		return list_too_long();
	*element = list_at(container.list, place);
	return NULL;
}

static struct value put(struct value container, struct value key, struct value value)
{
	if (container.type == TYPE_MAP)
		return value_object(TYPE_MAP,
				    map_put(container.map, object_retain(key.bytes), value));
	size_t place;
	index_place(key.integer, container.list->count, &place);
	return value_object(TYPE_LIST, list_set(container.list, place, value));
}

/* Takes container and value. The path is known to be good; each container is taken out of the one
 * around it first, so that it changes in place where nobody else holds it. */
static struct value path_put(struct value container, struct value *keys, size_t count,
			     struct value value)
{
	if (count == 1)
		return put(container, keys[0], value);
	struct value element;
	object_release(path_step(container, keys[0], false, &element));
	value_retain(element);
	container = put(container, keys[0], VALUE_NIL);
	return put(container, keys[0], path_put(element, keys + 1, count - 1, value));
}

struct error *path_assign(struct value *variable, struct value *keys, size_t count,
			  struct value value)
{
	struct error *error = NULL;
	struct value at = *variable;
	for (size_t i = 0; i < count && !error; i++)
		error = path_step(at, keys[i], i == count - 1, &at);
	if (!error && value_depth(value) + count > VALUE_DEPTH_MAX)
		error = depth_error();
	if (error) {
		value_release(value);
		return error;
	}
	struct value whole = *variable;
	*variable = VALUE_NIL;
	*variable = path_put(whole, keys, count, value);
	return NULL;
}
