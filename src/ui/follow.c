/*
 * follow: what a command shows again and again at the foot of the screen, until a key is typed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <stdio.h>
#include <string.h>

#include "ui/prompt.h"

#define HOW_TO_LEAVE "any key ends it"

static struct foot *foot_of(const struct prompt *prompt)
{
	return &shell_session(prompt->shell)->foot;
}

bool follow_possible(void *context)
{
	const struct prompt *prompt = context;
	const struct shell *shell = prompt->shell;
	return prompt->reader.terminal && prompt->reader.drawing == DRAWING_ROWS && !shell->json &&
	       display_is_terminal(shell->display);
}

void follow_show(void *context, const struct buffer *lines)
{
	struct prompt *prompt = context;
	struct buffer rows = {0};
	if (prompt->reader.shown)
		return; /* a task asks for a line */
	buffer_append(&rows, lines->data, lines->length);
	buffer_text(&rows, HOW_TO_LEAVE);
	foot_show(foot_of(prompt), &rows, NULL);
	buffer_free(&rows);
}

/* All but how to leave stays. */
void follow_leave(void *context)
{
	struct prompt *prompt = context;
	struct foot *foot = foot_of(prompt);
	reader_watch(prompt, prompt->reader.shown);
	if (!foot->rows.length || foot->hidden) {
		foot_drop(foot);
		return;
	}
	struct buffer lines = {0};
	buffer_append(&lines, foot->rows.data, foot->rows.length - strlen(HOW_TO_LEAVE));
	foot_show(foot, &lines, NULL);
	foot_leave(foot);
	buffer_free(&lines);
}

/* Of these it is meant that they do nothing else: q, Enter, the space bar, Ctrl-D, Escape alone. */
static bool only_leaves(const struct reader *reader, char key)
{
	return strchr("qQ \r\n\x04", key) || (key == '\033' && !typed_more(reader));
}

void follow_key(struct prompt *prompt)
{
	struct reader *reader = &prompt->reader;
	char key;
	const enum typed_byte typed = typed_read(reader, &key);
	if (typed == TYPED_NONE)
		return;
	if (typed == TYPED_BYTE && !only_leaves(reader, key))
		typed_push(reader, &key, 1);
	input_leave_panel(prompt->shell->input);
}
