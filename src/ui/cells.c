/*
 * cells: see cells.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/cells.h"

#include <stdlib.h>

#include "handsh/grow.h"
#include "handsh/show.h"

#define TAB 8

static bool is_kept(const struct frame *frame)
{
	return frame->row >= frame->first && frame->row < frame->end;
}

static void begin_row(struct frame *frame)
{
	if (!is_kept(frame))
		return;
	frame->rows = grow_array(frame->rows, frame->row_count, &frame->row_capacity, 32,
				 sizeof(*frame->rows));
	frame->rows[frame->row_count++] = frame->cell_count;
}

void frame_begin(struct frame *frame, uint32_t first, uint32_t end)
{
	frame->first = first;
	frame->end = end;
	frame->text.length = 0;
	frame->cell_count = frame->row_count = 0;
	frame->row = frame->column = 0;
	frame->cursor_row = frame->cursor_column = 0;
	begin_row(frame);
}

static void next_row(struct frame *frame)
{
	frame->row++;
	frame->column = 0;
	begin_row(frame);
}

/* ---- cells ---- */

static void add_cell(struct frame *frame, const char *text, size_t length, uint8_t columns,
		     uint8_t face)
{
	if (!is_kept(frame))
		return;
	frame->cells = grow_array(frame->cells, frame->cell_count, &frame->cell_capacity, 256,
				  sizeof(*frame->cells));
	frame->cells[frame->cell_count++] =
		(struct cell){(uint32_t)frame->text.length, (uint32_t)length, columns, face};
	buffer_append(&frame->text, text, length);
}

/* A row whose rest is too small for what comes next is filled with blanks. */
static void make_room(struct frame *frame, uint8_t columns)
{
	if (frame->column + columns <= frame->width)
		return;
	for (; frame->column < frame->width; frame->column++)
		add_cell(frame, " ", 1, 1, FACE_PLAIN);
	next_row(frame);
}

static void put(struct frame *frame, const char *text, size_t length, uint8_t columns, uint8_t face)
{
	make_room(frame, columns);
	add_cell(frame, text, length, columns, face);
	frame->column += columns;
}

static void put_tab(struct frame *frame, uint8_t face)
{
	make_room(frame, 1);
	do
		put(frame, " ", 1, 1, face);
	while (frame->column % TAB && frame->column < frame->width);
}

static void put_escaped(struct frame *frame, const char *text, size_t length, uint8_t face)
{
	struct buffer escaped = {0};
	escape_format(&escaped, text, length, false);
	for (size_t i = 0; i < escaped.length; i++)
		put(frame, escaped.data + i, 1, 1, face);
	buffer_free(&escaped);
}

/* It belongs to the character before it, wherever a row ends between them. */
static void put_combining(struct frame *frame, const char *text, size_t length)
{
	if (!is_kept(frame))
		return;
	buffer_append(&frame->text, text, length);
	frame->cells[frame->cell_count - 1].length += (uint32_t)length;
}

/* What is not ASCII. */
static void put_character(struct frame *frame, const char *text, size_t length, uint8_t face)
{
	struct buffer shown = {0};
	escape_format(&shown, text, length, frame->utf8);
	bool printable = shown.length == length;
	buffer_free(&shown);
	size_t columns = text_columns(text, length);
	if (!printable || (columns == 0 && frame->column == 0))
		put_escaped(frame, text, length, face);
	else if (columns == 0)
		put_combining(frame, text, length);
	else
		put(frame, text, length, (uint8_t)columns, face);
}

/* ---- text ---- */

static bool is_plain(char byte)
{
	return byte >= ' ' && byte <= '~';
}

/* How many bytes at the start of the text take a column each and are of no row that is kept. */
static size_t unseen(const struct frame *frame, const char *text, size_t length)
{
	size_t most = length, i = 0;
	if (frame->row < frame->first) {
		size_t before = (size_t)(frame->first - frame->row) * frame->width - frame->column;
		most = before < length ? before : length;
	} else if (is_kept(frame)) {
		return 0;
	}
	while (i < most && is_plain(text[i]))
		i++;
	return i;
}

static void pass(struct frame *frame, size_t columns)
{
	size_t column = frame->column + columns;
	frame->row += (uint32_t)((column - 1) / frame->width);
	frame->column = (uint32_t)((column - 1) % frame->width) + 1;
}

/* One character, or a byte that is none; gives its length. */
static size_t put_next(struct frame *frame, const char *text, size_t length, uint8_t face)
{
	uint32_t character;
	size_t size = utf8_sequence(text, length, &character);
	if (is_plain(*text)) {
		put(frame, text, 1, 1, face);
	} else if (*text == '\t') {
		put_tab(frame, face);
	} else if (*text == '\n') {
		make_room(frame, 1);
		next_row(frame);
	} else if (size > 1) {
		put_character(frame, text, size, face);
	} else {
		put_escaped(frame, text, 1, face);
	}
	return size ? size : 1;
}

void frame_text(struct frame *frame, const char *text, size_t length, const uint8_t *faces,
		uint8_t face)
{
	for (size_t i = 0; i < length && (frame->row < frame->end || !frame->end);) {
		size_t plain = unseen(frame, text + i, length - i);
		if (plain)
			pass(frame, plain);
		else
			plain = put_next(frame, text + i, length - i, faces ? faces[i] : face);
		i += plain;
	}
}

void frame_control(struct frame *frame, const char *text, size_t length)
{
	add_cell(frame, text, length, 0, FACE_PLAIN);
}

void frame_cursor(struct frame *frame)
{
	make_room(frame, 1);
	frame->cursor_row = frame->row;
	frame->cursor_column = frame->column;
}

void frame_end(struct frame *frame)
{
	make_room(frame, 1);
}

void frame_free(struct frame *frame)
{
	buffer_free(&frame->text);
	free(frame->cells);
	free(frame->rows);
	*frame = (struct frame){0};
}
