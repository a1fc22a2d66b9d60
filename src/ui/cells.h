/*
 * cells: text as the cells of a terminal's rows. No terminal is asked or written to.
 *
 * A row holds as many columns as the terminal has. What would not fit begins the next one; so does
 * a newline, which takes a place itself, as the end of the text does: the cursor can stand on it.
 * What is not printable is escaped, as everywhere; a tab is blanks.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_UI_CELLS_H
#define HANDSH_UI_CELLS_H

#include "handsh/base.h"

/* How a cell looks. */
enum face {
	FACE_PLAIN,
	FACE_WORD, /* of the language */
	FACE_COMMAND,
	FACE_OPTION,
	FACE_STRING,
	FACE_NUMBER,
	FACE_VARIABLE,
	FACE_COMMENT,
	FACE_WRONG, /* an unknown command, an unset variable, a closed socket */
	FACE_OPEN,  /* a bracket or quote that is not closed */
	FACE_MATCH, /* the two of a pair at the cursor */
	FACE_HINT,  /* what has not been typed */
	FACES,
	FACE_REGION = 128, /* beside any other: it is in the active region */
};

/* A character with those that combine with it. */
struct cell {
	uint32_t start, length; /* its bytes in the frame's text */
	uint8_t columns; /* that it takes: 1 or 2; 0: it drives the terminal, and shows nothing */
	uint8_t face;
};

/* Zero it and set width; frame_begin readies it for another text. */
struct frame {
	uint32_t width;      /* columns of the terminal, 2 or more */
	bool utf8;           /* which shows UTF-8 */
	uint32_t first, end; /* the rows of which the cells are kept, from first up to end */
	struct buffer text;
	struct cell *cells;
	uint32_t cell_count, cell_capacity;
	uint32_t *rows; /* the number of each kept row's first cell */
	uint32_t row_count, row_capacity;
	uint32_t row, column;               /* where the text ends */
	uint32_t cursor_row, cursor_column; /* where frame_cursor was called */
};

/* Rows from first up to end are kept; 0 and 0: only places are wanted. */
void frame_begin(struct frame *frame, uint32_t first, uint32_t end);
/* What comes next. faces: one for each of its bytes, or NULL: all have the face. */
void frame_text(struct frame *frame, const char *text, size_t length, const uint8_t *faces,
		uint8_t face);
/* What drives the terminal and takes no columns, as it stands. */
void frame_control(struct frame *frame, const char *text, size_t length);
void frame_cursor(struct frame *frame); /* stands before what comes next */
void frame_end(struct frame *frame);    /* the end has a place, too */
void frame_free(struct frame *frame);

/* Of a kept row, counted from the first of them. */
static inline const struct cell *frame_row(const struct frame *frame, uint32_t row, uint32_t *count)
{
	uint32_t start = frame->rows[row];
	*count = (row + 1 < frame->row_count ? frame->rows[row + 1] : frame->cell_count) - start;
	return frame->cells + start;
}

#endif
