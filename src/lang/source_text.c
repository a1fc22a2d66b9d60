/*
 * source: a piece of text and where it came from, and places in it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/code.h"
#include "handsh/grow.h"

#include <stdlib.h>
#include <string.h>

static void source_destroy(struct object *object)
{
	struct source *source = (struct source *)object;
	free(source->name);
	free(source->lines);
	object_release(source->text);
	free(source);
}

static const struct behaviour source_behaviour = {
	.destroy = source_destroy,
};

struct source *source_new(const char *name, struct bytes *text, unsigned first_line)
{
	struct source *source = memory_zeroed(1, sizeof(*source));
	source->object = (struct object){&source_behaviour, 1};
	source->name = name ? memory_copy(name, strlen(name)) : NULL;
	source->text = text;
	source->first_line = first_line;
	return source;
}

/* Bytes that are no UTF-8 count as one character each. */
static unsigned characters(const char *text, size_t length)
{
	unsigned count = 0;
	for (size_t i = 0, size; i < length; i += size) {
		uint32_t character;
		size = (unsigned char)text[i] < 0x80
			       ? 1
			       : utf8_sequence(text + i, length - i, &character);
		if (!size)
			size = 1;
		count++;
	}
	return count;
}

/* Whoever writes every call with its place asks as often as there are calls. */
static void find_lines(struct source *source)
{
	const char *start = source->text->data, *end = start + source->text->length;
	uint32_t capacity = 0, count = 0;
	uint32_t *lines = NULL;
	for (const char *line = start, *newline; line; line = newline ? newline + 1 : NULL) {
		lines = grow_array(lines, count, &capacity, 8, sizeof(*lines));
		lines[count++] = (uint32_t)(line - start);
		newline = memchr(line, '\n', (size_t)(end - line));
	}
	source->lines = lines;
	source->line_count = count;
}

/* The line in which the offset lies, from 0. */
static uint32_t find_line(struct source *source, uint32_t offset)
{
	if (!source->lines)
		find_lines(source);
	uint32_t first = 0, end = source->line_count;
	while (end - first > 1) {
		uint32_t middle = first + (end - first) / 2;
		if (source->lines[middle] <= offset)
			first = middle;
		else
			end = middle;
	}
	return first;
}

void source_place(struct source *source, uint32_t offset, unsigned *line, unsigned *column,
		  const char **text, size_t *length)
{
	const char *start = source->text->data;
	const char *end = start + source->text->length;
	const char *at = offset < source->text->length ? start + offset : end;
	uint32_t number = find_line(source, (uint32_t)(at - start));
	*line = source->first_line + number;
	start += source->lines[number];
	*column = 1 + characters(start, (size_t)(at - start));
	const char *newline = memchr(at, '\n', (size_t)(end - at));
	if (newline)
		end = newline;
	if (end > start && end[-1] == '\r')
		end--;
	*text = start;
	*length = (size_t)(end - start);
}
