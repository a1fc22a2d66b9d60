/*
 * command_line: see command_line.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/command_line.h"

#include <string.h>

#define TEXT_COLUMN 23

static const char *const colors[] = {"auto", "always", "never", NULL};

const struct program_option program_options[] = {
	{'c', NULL, "TEXT", PROGRAM_SCRIPT, .text = "run TEXT"},
	{'i', .text = "prompt afterwards, or although stdin is no terminal"},
	{'q', .text = "quiet: show only what print and friends write"},
	{'x', .text = "trace: show every call"},
	{'k', .text = "go on after an error"},
	{'n', .text = "check without running: syntax, commands, variables"},
	{OPTION_JSON, "json", .text = "each call, result and error as one JSON object a line"},
	{OPTION_LOG, "log", "FILE", PROGRAM_FILE,
	 .text = "the same into FILE, beside what is shown"},
	{OPTION_COLOR, "color", "WHEN", PROGRAM_WORDS, colors, "auto, always or never"},
	{OPTION_TIMEOUT, "timeout", "D", PROGRAM_DURATION, .text = "of every wait: 200ms, 2s"},
	{OPTION_VERSION, "version", .text = "show the version"},
	{OPTION_HELP, "help", .text = "show this summary"},
	{0},
};
_Static_assert(sizeof(program_options) / sizeof(*program_options) <= PROGRAM_OPTIONS_MAX,
	       "options_read has room for them");

void program_option_name(const struct program_option *option, struct buffer *buffer)
{
	if (option->name)
		buffer_format(buffer, "--%s", option->name);
	else
		buffer_format(buffer, "-%c", option->code);
}

/* Of a long one that takes one of some words both ways are the same; = is what people know. */
static void put_term(const struct program_option *option, struct buffer *buffer)
{
	buffer_text(buffer, option->name ? "      " : "  ");
	program_option_name(option, buffer);
	if (option->value)
		buffer_format(buffer, "%c%s", option->words ? '=' : ' ', option->value);
}

void program_option_help(struct buffer *buffer)
{
	for (const struct program_option *option = program_options; option->code; option++) {
		size_t start = buffer->length;
		put_term(option, buffer);
		for (const char *line = option->text; *line;) {
			size_t length = strcspn(line, "\n");
			while (buffer->length < start + TEXT_COLUMN)
				buffer_byte(buffer, ' ');
			buffer_append(buffer, line, length);
			buffer_byte(buffer, '\n');
			start = buffer->length;
			line += length + (line[length] == '\n');
		}
	}
}
