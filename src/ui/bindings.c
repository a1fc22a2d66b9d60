/*
 * bindings: what keys do that readline would do to the screen itself, and so without our knowing,
 * and what they do that readline knows nothing of.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>

#include <readline/readline.h>

#include "ui/prompt.h"

static int clear_screen(int count, int key)
{
	(void)count, (void)key;
	draw_screen(editor_prompt(), "\033[H\033[2J");
	return 0;
}

static int clear_display(int count, int key)
{
	(void)count, (void)key;
	draw_screen(editor_prompt(), "\033[H\033[2J\033[3J");
	return 0;
}

static int redraw_line(int count, int key)
{
	(void)count, (void)key;
	draw_clear(editor_prompt());
	draw_line(editor_prompt());
	return 0;
}

static int forward_char(int count, int key)
{
	return count > 0 && hint_take(&editor_prompt()->reader.hint) ? 0
								     : rl_forward_char(count, key);
}

static int end_of_line(int count, int key)
{
	return hint_take(&editor_prompt()->reader.hint) ? 0 : rl_end_of_line(count, key);
}

/* ---- e and E of vi, which in readline 8.2 go round for ever at characters without columns ---- */

/* Where the character after that one begins; those that combine with it are its own. */
static size_t next_character(size_t at)
{
	const char *line = rl_line_buffer;
	const size_t end = (size_t)rl_end;
	size_t size = utf8_sequence(line + at, end - at, &(uint32_t){0});
	do {
		at += size ? size : 1;
		size = at < end ? utf8_sequence(line + at, end - at, &(uint32_t){0}) : 0;
	} while (size > 1 && text_columns(line + at, size) == 0);
	return at;
}

enum character { BLANK, OF_WORD, OTHER };

/* E knows two kinds: what is not blank is of a word. */
static enum character character_at(size_t at, bool two)
{
	const unsigned char byte = (unsigned char)rl_line_buffer[at];
	if (byte == ' ' || byte == '\t' || byte == '\n')
		return BLANK;
	return two || byte == '_' || isalnum(byte) ? OF_WORD : OTHER;
}

/* The last character of the word after that place, or of the line. */
static size_t end_of_next(size_t at, bool two)
{
	const size_t end = (size_t)rl_end;
	size_t last = at;
	at = next_character(at);
	while (at < end && character_at(at, two) == BLANK) {
		last = at;
		at = next_character(at);
	}
	if (at >= end)
		return last;
	const enum character kind = character_at(at, two);
	do {
		last = at;
		at = next_character(at);
	} while (at < end && character_at(at, two) == kind);
	return last;
}

static int end_of_word(int count, int key)
{
	for (; count > 0 && rl_point < rl_end; count--)
		rl_point = (int)end_of_next((size_t)rl_point, key == 'E');
	return 0;
}

/* ---- our own ---- */

static int show_help(int count, int key)
{
	(void)count, (void)key;
	help_show(editor_prompt());
	return 0;
}

/* The lines of a block that is still open are before the line as others are before the block. */
static int previous_history(int count, int key)
{
	return count > 0 && prompt_reopen(editor_prompt()) ? 0
							   : rl_get_previous_history(count, key);
}

void bindings_keep_macro(struct reader *reader)
{
	struct buffer keys = {0};
	RL_SETSTATE(
		RL_STATE_MOREINPUT); /* so that the macro ends with its last key, not after it */
	while (RL_ISSTATE(RL_STATE_MACROINPUT))
		buffer_byte(&keys, (char)rl_read_key());
	RL_UNSETSTATE(RL_STATE_MOREINPUT);
	if (keys.length)
		typed_push(reader, keys.data, keys.length);
	buffer_free(&keys);
}

/* Wherever keys mean the one command, by default or by inputrc(5), they mean the other. */
static void replace(rl_command_func_t *theirs, rl_command_func_t *ours)
{
	Keymap maps[] = {emacs_standard_keymap, vi_insertion_keymap, vi_movement_keymap};
	for (size_t i = 0; i < sizeof(maps) / sizeof(*maps); i++) {
		char **sequences = rl_invoking_keyseqs_in_map(theirs, maps[i]);
		for (char **sequence = sequences; sequence && *sequence; sequence++) {
			rl_bind_keyseq_in_map(*sequence, ours, maps[i]);
			rl_free(*sequence);
		}
		rl_free(sequences);
	}
}

/* As terminals send F1, and for those that keep it for themselves. */
static const char *const help_keys[] = {"\\eOP", "\\e[11~", "\\e[[A", "\\C-xh"};

static void bind_help(Keymap map)
{
	for (size_t i = 0; i < sizeof(help_keys) / sizeof(*help_keys); i++)
		rl_bind_keyseq_if_unbound_in_map(help_keys[i], show_help, map);
}

void bindings_open(void)
{
	bind_help(emacs_standard_keymap);
	bind_help(vi_insertion_keymap);
	replace(rl_clear_screen, clear_screen);
	replace(rl_clear_display, clear_display);
	replace(rl_refresh_line, redraw_line);
	replace(rl_forward_char, forward_char);
	replace(rl_end_of_line, end_of_line);
	replace(rl_vi_end_word, end_of_word);
	replace(rl_get_previous_history, previous_history);
}
