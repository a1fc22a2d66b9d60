/*
 * complete: hands what can be offered to readline.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <stdio.h>
#include <stdlib.h>

#include <readline/readline.h>

#include "handsh/completion.h"
#include "ui/prompt.h"

/* What is completed: the unit as far as it was typed, and the line up to the cursor. */
struct typed {
	struct buffer text;
	size_t from; /* readline replaces the text from here on */
	struct completion completion;
};

/*
 * What is inserted takes the place of the text from the word's start on, readline replaces it from
 * another place on. What stands between the two is put before it, or is the same and taken off it.
 */
static char *fit(const struct typed *typed, struct buffer *inserted)
{
	size_t start = typed->completion.cursor.start, cut = 0;
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
	const struct completion *completion = &typed->completion;
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

char **complete_word(const struct prompt *prompt, int start)
{
	struct typed typed = {0};
	size_t before;
	const char *text = prompt_text(prompt, &before);
	buffer_append(&typed.text, text, before);
	buffer_append(&typed.text, rl_line_buffer, (size_t)rl_point);
	buffer_reserve(&typed.text, 1); /* so that data is never NULL */
	typed.from = before + (size_t)start;
	complete_line(prompt->shell, typed.text.data, typed.text.length, &typed.completion);
	char **matches = typed.completion.count ? matches_of(&typed) : NULL;
	completion_free(&typed.completion);
	buffer_free(&typed.text);
	return matches;
}
