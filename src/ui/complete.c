/*
 * complete: hands what can be offered to readline.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <readline/readline.h>

#include "handsh/completion.h"
#include "ui/candidates.h"
#include "ui/prompt.h"

/* What is completed: the unit as far as it was typed, and the line up to the cursor. */
struct typed {
	struct buffer text;
	size_t from; /* readline replaces the text from here on */
	const struct completion *completion;
};

/*
 * What is inserted takes the place of the text from the word's start on, readline replaces it from
 * another place on. What stands between the two is put before it, or is the same and taken off it.
 */
static char *fit(const struct typed *typed, struct buffer *inserted)
{
	size_t start = typed->completion->cursor.start, cut = 0;
	struct buffer whole = {0};
	if (start > typed->from)
		buffer_append(&whole, typed->text.data + typed->from, start - typed->from);
	else
		cut = typed->from - start;
	if (cut < inserted->length)
		buffer_append(&whole, inserted->data + cut, inserted->length - cut);
	char *copy = memory_copy(whole.data, whole.length);
	buffer_free(&whole);
	buffer_free(inserted);
	return copy;
}

/* As rl_completion_matches gives it: the common beginning, then all words, NULL. */
static char **matches_of(const struct typed *typed)
{
	const struct completion *completion = typed->completion;
	const char *text = typed->text.data;
	size_t length = typed->text.length;
	char **matches = memory_zeroed(completion->count + 2, sizeof(*matches));
	struct buffer inserted = {0};
	bool one = completion->count == 1;
	if (one)
		completion_insert(completion, text, length, completion->words, &inserted);
	else
		completion_insert_common(completion, text, length, &inserted);
	matches[0] = fit(typed, &inserted);
	for (uint32_t i = 0; !one && i < completion->count; i++) {
		completion_insert(completion, text, length, &completion->words[i], &inserted);
		matches[i + 1] = fit(typed, &inserted);
	}
	rl_completion_append_character = completion->words[0].more ? '\0' : ' ';
	return matches;
}

/* A list is asked for, which of one word readline would write itself: a second one makes two. */
static char **listed(const struct completion *completion, char **matches)
{
	if (rl_completion_type != '?' || completion->count != 1)
		return matches;
	matches = memory_resize(matches, 3 * sizeof(*matches));
	matches[1] = memory_copy(matches[0], strlen(matches[0]));
	matches[2] = NULL;
	return matches;
}

char **complete_word(struct prompt *prompt, int start)
{
	struct completion *completion = &prompt->reader.offered;
	struct typed typed = {.completion = completion};
	size_t before;
	const char *text = prompt_text(prompt, &before);
	buffer_append(&typed.text, text, before);
	buffer_append(&typed.text, rl_line_buffer, (size_t)rl_point);
	buffer_reserve(&typed.text, 1); /* so that data is never NULL */
	typed.from = before + (size_t)start;
	completion_free(completion);
	complete_line(prompt->shell, typed.text.data, typed.text.length, completion);
	char **matches = completion->count ? matches_of(&typed) : NULL;
	buffer_free(&typed.text);
	return matches ? listed(completion, matches) : NULL;
}

void complete_show(struct prompt *prompt)
{
	struct buffer text = {0};
	int rows, columns;
	rl_get_screen_size(&rows, &columns);
	unsigned taken = prompt->reader.canvas.shown.row_count + 1;
	unsigned room = (unsigned)rows > taken ? (unsigned)rows - taken : 1;
	candidates_format(&prompt->reader.offered, (unsigned)row_width(), room, &text);
	display_make_plain(prompt->shell->display, &text);
	reader_put_above(prompt, &text);
	buffer_free(&text);
}
