/*
 * reader: the line that is typed, and when it is on the screen.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

#include <readline/history.h>
#include <readline/readline.h>

#include "ui/prompt.h"

static void keys_ready(struct machine *machine, struct observer *observer, uint32_t events)
{
	struct prompt *prompt = observer->context;
	(void)machine;
	/* What is half typed when the terminal goes away must not be run. */
	if (prompt->reader.terminal && (events & (EPOLLHUP | EPOLLERR)))
		prompt->reader.hung_up = true;
	else
		reader_read(prompt);
}

void reader_watch(struct prompt *prompt, bool on)
{
	struct reader *reader = &prompt->reader;
	if (reader->unwatched || on == (reader->keys.watch.fd >= 0))
		return;
	if (!on) {
		watch_close(prompt->shell->machine, &reader->keys.watch);
		return;
	}
	if (!observer_open(prompt->shell->machine, &reader->keys, STDIN_FILENO, EPOLLIN, keys_ready,
			   prompt)) {
		reader->keys.watch.fd = -1;
		reader->unwatched = true;
	}
}

static void fresh_line(const struct prompt *prompt)
{
	if (prompt->partial.length)
		fputc('\n', rl_outstream);
}

void reader_draw(struct prompt *prompt)
{
	const struct reader *reader = &prompt->reader;
	if (reader->stale && reader->shown && !reader->hidden && !typed_more(reader))
		draw_line(prompt);
}

void reader_begin(struct prompt *prompt)
{
	struct reader *reader = &prompt->reader;
	reader->shown = true;
	reader->hidden = false;
	reader->stale = true;
	reader->listing.open = false;
	draw_leave(prompt);
	using_history(); /* wherever in it the last line was left */
	editor_begin(buffer_cstring(&reader->prompt));
	reader_draw(prompt);
	reader_watch(prompt, true);
}

/*
 * A search ends first: in its midst readline 8.2 would free what it undoes of one line of the
 * history while another one is the current one, and free it again later.
 */
static void drop_line_state(void)
{
	rl_callback_sigcleanup();
	rl_free_line_state();
}

static void end_line(struct prompt *prompt)
{
	struct reader *reader = &prompt->reader;
	rl_callback_handler_remove();
	fflush(rl_outstream);
	reader->shown = reader->hidden = false;
	reader_watch(prompt, false);
}

void reader_show(struct prompt *prompt, const char *text)
{
	struct reader *reader = &prompt->reader;
	display_flush(prompt->shell->display);
	fresh_line(prompt);
	prompt->partial.length = 0;
	reader->prompt.length = 0;
	buffer_text(&reader->prompt, text);
	reader_begin(prompt);
	if (!reader->saved)
		return;
	rl_insert_text(reader->saved);
	rl_point = reader->saved_point;
	draw_line(prompt);
	free(reader->saved);
	reader->saved = NULL;
}

/* What was typed stays there, with a mark after it. */
static void leave_line(struct prompt *prompt, const char *mark)
{
	struct reader *reader = &prompt->reader;
	if (!reader->hidden)
		draw_last(prompt);
	fputs(mark, rl_outstream);
	if (reader->drawing != DRAWING_NONE || *mark)
		fputc('\n', rl_outstream);
	draw_leave(prompt);
}

void reader_put_above(struct prompt *prompt, const struct buffer *text)
{
	leave_line(prompt, "");
	fwrite(text->data, 1, text->length, rl_outstream);
	draw_line(prompt);
}

void reader_put_before(struct prompt *prompt, const char *shown, const char *text)
{
	struct reader *reader = &prompt->reader;
	int point = rl_point + (int)strlen(text);
	draw_clear(prompt);
	reader->prompt.length = 0;
	buffer_text(&reader->prompt, shown);
	rl_set_prompt(buffer_cstring(&reader->prompt));
	rl_point = 0;
	rl_insert_text(text);
	rl_point = point;
	draw_line(prompt);
}

/* Readline has a whole line, or NULL at the end of file. */
void reader_take(struct prompt *prompt, char *line)
{
	struct reader *reader = &prompt->reader;
	leave_line(prompt, "");
	bindings_keep_macro(reader);
	end_line(prompt);
	if (reader->question) {
		reader->question = false;
		input_answer(prompt->shell->input, line ? bytes_text(line) : NULL);
		free(line);
		return;
	}
	reader->line = line;
	reader->line_ready = true;
}

