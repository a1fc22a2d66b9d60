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

/* Fills reader->offered; gives how much of the text was typed before the line. */
static size_t complete_typed(struct prompt *prompt, struct buffer *text)
{
	struct completion *completion = &prompt->reader.offered;
	size_t before;
	const char *lines = prompt_text(prompt, &before);
	buffer_append(text, lines, before);
	buffer_append(text, rl_line_buffer, (size_t)rl_point);
	buffer_reserve(text, 1); /* so that data is never NULL */
	completion_free(completion);
	complete_line(prompt->shell, text->data, text->length, completion);
	return before;
}

char **complete_word(struct prompt *prompt, int start)
{
	const struct completion *completion = &prompt->reader.offered;
	struct typed typed = {.completion = completion};
	typed.from = complete_typed(prompt, &typed.text) + (size_t)start;
	char **matches = completion->count ? matches_of(&typed) : NULL;
	buffer_free(&typed.text);
	return matches ? listed(completion, matches) : NULL;
}

/* ---- the list ---- */

#define SEARCHES (RL_STATE_ISEARCH | RL_STATE_NSEARCH | RL_STATE_SEARCH)

static void format(struct prompt *prompt, unsigned rows, struct buffer *text)
{
	candidates_format(&prompt->reader.offered, (unsigned)row_width(), rows, text);
	display_make_plain(prompt->shell->display, text);
}

/* A terminal that cannot move its cursor up keeps it above the line. */
static void show_above(struct prompt *prompt)
{
	struct buffer text = {0};
	int rows, columns;
	rl_get_screen_size(&rows, &columns);
	format(prompt, rows > 1 ? (unsigned)rows - 1 : 1, &text);
	reader_put_above(prompt, &text);
	buffer_free(&text);
}

void complete_show(struct prompt *prompt)
{
	struct reader *reader = &prompt->reader;
	size_t before;
	if (reader->drawing != DRAWING_ROWS) {
		show_above(prompt);
		return;
	}
	prompt_text(prompt, &before);
	reader->listing.open = true;
	reader->listing.start = reader->offered.cursor.start;
	reader->listing.end = before + (size_t)rl_point;
	reader->stale = true;
}

/* The cursor is at or after the place where it was, in the same word, and nothing else is done with
 * the line. */
static bool goes_on(struct prompt *prompt)
{
	const struct reader *reader = &prompt->reader;
	struct buffer text = {0};
	if (rl_display_prompt != rl_prompt || RL_ISSTATE(SEARCHES))
		return false;
	complete_typed(prompt, &text);
	const bool longer = text.length >= reader->listing.end;
	buffer_free(&text);
	return longer && reader->offered.cursor.start == reader->listing.start;
}

void complete_follow(struct prompt *prompt, unsigned rows)
{
	struct reader *reader = &prompt->reader;
	struct listing *listing = &reader->listing;
	listing->rows.length = 0;
	listing->open = listing->open && goes_on(prompt);
	if (!listing->open || !reader->offered.count)
		return;
	format(prompt, rows, &listing->rows);
	listing->rows.length--; /* the last newline */
}
