/*
 * make: lists and maps from literals, bytes from pieces.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "run/operate.h"

struct error *depth_error(void)
{
	return error_new("DEPTH", NULL, "lists and maps nest at most %d deep", VALUE_DEPTH_MAX);
}

struct error *make_list(struct value *elements, size_t count, struct value *result)
{
	struct list *list = list_new(count);
	for (size_t i = 0; i < count; i++)
		list = list_append(list, elements[i]);
	*result = value_object(TYPE_LIST, list);
	if (value_depth(*result) <= VALUE_DEPTH_MAX)
		return NULL;
	value_release(*result);
	return depth_error();
}

struct error *make_map(struct value *pairs, size_t count, struct value *result)
{
	struct map *map = map_new();
	struct error *error = NULL;
	for (size_t i = 0; i < count; i++) {
		struct value key = pairs[2 * i], value = pairs[2 * i + 1];
		if (!error && key.type == TYPE_BYTES) {
			map = map_put(map, key.bytes, value);
			continue;
		}
		if (!error)
			error = key_type_error(key);
		value_release(key);
		value_release(value);
	}
	*result = value_object(TYPE_MAP, map);
	if (!error && value_depth(*result) > VALUE_DEPTH_MAX)
		error = depth_error();
	if (error)
		value_release(*result);
	return error;
}

struct error *make_join(struct value *pieces, size_t count, struct value *result)
{
	struct buffer buffer = {0};
	struct error *error = NULL;
	for (size_t i = 0; i < count; i++) {
		if (!error)
			value_format(pieces[i], &buffer);
		if (!error && buffer.length > BYTES_MAX)
			error = error_new("RANGE", NULL, "the bytes would be longer than %zu",
					  BYTES_MAX);
		value_release(pieces[i]);
	}
	if (error)
		buffer_free(&buffer);
	else
		*result = value_bytes(bytes_from(&buffer));
	return error;
}
