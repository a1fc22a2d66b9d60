/*
 * pager: see pager.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "cmd/io/pager.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* As git(1) does it: less ends by itself after what fits, and leaves the text on the screen. What is
 * not there cannot show anything: then cat does. */
#define RUN_PAGER                                                                                  \
	"p=${PAGER:-less}; command -v \"${p%% *}\" >/dev/null || p=cat; "                          \
	"LESS=${LESS-FRX}; export LESS; eval \"$p\""

/* Rows of the screen that the text takes. */
static size_t rows_of(const struct buffer *text, unsigned columns)
{
	size_t rows = 0;
	const char *line = text->data, *end = line + text->length;
	for (; line < end; rows++) {
		const char *newline = memchr(line, '\n', (size_t)(end - line));
		const size_t length = (size_t)((newline ? newline : end) - line);
		rows += text_columns(line, length) / (columns + 1);
		line += length + 1;
	}
	return rows;
}

static bool can_be_paged(const struct shell *shell)
{
	const char *terminal = getenv("TERM");
	return shell->interactive && !shell->json && display_is_terminal(shell->display) &&
	       isatty(STDIN_FILENO) && terminal && *terminal && strcmp(terminal, "dumb") != 0;
}

bool pager_wanted(const struct call *call, const struct buffer *text)
{
	const struct shell *shell = call_shell(call);
	return call_shown(call) && call_dropped(call) && text->length &&
	       call_task(call) == machine_main(call_machine(call)) && can_be_paged(shell) &&
	       rows_of(text, display_width(shell->display)) >= display_rows(shell->display);
}

bool pager_runs(const struct call *call)
{
	return call->state != NULL;
}

enum run pager_run(struct call *call, struct buffer *text, unsigned flags)
{
	if (!text)
		return program_run(call, NULL, VALUE_UNSET);
	struct buffer shown = {0};
	buffer_append(&shown, text->data, text->length);
	display_make_plain(call_shell(call)->display, &shown);
	struct bytes *command = bytes_text(RUN_PAGER);
	struct value input = value_bytes(bytes_from(&shown));
	enum run run = program_run(call, command, input);
	if (pager_runs(call)) /* else exec begins anew, when what was written before is shown */
		print_page(call, text, flags | EVENT_PAGED);
	value_release(input);
	object_release(command);
	buffer_free(text);
	return run;
}
