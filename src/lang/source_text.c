/*
 * source: a piece of text and where it came from, and places in it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/code.h"

#include <stdlib.h>
#include <string.h>

static void source_destroy(struct object *object)
{
	struct source *source = (struct source *)object;
	free(source->name);
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
	while (length > 0) {
		uint32_t character;
		size_t size = utf8_sequence(text, length, &character);
		if (size == 0)
			size = 1;
		text += size;
		length -= size;
		count++;
	}
	return count;
}

void source_place(const struct source *source, uint32_t offset, unsigned *line, unsigned *column,
		  const char **text, size_t *length)
{
	const char *start = source->text->data;
	const char *end = start + source->text->length;
	const char *at = offset < source->text->length ? start + offset : end;
	*line = source->first_line;
	for (const char *newline; (newline = memchr(start, '\n', (size_t)(at - start)));) {
		start = newline + 1;
		++*line;
	}
	*column = 1 + characters(start, (size_t)(at - start));
	const char *newline = memchr(at, '\n', (size_t)(end - at));
	if (newline)
		end = newline;
	if (end > start && end[-1] == '\r')
		end--;
	*text = start;
	*length = (size_t)(end - start);
}
