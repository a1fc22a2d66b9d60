/*
 * marks: notes what the rules of the grammar have read.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/marks.h"

#include <stdlib.h>

#include "handsh/grow.h"
#include "lang/read/parse.h"

void mark_add(struct marks *marks, enum mark_kind kind, uint32_t start, uint32_t end)
{
	marks->list =
		grow_array(marks->list, marks->count, &marks->capacity, 32, sizeof(*marks->list));
	marks->list[marks->count++] = (struct mark){kind, start, end};
}

/* What the rules say of the text from there on. Gives where the last statement begins, after an
 * error before it; 0: there was none. */
static uint32_t read_from(struct marks *marks, const char *text, size_t length, uint32_t start)
{
	struct arena arena = {0};
	struct parser parser = {
		.text = text,
		.at = start,
		.end = (uint32_t)length,
		.extent = EXTENT_ALL,
		.arena = &arena,
		.marks = marks,
	};
	parse_statements(&parser);
	object_release(parser.error);
	arena_free(&arena);
	return parser.resume;
}

void marks_read(struct marks *marks, const char *text, size_t length)
{
	*marks = (struct marks){0};
	uint32_t last = read_from(marks, text, length, 0);
	if (last)
		read_from(marks, text, length, last);
}

void marks_free(struct marks *marks)
{
	free(marks->list);
	*marks = (struct marks){0};
}
