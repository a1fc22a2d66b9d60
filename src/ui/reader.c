/*
 * reader: the line on the screen, by readline's callback interface.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <readline/readline.h>

#include "ui/prompt.h"

/* Readline's hooks get no context: the one variable that stands outside every struct. */
static struct prompt *prompt_hooked;

static void take_line(char *line);

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

void reader_begin(struct prompt *prompt)
{
	struct reader *reader = &prompt->reader;
	reader->shown = true;
	reader->hidden = false;
	reader->row.columns = 0;
	rl_callback_handler_install(buffer_cstring(&reader->prompt), take_line);
	fflush(rl_outstream);
	reader_watch(prompt, true);
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
	(*rl_redisplay_function)();
	fflush(rl_outstream);
	free(reader->saved);
	reader->saved = NULL;
}

/* Readline has a whole line, or NULL at the end of file. */
static void take_line(char *line)
{
	struct prompt *prompt = prompt_hooked;
	struct reader *reader = &prompt->reader;
	if (reader->row.used || (!line && reader->terminal))
		fputc('\n', rl_outstream);
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
	if (reader->shown && !reader->lent)
		reader_watch(prompt, !display_waiting(display, DISPLAY_OUTPUT) &&
					     !display_waiting(display, DISPLAY_ERROR));
}

void reader_read(struct prompt *prompt)
{
	if (prompt->reader.paste.begun)
		paste_read(&prompt->reader);
	else if (prompt->reader.shown && !prompt->reader.line_ready)
		rl_callback_read_char();
	fflush(rl_outstream);
}

/* What was typed stays readable above. */
static void break_line(struct prompt *prompt)
{
	paste_drop(&prompt->reader.paste);
	rl_free_line_state();
	rl_callback_sigcleanup();
	rl_point = rl_end;
	(*rl_redisplay_function)();
	fputs("^C\n", rl_outstream);
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
	reader->saved = memory_copy(rl_line_buffer, (size_t)rl_end);
	reader->saved_point = rl_point;
	reader_hide(prompt);
	end_line(prompt);
}

/* Nobody wants the line any more. */
void reader_abandon(struct prompt *prompt)
{
	if (!prompt->reader.shown)
		return;
	rl_free_line_state();
	rl_callback_sigcleanup();
	fputc('\n', rl_outstream);
	end_line(prompt);
}

/* ---- while others write ---- */

void reader_hide(struct prompt *prompt)
{
	struct reader *reader = &prompt->reader;
	if (!reader->shown || reader->hidden)
		return;
	if (reader->row.used)
		row_clear(prompt);
	else
		rl_clear_visible_line();
	fflush(rl_outstream);
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
	rl_forced_update_display();
	fflush(rl_outstream);
}

/* A screen of one row is taken for one of two: on one readline scrolls sideways, see row.c. */
static bool widen_single_row(void)
{
	struct winsize size;
	if (ioctl(STDIN_FILENO, TIOCGWINSZ, &size) < 0 || size.ws_row != 1)
		return false;
	rl_set_screen_size(2, size.ws_col);
	return true;
}

void reader_resize(struct prompt *prompt)
{
	bool drawn = prompt->reader.shown && !prompt->reader.hidden;
	bool single = widen_single_row();
	if (single && drawn)
		rl_forced_update_display();
	else if (drawn)
		rl_resize_terminal();
	else if (!single)
		rl_reset_screen_size();
	fflush(rl_outstream);
}

/* ---- readline ---- */

static void keep_terminal(void)
{
}

static char **attempt_completion(const char *word, int start, int end)
{
	struct prompt *prompt = prompt_hooked;
	(void)word;
	(void)end;
	rl_attempted_completion_over = 1; /* no names of files where none belong */
	if (prompt->reader.question)
		return NULL;
	return complete_word(prompt, start);
}

static int next_key(FILE *file)
{
	(void)file;
	return typed_next(prompt_hooked);
}

static int begin_paste(int count, int key)
{
	(void)count, (void)key;
	paste_begin(&prompt_hooked->reader.paste);
	return 0;
}

static void draw_row(void)
{
	row_draw(prompt_hooked);
}

static bool echoes(const struct reader *reader)
{
	return !reader->has_termios || (reader->termios.c_lflag & ECHO);
}

static void set_up(struct prompt *prompt)
{
	const char *terminal = getenv("TERM");
	bool results_elsewhere = !isatty(STDOUT_FILENO) || prompt->shell->json;
	rl_readline_name = "handsh";
	rl_instream = stdin;
	rl_outstream = display_file(prompt->shell->display,
				    results_elsewhere ? DISPLAY_ERROR : DISPLAY_OUTPUT);
	rl_getc_function = next_key;
	rl_catch_signals = 0;
	rl_catch_sigwinch = 0;
	rl_change_environment = 0;
	rl_deprep_term_function = keep_terminal;
	rl_attempted_completion_function = attempt_completion;
	rl_completer_word_break_characters = " \t\n";
	rl_completer_quote_characters = "";
	rl_initialize();
	widen_single_row();
	/* Both would wait for a key, and nothing else would go on meanwhile. */
	rl_completion_query_items = 0;
	rl_variable_bind("page-completions", "off");
	rl_bind_keyseq_in_map("\\e[200~", begin_paste, emacs_standard_keymap);
	rl_bind_keyseq_in_map("\\e[200~", begin_paste, vi_insertion_keymap);
	if (!terminal || strcmp(terminal, "dumb") == 0)
		rl_variable_bind("enable-bracketed-paste", "off");
	prompt->reader.row.used = row_needed() && echoes(&prompt->reader);
	if (prompt->reader.row.used)
		rl_redisplay_function = draw_row;
}

/* Whoever ends the program from below must not leave the terminal in readline's mode. */
static void give_at_exit(void)
{
	if (prompt_hooked && prompt_hooked->reader.has_termios)
		tcsetattr(STDIN_FILENO, TCSANOW, &prompt_hooked->reader.termios);
}

void reader_open(struct prompt *prompt)
{
	struct reader *reader = &prompt->reader;
	prompt_hooked = prompt;
	reader->terminal = isatty(STDIN_FILENO);
	reader->has_termios = tcgetattr(STDIN_FILENO, &reader->termios) == 0;
	typed_open(reader);
	watch_open(&reader->keys.watch, -1);
	set_up(prompt);
	atexit(give_at_exit);
	input_interactive(prompt->shell->input, &question_prompt, prompt);
}

void reader_greet(struct prompt *prompt)
{
	(void)prompt;
	fputs("handsh " HANDSH_VERSION ": help lists the commands, Ctrl-D leaves\n", rl_outstream);
	fflush(rl_outstream);
}

void reader_close(struct prompt *prompt)
{
	struct reader *reader = &prompt->reader;
	input_interactive(prompt->shell->input, NULL, NULL);
	if (reader->shown) {
		fputc('\n', rl_outstream);
		end_line(prompt);
	}
	mode_give(prompt);
	fclose(rl_outstream);
	rl_outstream = NULL;
	buffer_free(&reader->prompt);
	buffer_free(&reader->paste.text);
	free(reader->saved);
	free(reader->line);
	typed_close(reader);
	rl_clear_history();
	prompt_hooked = NULL;
}
