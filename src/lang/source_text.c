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
static unsigned count_characters(const char *text, size_t length)
{
	unsigned count = 0;
	for (size_t i = 0, size; i < length; i += size) {
		size = utf8_sequence(text + i, length - i, &(uint32_t){0});
		if (!size)
			size = 1;
		count++;
	}
	return count;
}

static unsigned characters(const char *text, size_t length)
{
	unsigned char all = 0;
	for (size_t i = 0; i < length; i++)
		all |= (unsigned char)text[i];
	return all < 0x80 ? (unsigned)length : count_characters(text, length);
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

/* Where the offset's line begins, and the offset in it, which is never beyond the text. */
static const char *find_place(struct source *source, uint32_t offset, unsigned *line,
			      size_t *inside)
{
	if (offset > source->text->length)
		offset = (uint32_t)source->text->length;
	uint32_t number = find_line(source, offset);
	*line = source->first_line + number;
	*inside = offset - source->lines[number];
	return source->text->data + source->lines[number];
}

void source_position(struct source *source, uint32_t offset, unsigned *line, unsigned *column)
{
	size_t inside;
	const char *start = find_place(source, offset, line, &inside);
	*column = 1 + characters(start, inside);
}

void source_place(struct source *source, uint32_t offset, unsigned *line, unsigned *column,
		  const char **text, size_t *length)
{
	size_t inside;
	const char *start = find_place(source, offset, line, &inside);
	const char *end = source->text->data + source->text->length;
	*column = 1 + characters(start, inside);
	const char *newline = memchr(start + inside, '\n', (size_t)(end - start) - inside);
	if (newline)
		end = newline;
	if (end > start && end[-1] == '\r')
		end--;
	*text = start;
	*length = (size_t)(end - start);
}
