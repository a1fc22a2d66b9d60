/*
 * fuzz_cursor: any text has a place at its end; and where an argument stands there, what is
 * inserted for a name makes it exactly that name.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/cursor.h"

#include <string.h>

#include "target.h"

static void check_span(struct cursor_span span, size_t size)
{
	check(span.start <= span.end && span.end <= size);
}

static void check_cursor(const struct cursor *cursor, size_t size)
{
	check(cursor->start <= size);
	check(cursor->quote == 0 || cursor->quote == '"' || cursor->quote == '\'');
	check_span(cursor->socket, size);
	check_span(cursor->object, size);
	check_span(cursor->command, size);
	check((cursor->kind == CURSOR_ARGUMENT) == (cursor->command.end > 0));
	for (uint32_t i = 0; i < cursor->argument_count; i++) {
		check(cursor->arguments[i].start <= cursor->start);
		check_span(cursor->arguments[i].option, size);
	}
}

/* The argument goes on to what was typed and the bytes after it. */
static void check_inserted(const struct cursor *cursor, const char *text, size_t size,
			   const char *more, size_t length)
{
	struct buffer name = {0}, line = {0};
	struct cursor again;
	buffer_append(&name, cursor->typed.data, cursor->typed.length);
	buffer_append(&name, more, length);
	if (cursor->bare) {
		buffer_append(&line, text, cursor->start);
		word_write(&line, name.data, name.length, false);
	} else {
		buffer_append(&line, text, size);
		word_go_on(&line, cursor->quote, more, length, false);
	}
	cursor_read(&again, line.data, line.length);
	check(again.kind == CURSOR_ARGUMENT && again.start == cursor->start);
	check(again.argument_count == cursor->argument_count && again.quote == 0);
	check(again.literal && again.typed.length == name.length);
	check(name.length == 0 || memcmp(again.typed.data, name.data, name.length) == 0);
	cursor_free(&again);
	buffer_free(&name);
	buffer_free(&line);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct cursor cursor;
	size_t length = size ? data[0] % 8 : 0; /* of the name's end, which stands first */
	if (size < 1 + length)
		return 0;
	const char *more = (const char *)data + 1, *text = more + length;
	size -= 1 + length;
	cursor_read(&cursor, text, size);
	check_cursor(&cursor, size);
	if (cursor.kind == CURSOR_ARGUMENT && cursor.literal)
		check_inserted(&cursor, text, size, more, length);
	cursor_free(&cursor);
	return 0;
}
