/*
 * draw: the line on the screen, instead of readline's own drawing, which knows two faces only, and
 * loses its place where others draw beside it. None of readline's functions for the screen is
 * called.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <readline/history.h>
#include <readline/readline.h>

#include "ui/paint.h"
#include "ui/prompt.h"

/* ---- which way ---- */

/* ECMA-48's moves and erasures, which nearly all terminals know. */
static bool moves(void)
{
	const char *up = rl_get_termcap("up"), *erase = rl_get_termcap("ce");
	const char *sideways = rl_variable_value("horizontal-scroll-mode");
	return up && *up && erase && strstr(erase, "\033[K") &&
	       !(sideways && strcmp(sideways, "on") == 0);
}

void draw_open(struct reader *reader)
{
	if (reader->has_termios && !(reader->termios.c_lflag & ECHO))
		reader->drawing = DRAWING_NONE;
	else
		reader->drawing = moves() ? DRAWING_ROWS : DRAWING_ROW;
}

/* ---- what stands there ---- */

/* What the user's inputrc(5) has put before the prompt to tell the modes of editing apart. */
static const char *mode_text(void)
{
	const char *wanted = rl_variable_value("show-mode-in-prompt");
	if (!wanted || strcmp(wanted, "on") != 0 || rl_display_prompt != rl_prompt)
		return "";
	const char *variable = rl_editing_mode == 1                    ? "emacs-mode-string"
			       : rl_get_keymap() == vi_movement_keymap ? "vi-cmd-mode-string"
								       : "vi-ins-mode-string";
	const char *text = rl_variable_value(variable);
	return text ? text : "";
}

/* It marks what shows nothing, as a change of the cursor's shape. */
static void put_mode(struct frame *frame)
{
	const char *text = mode_text();
	while (*text) {
		size_t shown = strcspn(text, (char[]){RL_PROMPT_START_IGNORE, '\0'});
		frame_text(frame, text, shown, NULL, FACE_PLAIN);
		text += shown;
		if (!*text)
			break;
		size_t unseen = strcspn(++text, (char[]){RL_PROMPT_END_IGNORE, '\0'});
		frame_control(frame, text, unseen);
		text += unseen + (text[unseen] != '\0');
	}
}

static bool modified(void)
{
	const char *wanted = rl_variable_value("mark-modified-lines");
	return wanted && strcmp(wanted, "on") == 0 && current_history() && rl_undo_list;
}

/* What is drawn. */
struct sight {
	size_t point;              /* where the cursor stands */
	bool left;                 /* the line is about to be left: it is shown as it was typed */
	uint8_t *faces;            /* of its bytes */
	const struct buffer *hint; /* after it, as far as there is room in the row */
	size_t hint_length;
	const struct buffer *below; /* rows after it */
};

static void lay_out(struct frame *frame, const struct sight *sight, uint32_t first, uint32_t end)
{
	const size_t point = sight->point, length = (size_t)rl_end;
	const uint8_t *faces = sight->faces;
	frame_begin(frame, first, end);
	if (modified())
		frame_text(frame, "*", 1, NULL, FACE_PLAIN);
	put_mode(frame);
	if (rl_display_prompt)
		frame_text(frame, rl_display_prompt, strlen(rl_display_prompt), NULL, FACE_PLAIN);
	frame_text(frame, rl_line_buffer, point, faces, FACE_PLAIN);
	frame_cursor(frame);
	frame_text(frame, rl_line_buffer + point, length - point, faces + point, FACE_PLAIN);
	frame_text(frame, sight->hint->data, sight->hint_length, NULL, FACE_HINT);
	if (sight->below->length) {
		frame_text(frame, "\n", 1, NULL, FACE_PLAIN);
		frame_text(frame, sight->below->data, sight->below->length, NULL, FACE_PLAIN);
	}
	frame_end(frame);
}

static void paint(struct prompt *prompt, struct sight *sight)
{
	struct buffer text = {0};
	size_t before;
	const char *lines = prompt_text(prompt, &before);
	struct scene scene = {.line = before, .length = before + (size_t)rl_end};
	if (!prompt->shell->colours || !prompt->reader.coloured || prompt->reader.question)
		return;
	buffer_append(&text, lines, before);
	buffer_append(&text, rl_line_buffer, (size_t)rl_end);
	scene.text = buffer_cstring(&text);
	scene.cursor = sight->left ? SIZE_MAX : before + sight->point;
	paint_line(prompt->shell, &scene, sight->faces);
	buffer_free(&text);
}

