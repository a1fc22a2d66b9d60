/*
 * make: lists and maps from literals, bytes from pieces.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/operations.h"
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

static struct error *unpack_error(struct value list, size_t count)
{
	const char *s = count == 1 ? "" : "s";
	if (list.type == TYPE_LIST)
		return error_new("RANGE", NULL, "%zu name%s for a list of %zu element%s", count, s,
				 list.list->count, list.list->count == 1 ? "" : "s");
	return error_new("TYPE", NULL, "%zu name%s in [ ] take a list, not %s", count, s,
			 value_type_name(list.type));
}

struct error *unpack(struct value list, size_t count, struct value *elements)
{
	struct error *error = NULL;
	if (list.type != TYPE_LIST || list.list->count != count)
		error = unpack_error(list, count);
	for (size_t i = 0; i < count && !error; i++)
		elements[count - 1 - i] = value_retain(list_at(list.list, i));
	value_release(list);
	return error;
}

bool appended_fits(const struct value *operands, size_t count)
{
	if (operands[0].type != TYPE_LIST || operands[0].list->count + count - 1 > LIST_MAX)
		return false;
	for (size_t i = 1; i < count; i++) {
		if (value_depth(operands[i]) >= VALUE_DEPTH_MAX)
			return false;
	}
	return true;
}

struct error *make_appended(struct value *operands, size_t count, struct value *result)
{
	if (!appended_fits(operands, count)) {
		struct value list;
		struct error *error = make_list(operands + 1, count - 1, &list);
		if (!error)
			return operate(INSTRUCTION_ADD, operands[0], list, result);
		value_release(operands[0]);
		return error;
	}
	struct list *list = operands[0].list;
	for (size_t i = 1; i < count; i++)
		list = list_append(list, operands[i]);
	*result = value_object(TYPE_LIST, list);
	return NULL;
}

#define DIGITS_MOST 24 /* of the text of an int, a bool, nil */

bool join_fits(const struct value *pieces, size_t count)
{
	size_t length = 0;
	for (size_t i = 0; i < count; i++) {
		if (value_counted(pieces[i]) && pieces[i].type != TYPE_BYTES)
			return false;
		length += pieces[i].type == TYPE_BYTES ? pieces[i].bytes->length : DIGITS_MOST;
	}
	return length <= BYTES_MAX;
}

/* The text of all, or NULL if it is too long. Borrows them. */
static struct error *join(struct buffer *buffer, const struct value *pieces, size_t count,
			  size_t most)
{
	for (size_t i = 0; i < count; i++) {
		value_format(pieces[i], buffer);
		if (buffer->length > most)
			return error_new("RANGE", NULL, "the bytes would be longer than %zu",
					 BYTES_MAX);
	}
	return NULL;
}

/* Bytes at the beginning are appended to, which may be in place. */
struct error *make_join(struct value *pieces, size_t count, struct value *result)
{
	struct buffer buffer = {0};
	bool appends = count && pieces[0].type == TYPE_BYTES;
	size_t most = BYTES_MAX - (appends ? pieces[0].bytes->length : 0);
	struct error *error = join(&buffer, pieces + appends, count - appends, most);
	for (size_t i = appends; i < count; i++)
		value_release(pieces[i]);
	if (!error && appends)
		*result = value_bytes(bytes_append(pieces[0].bytes, buffer.data, buffer.length));
	else if (!error)
		*result = value_bytes(bytes_from(&buffer));
	else if (appends)
		value_release(pieces[0]);
	buffer_free(&buffer);
	return error;
}
