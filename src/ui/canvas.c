/*
 * canvas: see canvas.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/canvas.h"

#include <string.h>

/* Where the terminal stands while a drawing is made. */
struct pen {
	struct buffer *out;
	uint32_t row, column; /* the column after the last one: its next character wraps */
	uint32_t begun;       /* the row of which wrap has put the first character; 0: none */
	uint8_t face;
};

/* ---- faces: Select Graphic Rendition, ECMA-48 section 8.3.117 ---- */

static const char *const face_codes[FACES] = {
	[FACE_PLAIN] = "",       [FACE_WORD] = ";1",    [FACE_COMMAND] = ";32",
	[FACE_OPTION] = ";36",   [FACE_STRING] = ";33", [FACE_NUMBER] = ";1;34",
	[FACE_VARIABLE] = ";35", [FACE_COMMENT] = ";2", [FACE_WRONG] = ";4;31",
	[FACE_OPEN] = ";1;4;33", [FACE_MATCH] = ";1;7", [FACE_HINT] = ";2",
};

static void put_face(struct pen *pen, uint8_t face)
{
	if (face == pen->face)
		return;
	buffer_format(pen->out, "\033[0%s%sm", face_codes[face & ~FACE_REGION],
		      face & FACE_REGION ? ";7" : "");
	pen->face = face;
}

/* ---- moves ---- */

static void move(struct pen *pen, uint32_t row, uint32_t column)
{
	if (row == pen->row && column == pen->column)
		return;
	buffer_byte(pen->out, '\r');
	if (row < pen->row)
		buffer_format(pen->out, "\033[%uA", pen->row - row);
	for (; pen->row < row; pen->row++) /* the terminal scrolls where there is no row yet */
		buffer_byte(pen->out, '\n');
	if (column)
		buffer_format(pen->out, "\033[%uC", column);
	pen->row = row;
	pen->column = column;
}

/* ---- cells ---- */

static bool same(const struct frame *one, const struct cell *a, const struct frame *other,
		 const struct cell *b)
{
	return a->length == b->length && a->columns == b->columns && a->face == b->face &&
	       memcmp(one->text.data + a->start, other->text.data + b->start, a->length) == 0;
}

static void put_cell(struct pen *pen, const struct frame *frame, const struct cell *cell)
{
	put_face(pen, cell->face);
	buffer_append(pen->out, frame->text.data + cell->start, cell->length);
	pen->column += cell->columns;
}

static uint32_t columns_of(const struct cell *cells, uint32_t count)
{
	uint32_t columns = 0;
	for (uint32_t i = 0; i < count; i++)
		columns += cells[i].columns;
	return columns;
}

/*
 * The pen has filled its row, and the next one goes on: its first character, or a blank, brings the
 * cursor there.
 */
static void wrap(struct pen *pen, const struct frame *frame, uint32_t row)
{
	uint32_t count;
	const struct cell *cells = frame_row(frame, row, &count);
	pen->row++;
	pen->column = 0;
	if (count) {
		put_cell(pen, frame, cells);
		pen->begun = row;
		return;
	}
	put_face(pen, FACE_PLAIN);
	buffer_text(pen->out, " \r");
}

static void draw_row(struct pen *pen, const struct frame *shown, const struct frame *next,
		     uint32_t row)
{
	uint32_t old_count = 0, count, first = 0;
	const struct cell *old = NULL, *cells = frame_row(next, row, &count);
	if (row < shown->row_count)
		old = frame_row(shown, row, &old_count);
	while (first < count && first < old_count && same(shown, &old[first], next, &cells[first]))
		first++;
	if (!first && row && pen->begun == row)
		first = 1;
	if (first == count && first == old_count)
		return;
	move(pen, row, columns_of(cells, first));
	for (uint32_t i = first; i < count; i++)
		put_cell(pen, next, &cells[i]);
	if (columns_of(old, old_count) > pen->column) {
		put_face(pen, FACE_PLAIN);
		buffer_text(pen->out, "\033[K");
	}
	if (pen->column == next->width && row + 1 < next->row_count)
		wrap(pen, next, row + 1);
}

/* ---- the whole ---- */

static void begin(const struct canvas *canvas, struct pen *pen, struct buffer *out)
{
	*pen = (struct pen){.out = out, .row = canvas->row, .column = canvas->column};
}

static void erase_below(struct pen *pen)
{
	put_face(pen, FACE_PLAIN);
	buffer_text(pen->out, "\033[J");
}

void canvas_draw(struct canvas *canvas, struct buffer *out)
{
	const struct frame shown = canvas->shown, *next = &canvas->next;
	struct pen pen;
	begin(canvas, &pen, out);
	for (uint32_t row = 0; row < next->row_count; row++)
		draw_row(&pen, &shown, next, row);
	if (next->row_count < shown.row_count) {
		move(&pen, next->row_count, 0);
		erase_below(&pen);
	}
	put_face(&pen, FACE_PLAIN);
	canvas->row = next->cursor_row - next->first;
	canvas->column = next->cursor_column;
	move(&pen, canvas->row, canvas->column);
	canvas->shown = canvas->next;
	canvas->next = shown;
	canvas->next.width = canvas->shown.width;
}

void canvas_clear(struct canvas *canvas, struct buffer *out)
{
	struct pen pen;
	if (!canvas->shown.row_count)
		return;
	begin(canvas, &pen, out);
	move(&pen, 0, 0);
	erase_below(&pen);
	canvas_leave(canvas);
}

void canvas_leave(struct canvas *canvas)
{
	canvas->shown.row_count = canvas->shown.cell_count = 0;
	canvas->row = canvas->column = 0;
}

void canvas_free(struct canvas *canvas)
{
	frame_free(&canvas->shown);
	frame_free(&canvas->next);
}
