/*
 * terminal_mode: whose the terminal is.
 *
 * It stays in readline's mode from the first prompt to the end, not only while a line is typed: what
 * is typed while main runs then waits in the terminal without being echoed into the output, and
 * Ctrl-C still makes SIGINT. It is given back for a !cmd of its own, and at the end.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <unistd.h>

#include <stdio.h>

#include <readline/readline.h>

#include "handsh/process.h"
#include "ui/prompt.h"

void mode_give(struct prompt *prompt)
{
	const struct reader *reader = &prompt->reader;
	rl_eof_found = 0; /* or the newline that ends the last line would be written twice */
	rl_deprep_terminal();
	fflush(rl_outstream);
	if (reader->has_termios)
		tcsetattr(STDIN_FILENO, TCSADRAIN, &reader->termios);
}

void mode_stop(struct prompt *prompt)
{
	if (!prompt->reader.lent) {
		reader_hide(prompt);
		mode_give(prompt);
	}
	suspend_shell();
	mode_continue(prompt);
}

void mode_continue(struct prompt *prompt)
{
	struct reader *reader = &prompt->reader;
	if (reader->lent)
		return;
	rl_deprep_terminal();
	rl_prep_terminal(1);
	draw_leave(prompt); /* others may have written where the line was */
	foot_lose(&shell_session(prompt->shell)->foot);
	reader->hidden = reader->shown;
	reader_redraw(prompt);
	input_look_at_panel(prompt->shell->input);
}

void mode_lend(struct prompt *prompt, enum lent lent)
{
	struct reader *reader = &prompt->reader;
	reader->lent = (uint8_t)lent;
	if (lent != LENT_NOT) {
		reader_hide(prompt);
		reader_watch(prompt, false);
		mode_give(prompt);
		return;
	}
	rl_prep_terminal(1);
	reader_resize(prompt); /* SIGWINCH was for the program */
	if (reader->shown)
		reader_watch(prompt, true);
	reader_redraw(prompt);
}
