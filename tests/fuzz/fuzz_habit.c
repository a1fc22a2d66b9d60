/*
 * fuzz_habit: any text gets an answer or none, of any of its places; a line that an answer says to
 * type is a unit of the language.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lang/read/parse.h"

#include <string.h>

#include "target.h"

/* The lines of a hint, one after the other. */
static void check_hint(const struct buffer *hint)
{
	static const char type[] = "type ";
	const size_t before = sizeof(type) - 1;
	const char *line = hint->data, *end = hint->data + hint->length;
	while (line < end) {
		const char *newline = memchr(line, '\n', (size_t)(end - line));
		const char *stop = newline ? newline : end;
		if ((size_t)(stop - line) > before && memcmp(line, type, before) == 0)
			check(parse_whole(line + before, (size_t)(stop - line) - before));
		line = stop + 1;
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input input = {data, size};
	const size_t place = take(&input);
	const unsigned first = take(&input) % 4;
	struct bytes *text = take_rest(&input); /* so that a read beyond it is seen */
	static const enum habit_found found[] = {HABIT_SYNTAX, HABIT_UNKNOWN, HABIT_USAGE,
						 HABIT_UNSET};
	for (size_t i = 0; place <= text->length && i < sizeof(found) / sizeof(*found); i++) {
		struct buffer hint = {0};
		bool known = habit_hint(text->data, text->length, place, found[i], &hint);
		check(known == (hint.length > 0));
		check_hint(&hint);
		buffer_free(&hint);
	}
	struct buffer hint = {0};
	if (place <= text->length)
		habit_join(text->data, text->length, place, first, &hint);
	check_hint(&hint);
	buffer_free(&hint);
	object_release(text);
	return 0;
}
