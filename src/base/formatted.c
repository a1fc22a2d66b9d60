/*
 * formatted: the text of several values, in pieces.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/walk.h"

#include <stdlib.h>

#define PIECE ((size_t)1 << 16) /* bytes */
#define COPIED                                                                                     \
	((size_t)4 << 10) /* so much is rather copied than kept with the room that it grew in */

static enum formatted_state more_or_too_long(const struct formatted *formatted, bool more)
{
	if (formatted_length(formatted) > BYTES_MAX)
		return FORMATTED_TOO_LONG;
	return more ? FORMATTED_MORE : FORMATTED_DONE;
}

enum formatted_state formatted_letters(struct formatted *formatted, const char *data, size_t length)
{
	buffer_append(&formatted->text, data, length);
	return more_or_too_long(formatted, false);
}

static enum formatted_state add_bytes(struct formatted *formatted, const struct bytes *bytes)
{
	size_t rest = bytes->length - formatted->offset, length = rest < PIECE ? rest : PIECE;
	if (formatted_length(formatted) + rest > BYTES_MAX)
		return FORMATTED_TOO_LONG;
	buffer_append(&formatted->text, bytes->data + formatted->offset, length);
	formatted->offset = length < rest ? formatted->offset + length : 0;
	return length < rest ? FORMATTED_MORE : FORMATTED_DONE;
}

/* The way through it is kept only where it does not come to its end at once. */
enum formatted_state formatted_literal(struct formatted *formatted, struct value value)
{
	struct value_text local, *way = formatted->way;
	if (!way) {
		way = &local;
		value_text_begin(way, value);
	}
	bool all = value_text_go_on(way, &formatted->text, PIECE);
	if (all) {
		value_text_end(way);
		free(formatted->way);
		formatted->way = NULL;
	} else if (way == &local) {
		formatted->way = memory_allocate(sizeof(*way));
		*formatted->way = local;
	}
	return more_or_too_long(formatted, !all);
}

enum formatted_state formatted_add(struct formatted *formatted, struct value value)
{
	switch (value.type) {
	case TYPE_BYTES:
		return add_bytes(formatted, value.bytes);
	case TYPE_LIST:
	case TYPE_MAP:
		return formatted_literal(formatted, value);
	default:
		value_format(value, &formatted->text);
		return more_or_too_long(formatted, false);
	}
}

static void end(struct formatted *formatted)
{
	formatted->offset = 0;
	if (!formatted->way)
		return;
	value_text_end(formatted->way);
	free(formatted->way);
	formatted->way = NULL;
}

void formatted_cut(struct formatted *formatted, size_t length)
{
	end(formatted);
	formatted->text.length = sizeof(struct bytes) + length;
}

struct bytes *formatted_bytes(struct formatted *formatted)
{
	end(formatted);
	if (formatted_length(formatted) > COPIED)
		return bytes_from_text(&formatted->text);
	struct bytes *bytes = bytes_new(formatted_data(formatted), formatted_length(formatted));
	buffer_free(&formatted->text);
	return bytes;
}

void formatted_end(struct formatted *formatted)
{
	end(formatted);
	buffer_free(&formatted->text);
}
