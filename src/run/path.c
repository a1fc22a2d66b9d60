/*
 * path: variable[keys…] = value, in place where nobody else holds what is on the way.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "run/lengthy.h"
#include "run/machine.h"
#include "run/operate.h"

/* Others hold it too, and it is not short. */
static inline bool is_long_map(const struct map *map)
{
	return map->object.references > 1 && map_count(map) > LENGTHY_ENTRIES;
}

static inline bool is_long_list(const struct list *list)
{
	return list->count > LENGTHY_ELEMENTS && !list_is_alone(list, 1);
}

/*
 * Where the element is that key names; the container is nobody else's then. A map may lack it: NULL.
 * *copy: the container must be copied first.
 */
static struct error *place_of(struct value *container, struct value key, struct value **place,
			      struct value *copy)
{
	*place = NULL;
	if (container->type == TYPE_MAP) {
		if (key.type != TYPE_BYTES)
			return key_type_error(key);
		if (is_long_map(container->map))
			*copy = lengthy_copy(*container);
		else
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
	if (is_long_list(container->list))
		*copy = lengthy_copy(*container);
	else
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

static void exchange(struct value *a, struct value *b)
{
	struct value value = *a;
	*a = *b;
	*b = value;
}

static struct error *put_new(struct value *map, struct value key, struct value *value)
{
	if (key.bytes->length > MAP_KEY_MAX)
		return key_length_error();
	map->map = map_put(map->map, object_retain(key.bytes), *value);
	*value = VALUE_NIL;
	return NULL;
}

/* With the last key, which is often the only one. */
static inline struct error *put_last(struct value *container, struct value key, struct value *value,
				     struct value *copy)
{
	struct value *place;
	struct error *error = place_of(container, key, &place, copy);
	if (error || is_lengthy(*copy))
		return error;
	if (!place)
		return put_new(container, key, value);
	exchange(place, value);
	changed(*container, *place);
	return NULL;
}

/* No deeper than containers nest. */
static struct error *put(struct value *container, struct value *keys, size_t count,
			 struct value *value, struct value *copy)
{
	struct value *place;
	if (count == 1)
		return put_last(container, keys[0], value, copy);
	struct error *error = place_of(container, keys[0], &place, copy);
	if (error || is_lengthy(*copy))
		return error;
	if (!place)
		return no_key(container->map, keys[0].bytes);
	error = put(place, keys + 1, count - 1, value, copy);
	if (!error)
		changed(*container, *place);
	return error;
}

struct error *path_assign(struct value *variable, struct value *keys, size_t count,
			  struct value *value, struct value *copy)
{
	value->flags = 0;
	if (value_depth(*value) + count > VALUE_DEPTH_MAX)
		return depth_error();
	return count == 1 ? put_last(variable, keys[0], value, copy)
			  : put(variable, keys, count, value, copy);
}

/* The element, whoever holds the container, and where it stands; UNSET: there is none. *place is NULL
 * where it is computed. */
static struct value element_of(struct value container, struct value key, struct value **place)
{
	size_t index;
	*place = NULL;
	if (container.type == TYPE_MAP && key.type == TYPE_BYTES)
		*place = map_find(container.map, key.bytes->data, key.bytes->length);
	if (container.type != TYPE_LIST || key.type != TYPE_INT ||
	    !index_place(key.integer, container.list->count, &index))
		return *place ? **place : VALUE_UNSET;
	if (!container.list->range)
		*place = &container.list->items[index];
	return list_at(container.list, index);
}

struct value path_look(struct value variable, const struct value *keys, size_t count)
{
	struct value value = variable, *place;
	for (size_t i = 0; i < count; i++)
		value = element_of(value, keys[i], &place);
	return value;
}

struct value *path_place(struct value *variable, struct value *keys, size_t count,
			 struct value *copy)
{
	struct value *place = variable;
	for (size_t i = 0; i < count && place; i++) {
		struct error *error = place_of(place, keys[i], &place, copy);
		if (error) {
			object_release(error);
			return NULL;
		}
	}
	return place;
}

bool path_replace(struct machine *machine, struct value *variable, const struct value *keys,
		  size_t count, struct value container, struct value by)
{
	struct value *place = variable;
	for (size_t i = 0; i < count && place; i++) {
		if (place->type == container.type && place->word == container.word) {
			slot_replace(machine, place, by);
			return true;
		}
		element_of(*place, keys[i], &place);
	}
	return false;
}
