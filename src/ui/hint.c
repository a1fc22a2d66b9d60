/*
 * hint: what could come next, shown after the cursor while it stands at the end of the line: the
 * arguments that the command still takes, or the rest of the newest line of the history that begins
 * so, which can be taken.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <stdio.h>
#include <string.h>

#include <readline/history.h>
#include <readline/readline.h>

#include "ui/prompt.h"

#define HINTED_MAX ((size_t)4 << 10) /* bytes of a unit that somebody types */

#define ELSEWHERE                                                                                  \
	(RL_STATE_ISEARCH | RL_STATE_NSEARCH | RL_STATE_SEARCH | RL_STATE_COMPLETING |             \
	 RL_STATE_NUMERICARG | RL_STATE_VIMOTION)

/* A line is typed at its end, and nothing else is done with it. */
static bool fits(const struct prompt *prompt)
{
	const struct reader *reader = &prompt->reader;
	bool commanding = rl_editing_mode == 0 && rl_get_keymap() == vi_movement_keymap;
	return prompt->shell->hints && reader->coloured && !reader->question && rl_end > 0 &&
	       rl_point == rl_end && rl_display_prompt == rl_prompt && !RL_ISSTATE(ELSEWHERE) &&
	       !commanding;
}

/* The newest entry that goes on from the text: what it goes on with. */
static const char *rest_of_history(const struct buffer *text)
{
	for (int i = history_length - 1; i >= 0; i--) {
		const char *line = history_get(history_base + i)->line;
		if (strncmp(line, text->data, text->length) == 0 && line[text->length])
			return line + text->length;
	}
	return NULL;
}

static bool is_blank(const char *text, size_t length)
{
	while (length && (*text == ' ' || *text == '\t' || *text == '\n')) {
		text++;
		length--;
	}
	return !length;
}

static void find(struct prompt *prompt, const struct buffer *text)
{
	struct hint *hint = &prompt->reader.hint;
	complete_hint(prompt->shell, text->data, text->length, &hint->shown);
	if (hint->shown.length || is_blank(rl_line_buffer, (size_t)rl_end))
		return;
	const char *rest = rest_of_history(text);
	if (!rest)
		return;
	buffer_text(&hint->rest, rest);
	escape_line(&hint->shown, rest, strlen(rest));
}

void hint_find(struct prompt *prompt)
{
	struct hint *hint = &prompt->reader.hint;
	struct buffer text = {0};
	size_t before;
	const char *lines = prompt_text(prompt, &before);
	hint_drop(hint);
	if (!fits(prompt) || before + (size_t)rl_end > HINTED_MAX)
		return;
	buffer_append(&text, lines, before);
	buffer_append(&text, rl_line_buffer, (size_t)rl_end);
	find(prompt, &text);
	display_make_plain(prompt->shell->display, &hint->shown);
	buffer_free(&text);
}

void hint_drop(struct hint *hint)
{
	hint->shown.length = hint->rest.length = 0;
}

bool hint_take(struct hint *hint)
{
	if (!hint->rest.length || rl_point != rl_end)
		return false;
	rl_insert_text(buffer_cstring(&hint->rest));
	return true;
}
