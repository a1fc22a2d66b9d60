/*
 * editor: readline as it is set up for the prompt: its variables, and the hooks that it calls.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <readline/readline.h>

#include "ui/prompt.h"

/* Readline's hooks get no context: the one variable that stands outside every struct. */
static struct prompt *prompt_hooked;

struct prompt *editor_prompt(void)
{
	return prompt_hooked;
}

/* ---- hooks ---- */

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

static void show_candidates(char **words, int count, int longest)
{
	(void)words, (void)count, (void)longest;
	complete_show(prompt_hooked);
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

/* Readline goes back to the bracket that has been closed, and waits. */
static bool blinks(void)
{
	const char *wanted = rl_variable_value("blink-matching-paren");
	return wanted && strcmp(wanted, "on") == 0;
}

/* While a key is taken it may change once more, and with it what readline is doing. */
static void line_changed(void)
{
	prompt_hooked->reader.stale = true;
	if (!prompt_hooked->reader.reading || blinks())
		reader_draw(prompt_hooked);
}

/* Results that go elsewhere are not to be mixed with what is typed. */
static enum display_stream written_to(const struct prompt *prompt)
{
	return isatty(STDOUT_FILENO) && !prompt->shell->json ? DISPLAY_OUTPUT : DISPLAY_ERROR;
}

static void set_up(const struct prompt *prompt)
{
	const char *terminal = getenv("TERM");
	rl_readline_name = "handsh";
	rl_instream = stdin;
	rl_outstream = display_file(prompt->shell->display, written_to(prompt));
	rl_getc_function = next_key;
	rl_catch_signals = 0;
	rl_catch_sigwinch = 0;
	rl_change_environment = 0;
	rl_deprep_term_function = keep_terminal;
	rl_attempted_completion_function = attempt_completion;
	rl_completion_display_matches_hook = show_candidates;
	rl_ignore_completion_duplicates = 0; /* there are none, but what complete.c makes */
	rl_completer_word_break_characters = " \t\n";
	rl_completer_quote_characters = "";
	rl_initialize();
	/* Both would wait for a key, and nothing else would go on meanwhile. */
	rl_completion_query_items = 0;
	rl_variable_bind("page-completions", "off");
	rl_bind_keyseq_in_map("\\e[200~", begin_paste, emacs_standard_keymap);
	rl_bind_keyseq_in_map("\\e[200~", begin_paste, vi_insertion_keymap);
	if (!terminal || strcmp(terminal, "dumb") == 0)
		rl_variable_bind("enable-bracketed-paste", "off");
	rl_redisplay_function = line_changed;
}

/* Whoever ends the program from below must not leave the terminal in readline's mode. */
static void give_at_exit(void)
{
	if (prompt_hooked && prompt_hooked->reader.has_termios)
		tcsetattr(STDIN_FILENO, TCSANOW, &prompt_hooked->reader.termios);
}

void editor_open(struct prompt *prompt)
{
	prompt_hooked = prompt;
	set_up(prompt);
	prompt->reader.coloured = display_coloured(prompt->shell->display, written_to(prompt));
	prompt->reader.utf8 = display_knows_utf8(prompt->shell->display);
	draw_open(&prompt->reader);
	bindings_open();
	atexit(give_at_exit);
}

static void take_line(char *line)
{
	reader_take(prompt_hooked, line);
}

void editor_begin(const char *text)
{
	rl_callback_handler_install(text, take_line);
}

void editor_close(void)
{
	rl_clear_history();
	prompt_hooked = NULL;
}
