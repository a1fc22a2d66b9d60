/*
 * each: what for and filter go through.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "run/operate.h"

struct error *each_check(struct value container, const char *word)
{
	if (container.type >= TYPE_BYTES && container.type <= TYPE_MAP)
		return NULL;
	struct error *error = error_new("TYPE", word,
					"%s cannot be gone through: it takes "
					"bytes, a list or a map",
					value_type_name(container.type));
	if (container.type == TYPE_INT)
		error_hint(error, "%s i in range %lld { … }", word, (long long)container.integer);
	return error;
}

static bool each_pair(const struct map *map, struct value *position, struct value *key,
		      struct value *element)
{
	/* The position holds the entry itself: the map cannot change while the loop holds it. */
	const struct map_entry *entry = (const struct map_entry *)(intptr_t)position->integer;
	entry = entry ? map_next(entry) : map_first(map);
	if (!entry)
		return false;
	position->integer = (intptr_t)entry;
	*key = value_bytes(object_retain(map_key(entry)));
	*element = value_retain(map_value(entry));
	return true;
}

bool each_next(struct value container, struct value *position, struct value *key,
	       struct value *element)
{
	if (container.type == TYPE_MAP)
		return each_pair(container.map, position, key, element);
	size_t place = (size_t)position->integer;
	size_t count =
		container.type == TYPE_LIST ? container.list->count : container.bytes->length;
	if (place >= count)
		return false;
	position->integer++;
	*key = value_int((int64_t)place);
	*element = container.type == TYPE_LIST
			   ? value_retain(list_at(container.list, place))
			   : value_bytes(bytes_slice(container.bytes, place, 1));
	return true;
}

struct error *filter_begin(struct value *container)
{
	struct error *error = each_check(*container, "filter");
	if (error)
		return error;
	container[1] = container[0];
	container[2] = value_int(0);
	if (container[1].type == TYPE_LIST)
		container[0] = value_object(TYPE_LIST, list_new(0));
	else if (container[1].type == TYPE_MAP)
		container[0] = value_object(TYPE_MAP, map_new());
	else
		container[0] = value_bytes(bytes_new("", 0));
	return NULL;
}

void filter_keep(struct value *result)
{
	const struct value from = result[1], position = result[2];
	if (from.type == TYPE_MAP) {
		const struct map_entry *entry =
			(const struct map_entry *)(intptr_t)position.integer;
		result->map = map_put(result->map, object_retain(map_key(entry)),
				      value_retain(map_value(entry)));
		return;
	}
	const size_t place = (size_t)position.integer - 1; /* that of the next has been set */
	if (from.type == TYPE_LIST)
		result->list = list_append(result->list, value_retain(list_at(from.list, place)));
	else
		result->bytes = bytes_append(result->bytes, from.bytes->data + place, 1);
}
