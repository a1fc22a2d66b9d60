/*
 * help: what the command table says of a command, and the words of the language that are no
 * commands; for the terminal, completion and the manual.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_HELP_H
#define HANDSH_HELP_H

#include "handsh/command.h"

struct form {
	const char *name;     /* "timeout": what help takes */
	const char *synopsis; /* "timeout D { … }" */
	const char *summary;  /* one line, no full stop */
	const char *help;     /* paragraphs; NULL: the summary says it all */
	const char *example;  /* a script; may be NULL */
};

extern const struct form forms[]; /* name NULL at the end */
const struct form *form_find(const char *name);

/* How a command is typed: "recv [N]", "print [-n] [--raw] V…". */
void command_synopsis(const struct command *command, struct buffer *buffer);

/* Pages for a terminal of width columns, appended to text. */
/* "-k, --keep COUNT"; "how many events; 0 to 9; 4 when left out". Of an option text is its own, and
 * parameter its value's, or NULL. */
void option_term(const struct command_option *option, struct buffer *buffer);
void option_values(const struct command_option *option, struct buffer *buffer); /* " COUNT" */
void parameter_text(const struct parameter *parameter, const char *text, struct buffer *buffer);
void help_names(const struct chapter *chapters, unsigned width, struct buffer *text);
void help_lines(const struct chapter *chapters, unsigned width, struct buffer *text);
void help_command(const struct command *command, unsigned width, struct buffer *text);
void help_form(const struct form *form, unsigned width, struct buffer *text);
/* The pages to read about a word that has none, "type help bind", a line each. False: none. */
bool help_ideas(const struct chapter *chapters, const char *word, struct buffer *text);

/* The folder in which man(1) finds the manual, appended. False: it is not there, or compressed. */
bool manual_pages(struct buffer *folder);

#endif