/* A key is not answered before what was written has been taken: readline's bell would wait. */
void reader_listen(struct prompt *prompt)
{
	const struct reader *reader = &prompt->reader;
	const struct display *display = prompt->shell->display;
	if ((reader->shown || input_has_panel(prompt->shell->input)) && !reader->lent)
		reader_watch(prompt, !display_waiting(display, DISPLAY_OUTPUT) &&
					     !display_waiting(display, DISPLAY_ERROR));
}

void reader_read(struct prompt *prompt)
{
	prompt->reader.reading = true;
	if (!prompt->reader.shown && input_has_panel(prompt->shell->input))
		follow_key(prompt);
	else if (prompt->reader.paste.begun)
		paste_read(&prompt->reader);
	else if (prompt->reader.shown && !prompt->reader.line_ready && typed_whole(&prompt->reader))
		rl_callback_read_char();
	prompt->reader.reading = false;
	fflush(rl_outstream);
	reader_draw(prompt);
}

/* What was typed stays readable above. */
static void break_line(struct prompt *prompt)
{
	typed_drop(&prompt->reader);
	paste_drop(&prompt->reader.paste);
	drop_line_state();
	leave_line(prompt, "^C");
	end_line(prompt);
}

void reader_interrupt(struct prompt *prompt)
{
	if (!prompt->reader.shown)
		return;
	break_line(prompt);
	if (prompt->reader.question)
		reader_begin(prompt);
}

/* The line goes before the error is written, which would else stand above it. */
void reader_break_question(struct prompt *prompt)
{
	if (prompt->reader.question && prompt->reader.of_main && prompt->reader.shown)
		break_line(prompt);
}

/* A question takes the place of the command line. */
void reader_put_aside(struct prompt *prompt)
{
	struct reader *reader = &prompt->reader;
	if (!reader->shown)
		return;
	reader_hide(prompt);
	drop_line_state();
	reader->saved = memory_copy(rl_line_buffer, (size_t)rl_end);
	reader->saved_point = rl_point;
	end_line(prompt);
}

/* Nobody wants the line any more. */
void reader_abandon(struct prompt *prompt)
{
	if (!prompt->reader.shown)
		return;
	drop_line_state();
	leave_line(prompt, "");
	end_line(prompt);
}

/* ---- while others write ---- */

void reader_hide(struct prompt *prompt)
{
	struct reader *reader = &prompt->reader;
	if (!reader->shown || reader->hidden)
		return;
	draw_clear(prompt);
	reader->hidden = true;
}

void reader_redraw(struct prompt *prompt)
{
	struct reader *reader = &prompt->reader;
	if (!reader->shown || !reader->hidden || reader->lent)
		return;
	fresh_line(prompt);
	prompt->partial.length = 0;
	reader->hidden = false;
	draw_line(prompt);
}

/* What of the line stands there moves with the terminal's own text: it is drawn anew. */
void reader_resize(struct prompt *prompt)
{
	const struct reader *reader = &prompt->reader;
	bool drawn = reader->shown && !reader->hidden;
	rl_reset_screen_size();
	if (!drawn)
		return;
	draw_clear(prompt);
	draw_line(prompt);
}

void reader_open(struct prompt *prompt)
{
	struct reader *reader = &prompt->reader;
	reader->terminal = isatty(STDIN_FILENO);
	reader->has_termios = tcgetattr(STDIN_FILENO, &reader->termios) == 0;
	typed_open(reader);
	watch_open(&reader->keys.watch, -1);
	editor_open(prompt);
	shell_session(prompt->shell)->advance.wanted &= reader->drawing == DRAWING_ROWS;
	input_interactive(prompt->shell->input, &question_prompt, prompt);
}

void reader_greet(struct prompt *prompt)
{
	(void)prompt;
	fputs("handsh " HANDSH_VERSION ": help says how to begin, Ctrl-D leaves\n", rl_outstream);
	fflush(rl_outstream);
}

void reader_close(struct prompt *prompt)
{
	struct reader *reader = &prompt->reader;
	input_interactive(prompt->shell->input, NULL, NULL);
	if (reader->shown) {
		leave_line(prompt, "");
		end_line(prompt);
	}
	mode_give(prompt);
	fclose(rl_outstream);
	rl_outstream = NULL;
	buffer_free(&reader->prompt);
	buffer_free(&reader->drawn);
	completion_free(&reader->offered);
	buffer_free(&reader->hint.shown);
	buffer_free(&reader->hint.rest);
	buffer_free(&reader->listing.rows);
	canvas_free(&reader->canvas);
	buffer_free(&reader->paste.text);
	free(reader->saved);
	free(reader->line);
	typed_close(reader);
	editor_close();
}
