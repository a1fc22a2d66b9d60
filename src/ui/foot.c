/*
 * foot: see foot.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/foot.h"

static void write_out(struct foot *foot)
{
	if (foot->drawn.length)
		display_draw(foot->shell->display, &foot->drawn);
	foot->drawn.length = 0;
}

static void lay_out(const struct foot *foot, struct frame *frame, unsigned width)
{
	frame->width = width;
	frame->utf8 = display_knows_utf8(foot->shell->display);
	frame_begin(frame, 0, display_rows(foot->shell->display));
	frame_text(frame, foot->rows.data, foot->rows.length, NULL, FACE_PLAIN);
	frame_cursor(frame);
	frame_end(frame);
}

/* Rows of another width may have been wrapped or cut. */
static void draw(struct foot *foot)
{
	struct canvas *canvas = &foot->canvas;
	const unsigned columns = display_width(foot->shell->display);
	const unsigned width = columns > 1 ? columns : 2;
	if (canvas->shown.width != width)
		canvas_clear(canvas, &foot->drawn);
	foot->hidden = false;
	lay_out(foot, &canvas->next, width);
	canvas_draw(canvas, &foot->drawn);
	write_out(foot);
}

/* ---- around what others write: at a prompt that sees to it ---- */

static void before(void *context)
{
	foot_hide(context);
}

static void after(void *context)
{
	foot_come_back(context);
}

static void guard(struct foot *foot, bool on)
{
	if (foot->shell->interactive)
		return;
	display_flush(foot->shell->display);
	display_guard(foot->shell->display, on ? before : NULL, on ? after : NULL, foot);
}

/* ---- the whole ---- */

void foot_show(struct foot *foot, const struct buffer *rows, bool (*lasts)(const struct foot *foot))
{
	display_flush(foot->shell->display);
	if (display_waiting(foot->shell->display, DISPLAY_OUTPUT))
		return;
	if (!foot->rows.length)
		guard(foot, true);
	foot->lasts = lasts;
	foot->rows.length = 0;
	buffer_append(&foot->rows, rows->data, rows->length);
	draw(foot);
}

void foot_hide(struct foot *foot)
{
	if (!foot->rows.length || foot->hidden)
		return;
	canvas_clear(&foot->canvas, &foot->drawn);
	write_out(foot);
	foot->hidden = true;
}

void foot_come_back(struct foot *foot)
{
	if (foot->lasts && !foot->lasts(foot))
		foot_drop(foot);
	else if (foot->rows.length && foot->hidden)
		draw(foot);
}

void foot_lose(struct foot *foot)
{
	if (!foot->rows.length)
		return;
	canvas_leave(&foot->canvas);
	buffer_text(&foot->drawn, "\r\033[J");
	write_out(foot);
	foot->hidden = true;
}

void foot_leave(struct foot *foot)
{
	canvas_leave(&foot->canvas);
	foot_drop(foot);
}

void foot_drop(struct foot *foot)
{
	if (!foot->rows.length)
		return;
	foot_hide(foot);
	foot->rows.length = 0;
	foot->hidden = false;
	guard(foot, false);
}

void foot_free(struct foot *foot)
{
	foot_drop(foot);
	buffer_free(&foot->rows);
	buffer_free(&foot->drawn);
	canvas_free(&foot->canvas);
}
