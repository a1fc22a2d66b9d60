/*
 * error_report: an error as a person reads it: what was tried, what is wrong, where, what to do.
 *
 *	lab.hsh:7:3: bind: EADDRINUSE: Address already in use: 0.0.0.0:5000
 *	  s.bind '' 5000
 *	  ^
 *	  server (s3) is already listening on port 5000
 *
 * Everything in it may come from a peer, so that all is escaped.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/code.h"
#include "handsh/show.h"

#include <string.h>

#include "show/foreign_text.h"

#define WINDOW 100       /* columns shown of a source line */
#define WINDOW_BEFORE 60 /* of these, at most so many characters before the place */

/* Errors of the language's own, rather than answers of the kernel: shown as it spells them. Only an
 * expectation has lines: a newline in any other text is a peer's or user's. */
static const struct own_error {
	const char *name, *shown;
	bool lines;
} own_errors[] = {
	{"SYNTAX", "syntax", false},
	{"FAIL", "fail", false},
	{"EXPECT", "expect", true},
	{"REMARK", "remark", false},
};

static const struct own_error *find_own(const char *name)
{
	for (size_t i = 0; i < sizeof(own_errors) / sizeof(*own_errors); i++) {
		if (strcmp(own_errors[i].name, name) == 0)
			return &own_errors[i];
	}
	return NULL;
}

/* Each line of text below the first is indented; an expectation shows its two sides so. */
static void append_lines(struct buffer *buffer, const char *text, size_t length)
{
	size_t start = 0;
	for (size_t i = 0; i <= length; i++) {
		if (i < length && text[i] != '\n')
			continue;
		if (start > 0)
			buffer_text(buffer, "  ");
		escape_line(buffer, text + start, i - start);
		buffer_byte(buffer, '\n');
		start = i + 1;
		if (start == length) /* a newline at the end begins no line */
			return;
	}
}

static void append_message(struct buffer *buffer, const struct error *error,
			   struct wrapping wrapping)
{
	struct buffer text = {0};
	const struct own_error *own = find_own(error->name);
	if (own) {
		buffer_text(&text, own->shown);
		size_t before = text.length;
		buffer_text(&text, ": ");
		error_message_cut(error, &text, ERROR_SHOWN);
		if (text.length == before + 2)
			text.length = before;
	} else {
		error_format_cut(error, &text, ERROR_SHOWN);
	}
	if (own && own->lines) {
		append_lines(buffer, text.data, text.length);
	} else {
		escape_wrapped(buffer, text.data, text.length, wrapping);
		buffer_byte(buffer, '\n');
	}
	buffer_free(&text);
}

/* The start of a window on a long line that leaves the place in sight. */
static size_t window_start(const char *text, size_t length, size_t position)
{
	if (length <= WINDOW)
		return 0;
	size_t start = position;
	for (unsigned i = 0; i < WINDOW_BEFORE && start > 0; i++) {
		start--;
		for (unsigned j = 0; j < 3 && start > 0 && (text[start] & 0xc0) == 0x80; j++)
			start--;
	}
	return start;
}

/*
 * Appends the character at text and gives the columns it takes. A tab stays itself, so that the
 * caret line, which repeats it, lines up whatever the terminal's tab stops are.
 */
static size_t append_character(struct buffer *buffer, const char *text, size_t bytes)
{
	size_t before = buffer->length;
	escape_format(buffer, text, bytes, true);
	return text_columns(buffer->data + before, buffer->length - before);
}

static void append_source_line(struct buffer *buffer, const char *text, size_t length,
			       size_t position)
{
	struct buffer caret = {0};
	size_t start = window_start(text, length, position), columns = 0;
	buffer_text(buffer, start ? "  ..." : "  ");
	buffer_text(&caret, start ? "     " : "  ");
	size_t i = start;
	while (i < length && (columns < WINDOW || i <= position)) {
		size_t bytes = utf8_sequence(text + i, length - i, &(uint32_t){0});
		if (!bytes)
			bytes = 1;
		size_t width = append_character(buffer, text + i, bytes);
		columns += width;
		if (i + bytes <= position) {
			for (size_t j = 0; j < width; j++)
				buffer_byte(&caret, text[i] == '\t' ? '\t' : ' ');
		}
		i += bytes;
	}
	buffer_text(buffer, i < length ? "...\n" : "\n");
	buffer_append(buffer, caret.data, caret.length);
	buffer_text(buffer, "^\n");
	buffer_free(&caret);
}

/* ---- hints ---- */

static void append_hint(struct buffer *buffer, const struct bytes *hint, unsigned width)
{
	const char *text = hint->data, *end = text + hint->length;
	while (text < end) {
		const char *newline = memchr(text, '\n', (size_t)(end - text));
		const char *stop = newline ? newline : end;
		buffer_text(buffer, "  ");
		escape_wrapped(buffer, text, (size_t)(stop - text),
			       (struct wrapping){.width = width, .column = 2, .indent = 4});
		buffer_byte(buffer, '\n');
		text = stop + 1;
	}
}

/* ---- the whole ---- */

/* Of what was typed at a prompt the line is told where there are several. */
static bool is_shown(const struct source *source)
{
	const struct bytes *text = source->text;
	const char *newline = memchr(text->data, '\n', text->length);
	return source->name || (newline && newline + 1 < text->data + text->length);
}

static struct source *shown_source(const struct error *error)
{
	struct source *source = (struct source *)error->source;
	return source && is_shown(source) ? source : NULL;
}

static void append_place(struct buffer *buffer, const struct source *source, unsigned line,
			 unsigned column)
{
	if (source->name) {
		escape_line(buffer, source->name, strlen(source->name));
		buffer_format(buffer, ":%u:%u: ", line, column);
	} else {
		buffer_format(buffer, "line %u: ", line - source->first_line + 1);
	}
}

void error_report(const struct error *error, uint32_t task, unsigned width, struct buffer *buffer)
{
	struct source *source = shown_source(error);
	const char *line_text = NULL;
	size_t line_length = 0;
	const size_t start = buffer->length;
	if (source) {
		unsigned line, column;
		source_place(source, error->offset, &line, &column, &line_text, &line_length);
		append_place(buffer, source, line, column);
	}
	if (task)
		buffer_format(buffer, "[%u] ", task);
	append_message(buffer, error,
		       (struct wrapping){.width = width,
					 .column = (unsigned)text_columns(buffer->data + start,
									  buffer->length - start),
					 .indent = 4});
	if (source) {
		size_t position = (size_t)(source->text->data + error->offset - line_text);
		if (line_length && line_text[line_length - 1] == '\r')
			line_length--;
		append_source_line(buffer, line_text, line_length,
				   position < line_length ? position : line_length);
	}
	if (error->hint)
		append_hint(buffer, error->hint, width);
}
