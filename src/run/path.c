/*
 * path: variable[keys…] = value, in place where nobody else holds what is on the way.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "run/operate.h"

/* Where the element is that key names; the container is nobody else's then. A map may lack it. */
static struct error *place_of(struct value *container, struct value key, struct value **place)
{
	if (container->type == TYPE_MAP) {
		if (key.type != TYPE_BYTES)
			return key_type_error(key);
		*place = map_place(&container->map, key.bytes->data, key.bytes->length);
		return NULL;
	}
	if (container->type != TYPE_LIST)
		return error_new("TYPE", NULL, "%s has no elements to set",
				 value_type_name(container->type));
	if (key.type != TYPE_INT)
		return error_new("TYPE", NULL, "an index of list is an int, not %s",
				 value_type_name(key.type));
	size_t count = container->list->count, index;
	if (!index_place(key.integer, count, &index))
		return index_error(*container, key.integer, count);
	if (count > LIST_MAX) /* a range, which costs nothing as long as it is one */
		return error_new("RANGE", NULL, "the list would have more than %zu elements",
				 LIST_MAX);
	*place = list_place(&container->list, index);
	return NULL;
}

static void changed(struct value container, struct value element)
{
	if (container.type == TYPE_LIST)
		list_changed(container.list, element);
	else
		map_changed(container.map, element);
}

/* Takes value if there is no error. No deeper than containers nest. */
static struct error *put(struct value *container, struct value *keys, size_t count,
			 struct value value)
{
	struct value *place;
	struct error *error = place_of(container, keys[0], &place);
	if (error)
		return error;
	if (!place) {
		if (count > 1)
			return no_key(container->map, keys[0].bytes);
		container->map = map_put(container->map, object_retain(keys[0].bytes), value);
		return NULL;
	}
	if (count > 1)
		error = put(place, keys + 1, count - 1, value);
	else
		slot_set(place, value);
	if (!error)
		changed(*container, *place);
	return error;
}

struct error *path_assign(struct value *variable, struct value *keys, size_t count,
			  struct value value)
{
	struct error *error = NULL;
	value.flags = 0;
	if (value_depth(value) + count > VALUE_DEPTH_MAX)
		error = depth_error();
	else
		error = put(variable, keys, count, value);
	if (error)
		value_release(value);
	return error;
}

struct value path_look(struct value variable, const struct value *keys, size_t count)
{
	struct value value = variable;
	for (size_t i = 0; i < count; i++) {
		struct value container = value, key = keys[i];
		size_t index;
		value = VALUE_UNSET;
		if (container.type == TYPE_MAP && key.type == TYPE_BYTES)
			map_get(container.map, key.bytes->data, key.bytes->length, &value);
		else if (container.type == TYPE_LIST && key.type == TYPE_INT &&
			 index_place(key.integer, container.list->count, &index))
			value = list_at(container.list, index);
	}
	return value;
}

struct value *path_place(struct value *variable, struct value *keys, size_t count)
{
	struct value *place = variable;
	for (size_t i = 0; i < count && place; i++) {
		struct error *error = place_of(place, keys[i], &place);
		if (error) {
			object_release(error);
			return NULL;
		}
	}
	return place;
}
