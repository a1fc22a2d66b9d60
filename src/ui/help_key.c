/*
 * help_key: the page of help of the word under the cursor, above the prompt; the line stays.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <readline/readline.h>

#include "handsh/help.h"
#include "ui/prompt.h"

static bool of_word(char byte)
{
	return isalnum((unsigned char)byte) || byte == '_';
}

/* The word that the cursor is in, or that ends before it; "" where there is none. */
static char *word_at_cursor(int *end)
{
	int start = rl_point;
	*end = rl_point;
	while (*end < rl_end && of_word(rl_line_buffer[*end]))
		++*end;
	while (start > 0 && of_word(rl_line_buffer[start - 1]))
		start--;
	return memory_copy(rl_line_buffer + start, (size_t)(*end - start));
}

/* The command whose argument ends there, or NULL. */
static char *command_before(const struct prompt *prompt, int end)
{
	struct buffer text = {0};
	struct cursor cursor;
	size_t before;
	const char *lines = prompt_text(prompt, &before);
	buffer_append(&text, lines, before);
	buffer_append(&text, rl_line_buffer, (size_t)end);
	buffer_reserve(&text, 1); /* so that data is never NULL */
	cursor_read(&cursor, text.data, text.length);
	const struct cursor_span span = cursor.command;
	char *name = span.start < span.end
			     ? memory_copy(text.data + span.start, span.end - span.start)
			     : NULL;
	cursor_free(&cursor);
	buffer_free(&text);
	return name;
}

/* What is known of the word; else of the command that it is given to; else where to begin. Gives
 * what help shows all of it, or NULL. */
static char *find_page(const struct prompt *prompt, unsigned width, struct buffer *page)
{
	int end;
	char *word = word_at_cursor(&end), *command = command_before(prompt, end);
	if (*word && help_find(prompt->shell, word, width, page)) {
		free(command);
		return word;
	}
	if (!command || !help_find(prompt->shell, command, width, page)) {
		if (*word)
			buffer_format(page, "there is no help for %s\n", word);
		else
			help_subjects_page(width, page);
	}
	free(word);
	return command;
}

/* What does not fit above the line is left out. */
static void cut(struct buffer *page, unsigned rows, const char *name)
{
	const char *end = page->data + page->length, *next = page->data;
	unsigned lines = 0;
	size_t kept = 0;
	for (; next < end && (next = memchr(next, '\n', (size_t)(end - next))); lines++) {
		next++;
		if (lines + 2 <= rows)
			kept = (size_t)(next - page->data);
	}
	if (lines <= rows)
		return;
	page->length = kept;
	buffer_format(page, "… and %u more lines: help %s\n", lines - (rows > 1 ? rows - 1 : 0),
		      name ? name : "");
}

void help_show(struct prompt *prompt)
{
	struct buffer page = {0};
	int rows, columns;
	rl_get_screen_size(&rows, &columns);
	unsigned taken = prompt->reader.canvas.shown.row_count + 1;
	char *name = find_page(prompt, (unsigned)row_width(), &page);
	cut(&page, (unsigned)rows > taken ? (unsigned)rows - taken : 1, name);
	display_make_plain(prompt->shell->display, &page);
	reader_hide(prompt);
	fwrite(page.data, 1, page.length, rl_outstream);
	reader_redraw(prompt);
	buffer_free(&page);
	free(name);
}
