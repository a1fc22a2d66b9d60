/*
 * row: the line on a terminal that cannot move its cursor up: one row, scrolled sideways.
 *
 * Readline would do the same by itself, but reads beyond the end of its buffers there (8.2 compares
 * the whole width of the screen from the left margin on, however much of it has been filled).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <stdio.h>
#include <string.h>

#include <readline/readline.h>

#include "ui/prompt.h"

#define WIDTH_MIN 4

/* The last column stays free: a cursor that comes to stand after it may wrap. */
size_t row_width(void)
{
	int rows, columns;
	rl_get_screen_size(&rows, &columns);
	return columns > WIDTH_MIN ? (size_t)columns - 1 : WIDTH_MIN;
}

static void append(const struct prompt *prompt, struct buffer *text, const char *data,
		   size_t length)
{
	struct buffer escaped = {0};
	escape_line(&escaped, data, length);
	display_make_plain(prompt->shell->display, &escaped);
	buffer_append(text, escaped.data, escaped.length);
	buffer_free(&escaped);
}

static void put_blanks(size_t count)
{
	fprintf(rl_outstream, "%*s", (int)count, "");
}

/* Where the row begins: it moves by half a screen when the cursor would leave it. */
static size_t margin_of(size_t cursor, size_t width)
{
	size_t step = width / 2;
	return cursor < width ? 0 : (cursor / step - 1) * step;
}

/* Shows text, which is escaped, with the cursor after its first bytes. */
static void put_row(struct row *row, const struct buffer *text, size_t before)
{
	size_t width = row_width();
	size_t margin = margin_of(text_columns(text->data, before), width);
	const char *mark = margin ? "<" : "";
	size_t start = margin ? text_fit(text->data, text->length, margin + 1) : 0;
	const char *shown = text->data + start;
	size_t room = width - strlen(mark);
	size_t length = text_fit(shown, text->length - start, room);
	bool more = start + length < text->length;
	if (more)
		length = text_fit(shown, length, room - 1);
	size_t columns = strlen(mark) + text_columns(shown, length) + more;
	fprintf(rl_outstream, "\r%s%.*s%s", mark, (int)length, shown, more ? ">" : "");
	if (row->columns > columns)
		put_blanks(row->columns - columns);
	if (row->columns > columns || before < text->length)
		fprintf(rl_outstream, "\r%s%.*s", mark, (int)(before - start), shown);
	row->columns = columns;
}

void row_draw(struct prompt *prompt)
{
	struct buffer text = {0};
	size_t point = (size_t)(rl_point < rl_end ? rl_point : rl_end);
	buffer_reserve(&text, 1); /* so that data is never NULL */
	if (rl_display_prompt)
		append(prompt, &text, rl_display_prompt, strlen(rl_display_prompt));
	append(prompt, &text, rl_line_buffer, point);
	size_t before = text.length;
	append(prompt, &text, rl_line_buffer + point, (size_t)rl_end - point);
	put_row(&prompt->reader.row, &text, before);
	fflush(rl_outstream);
	buffer_free(&text);
}

void row_clear(struct prompt *prompt)
{
	fputc('\r', rl_outstream);
	put_blanks(prompt->reader.row.columns);
	fputc('\r', rl_outstream);
	prompt->reader.row.columns = 0;
}
