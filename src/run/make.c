/*
 * make: lists and maps from literals, bytes from pieces.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/operations.h"
#include "run/lengthy.h"
#include "run/machine.h"
#include "run/operate.h"

#define DIGITS_MOST 24 /* of the text of an int, a bool, nil */
#define FEW_LETTERS 200

struct error *depth_error(void)
{
	return error_new("DEPTH", NULL, "lists and maps nest at most %d deep", VALUE_DEPTH_MAX);
}

struct error *make_list(struct machine *machine, const struct value *elements, size_t count,
			struct value *result)
{
	*result = value_object(TYPE_LIST, list_from(elements, count));
	if (value_depth(*result) <= VALUE_DEPTH_MAX)
		return NULL;
	machine_release(machine, *result);
	return depth_error();
}

struct error *make_map(struct machine *machine, struct value *pairs, size_t count,
		       struct value *result)
{
	struct map *map = map_new();
	struct error *error = NULL;
	for (size_t i = 0; i < count; i++) {
		struct value key = pairs[2 * i], value = pairs[2 * i + 1];
		if (!error)
			error = key.type != TYPE_BYTES            ? key_type_error(key)
				: key.bytes->length > MAP_KEY_MAX ? key_length_error()
								  : NULL;
		if (!error) {
			map = map_put(map, key.bytes, value);
			continue;
		}
		machine_release(machine, key);
		machine_release(machine, value);
	}
	*result = value_object(TYPE_MAP, map);
	if (!error && value_depth(*result) > VALUE_DEPTH_MAX)
		error = depth_error();
	if (error)
		machine_release(machine, *result);
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

struct error *unpack(struct machine *machine, struct value list, size_t count,
		     struct value *elements)
{
	struct error *error = NULL;
	if (list.type != TYPE_LIST || list.list->count != count)
		error = unpack_error(list, count);
	for (size_t i = 0; i < count && !error; i++)
		elements[count - 1 - i] = value_retain(list_at(list.list, i));
	machine_release(machine, list);
	return error;
}

static bool appended_fits(const struct value *operands, size_t count)
{
	if (operands[0].type != TYPE_LIST || operands[0].list->count + count - 1 > LIST_MAX)
		return false;
	for (size_t i = 1; i < count; i++) {
		if (value_depth(operands[i]) >= VALUE_DEPTH_MAX)
			return false;
	}
	return true;
}

static bool is_append_short(const struct list *list, size_t more, uint32_t holders)
{
	return is_short(list_append_copies(list, more, holders), 0, LENGTHY_ELEMENTS);
}

bool appended_fits_at_once(const struct value *operands, size_t count, uint32_t holders)
{
	return appended_fits(operands, count) &&
	       is_append_short(operands[0].list, count - 1, holders);
}

struct error *make_appended(struct machine *machine, struct value *operands, size_t count,
			    struct value *result)
{
	if (!appended_fits(operands, count)) {
		struct value list;
		struct error *error = make_list(machine, operands + 1, count - 1, &list);
		if (!error)
			return combine(machine, INSTRUCTION_ADD, operands[0], list, result);
		machine_release(machine, operands[0]);
		return error;
	}
	struct list *list = operands[0].list;
	if (!is_append_short(list, count - 1, 1)) {
		*result = lengthy_append(operands, count);
		return NULL;
	}
	for (size_t i = 1; i < count; i++)
		list = list_append(list, operands[i]);
	*result = value_object(TYPE_LIST, list);
	return NULL;
}

/*
 * How long their text is at most, where it is made at once: of scalars, and bytes that are not long.
 * SIZE_MAX: it may take long.
 */
static size_t short_length(const struct value *pieces, size_t count)
{
	size_t length = 0;
	for (size_t i = 0; i < count; i++) {
		if (pieces[i].type == TYPE_BYTES)
			length += pieces[i].bytes->length;
		else if (!value_counted(pieces[i]))
			length += DIGITS_MOST;
		else
			return SIZE_MAX;
	}
	return length <= LENGTHY_COPY ? length : SIZE_MAX;
}

bool join_fits(const struct value *pieces, size_t count)
{
	return count && pieces[0].type == TYPE_BYTES &&
	       short_length(pieces + 1, count - 1) != SIZE_MAX &&
	       is_no_copy(pieces[0].bytes, 2) && /* the stack, and the variable */
	       pieces[0].bytes->length + LENGTHY_COPY <= BYTES_MAX;
}

/* The first is there already where it is bytes. Takes it. */
static struct error *joined(struct machine *machine, struct value first, const struct buffer *text,
			    struct value *result)
{
	if (first.type != TYPE_BYTES) {
		*result = value_bytes(bytes_new(text->data, text->length));
	} else if (first.bytes->length + text->length <= BYTES_MAX) {
		*result = value_bytes(bytes_append(first.bytes, text->data, text->length));
	} else {
		machine_release(machine, first);
		return error_new("RANGE", NULL, "the bytes would be longer than %zu", BYTES_MAX);
	}
	return NULL;
}

struct error *make_join(struct machine *machine, struct value *pieces, size_t count,
			struct value *result)
{
	struct value first = count && pieces[0].type == TYPE_BYTES ? pieces[0] : VALUE_NIL;
	bool appends = first.type == TYPE_BYTES;
	size_t length = short_length(pieces + appends, count - appends);
	if (length == SIZE_MAX || (appends && !is_no_copy(first.bytes, 1))) {
		*result = lengthy_join(pieces, count);
		return NULL;
	}
	char few[FEW_LETTERS]; /* where the text is that short, it needs no other memory */
	struct buffer text = {0};
	if (length <= sizeof(few))
		text = (struct buffer){.data = few, .capacity = sizeof(few)};
	for (size_t i = appends; i < count; i++) {
		value_format(pieces[i], &text);
		machine_release(machine, pieces[i]);
	}
	struct error *error = joined(machine, first, &text, result);
	if (text.data != few)
		buffer_free(&text);
	return error;
}
