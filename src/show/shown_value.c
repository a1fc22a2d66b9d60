/*
 * shown_value: the text of a list or map that a statement shows. It may be endless on paper, or more
 * than a screen has room for, and is cut then; what is left out is said. What is not shown is not
 * looked at.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "show/shown_value.h"

#include "handsh/walk.h"

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

void shown_value(struct value container, size_t most, struct buffer *text, struct buffer *left_out)
{
	struct value_text way;
	size_t start = text->length, full = start + most, rest = 0;
	size_t count =
		container.type == TYPE_LIST ? container.list->count : map_count(container.map);
	value_text_begin(&way, container);
	bool whole = value_text_go_on(&way, text, most);
	if (!whole)
		rest = count_left_out(&way, count, text->length > full);
	if (rest) {
		full = whole_characters(text, full);
		buffer_format(
			left_out,
			"%zu bytes of this %s are shown: %zu of its %zu elements are left out",
			full - start, value_type_name(container.type), rest, count);
		text->length = full;
		buffer_text(text, "...");
	} else if (!whole) { /* but for the bracket */
		value_text_go_on(&way, text, 1);
	}
	value_text_end(&way);
}