/* The active region, of text that was pasted or found. */
static void mark_region(struct sight *sight)
{
	int start = rl_mark < rl_point ? rl_mark : rl_point;
	int end = rl_mark < rl_point ? rl_point : rl_mark;
	if (!rl_mark_active_p() || start < 0 || end > rl_end)
		return;
	for (int i = start; i < end; i++)
		sight->faces[i] |= FACE_REGION;
}

/* ---- the frame ---- */

static void write_out(struct reader *reader)
{
	struct buffer *out = &reader->drawn;
	if (!out->length)
		return;
	fwrite(out->data, 1, out->length, rl_outstream);
	fflush(rl_outstream);
	out->length = 0;
}

/* What Tab has listed takes the rows that the line leaves, and one at least. */
static void list_below(struct prompt *prompt, struct frame *frame, const struct sight *sight,
		       uint32_t height)
{
	complete_follow(prompt, height > frame->row + 1 ? height - frame->row - 1 : 1);
	if (sight->below->length)
		lay_out(frame, sight, 0, 0);
}

/* Of more rows than the screen has, those around the cursor. */
static void draw_rows(struct prompt *prompt, struct sight *sight)
{
	struct reader *reader = &prompt->reader;
	struct canvas *canvas = &reader->canvas;
	struct frame *frame = &canvas->next;
	int rows, columns;
	rl_get_screen_size(&rows, &columns);
	const uint32_t height = rows > 1 ? (uint32_t)rows : 1;
	frame->width = columns > 1 ? (uint32_t)columns : 2;
	frame->utf8 = reader->utf8;
	lay_out(frame, sight, 0, 0);
	sight->hint_length =
		text_fit(sight->hint->data, sight->hint->length, frame->width - frame->column - 1);
	if (!sight->left)
		list_below(prompt, frame, sight, height);
	uint32_t first = frame->row >= height ? frame->row + 1 - height : 0;
	if (frame->cursor_row < first)
		first = frame->cursor_row;
	lay_out(frame, sight, first, first + height);
	canvas_draw(canvas, &reader->drawn);
}

static void draw(struct prompt *prompt, struct sight *sight)
{
	struct reader *reader = &prompt->reader;
	reader->stale = false;
	if (reader->drawing == DRAWING_ROW)
		row_draw(prompt);
	if (reader->drawing != DRAWING_ROWS)
		return;
	sight->faces = memory_zeroed((size_t)rl_end + 1, 1);
	sight->hint = &reader->hint.shown;
	sight->below = &reader->listing.rows;
	reader->listing.rows.length = 0;
	paint(prompt, sight);
	if (!sight->left)
		mark_region(sight);
	draw_rows(prompt, sight);
	free(sight->faces);
	write_out(reader);
}

void draw_line(struct prompt *prompt)
{
	/* At the end of a search readline has an old point for a shorter line. */
	struct sight sight = {.point = (size_t)(rl_point < rl_end ? rl_point : rl_end)};
	hint_find(prompt);
	draw(prompt, &sight);
}

void draw_last(struct prompt *prompt)
{
	struct sight sight = {.point = (size_t)rl_end, .left = true};
	hint_drop(&prompt->reader.hint);
	draw(prompt, &sight);
}

void draw_clear(struct prompt *prompt)
{
	struct reader *reader = &prompt->reader;
	if (reader->drawing == DRAWING_ROW)
		row_clear(prompt);
	canvas_clear(&reader->canvas, &reader->drawn);
	write_out(reader);
}

void draw_leave(struct prompt *prompt)
{
	canvas_leave(&prompt->reader.canvas);
	prompt->reader.row.columns = 0;
}

void draw_screen(struct prompt *prompt, const char *clear)
{
	struct reader *reader = &prompt->reader;
	if (reader->drawing == DRAWING_ROWS)
		buffer_text(&reader->drawn, clear);
	draw_leave(prompt);
	draw_line(prompt);
}
