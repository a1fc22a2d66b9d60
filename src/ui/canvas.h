/*
 * canvas: the rows of a terminal that are ours to draw on, and what they show. Makes the bytes that
 * turn what is shown into what is to be shown; writes nothing.
 *
 * Nothing is known of the terminal but ECMA-48's moves and erasures. A row is anchored anew by a
 * carriage return and moves to the right, for terminals differ in how wide they take a character
 * to be. Rows that a text fills go on into each other, as the terminal itself would wrap them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_UI_CANVAS_H
#define HANDSH_UI_CANVAS_H

#include "ui/cells.h"

struct canvas {
	struct frame shown;   /* without rows: nothing, the cursor is where drawing is to begin */
	struct frame next;    /* where the caller lays out what is to be shown */
	uint32_t row, column; /* where the cursor is */
};

/* Appends what makes the terminal show canvas->next, which becomes canvas->shown. */
void canvas_draw(struct canvas *canvas, struct buffer *out);
/* Erases all that is shown, with the cursor where its first row began. */
void canvas_clear(struct canvas *canvas, struct buffer *out);
/* The cursor is elsewhere, at the start of a row with nothing below. */
void canvas_leave(struct canvas *canvas);
void canvas_free(struct canvas *canvas);

#endif
