/*
 * shown_value: the text of a list or map that a statement shows. It may be endless on paper, or more
 * than a screen has room for, and is cut then; what is left out is said. What is not shown is not
 * looked at.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "show/shown_value.h"

/* Elements of the outmost container that are not, or not whole, in the text. */
static size_t count_left_out(const struct value_text *way, size_t count, bool over)
{
	bool within = over || way->bytes || way->walk.count > 1;
	return count - way->walk.few[0].index + within;
}

/* Where the text ends if no character of it, which is UTF-8, is cut apart: not after place. */
static size_t whole_characters(const struct buffer *text, size_t place)
{
	while (place < text->length && ((unsigned char)text->data[place] & 0xc0) == 0x80)
		place--;
	return place;
}

void shown_value_begin(struct shown_value *shown, struct value container, size_t most,
		       const struct buffer *text)
{
	value_text_begin(&shown->way, container);
	shown->container = container;
	shown->start = text->length;
	shown->full = text->length + most;
	shown->whole = false;
}

bool shown_value_go_on(struct shown_value *shown, struct buffer *text, size_t piece)
{
	size_t rest = shown->full - text->length;
	shown->whole = value_text_go_on(&shown->way, text, rest < piece ? rest : piece);
	return shown->whole || text->length >= shown->full;
}

static size_t count_elements(struct value container)
{
	return container.type == TYPE_LIST ? container.list->count : map_count(container.map);
}

void shown_value_end(struct shown_value *shown, struct buffer *text, struct buffer *left_out)
{
	const size_t count = count_elements(shown->container);
	size_t rest = 0;
	if (!shown->whole)
		rest = count_left_out(&shown->way, count, text->length > shown->full);
	if (rest) {
		size_t end = whole_characters(text, shown->full);
		buffer_format(
			left_out,
			"%zu bytes of this %s are shown: %zu of its %zu elements are left out",
			end - shown->start, value_type_name(shown->container.type), rest, count);
		text->length = end;
		buffer_text(text, "...");
	} else if (!shown->whole) { /* but for the bracket */
		value_text_go_on(&shown->way, text, 1);
	}
	value_text_end(&shown->way);
}
