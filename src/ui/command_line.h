/*
 * command_line: the options of the program, one row each: what getopt_long(3) reads, what --help says
 * and what shells complete are made of them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_UI_COMMAND_LINE_H
#define HANDSH_UI_COMMAND_LINE_H

#include "handsh/base.h"

/* What getopt_long(3) gives for an option: its letter, or one of these. */
enum program_option_code {
	OPTION_JSON = 256,
	OPTION_LOG,
	OPTION_COLOR,
	OPTION_TIMEOUT,
	OPTION_VERSION,
	OPTION_HELP
};

/* What the value of an option is, for shells. */
enum program_value { PROGRAM_SCRIPT, PROGRAM_FILE, PROGRAM_WORDS, PROGRAM_DURATION };

struct program_option {
	int code;                 /* 0 ends the table */
	const char *name;         /* of a long one, without dashes; NULL: it is a letter */
	const char *value;        /* "FILE"; NULL: it takes none */
	enum program_value kind;  /* of the value */
	const char *const *words; /* those that it may be, NULL at the end; NULL: any */
	const char *text;         /* a line, or several; no full stop */
};

#define PROGRAM_OPTIONS_MAX 64 /* rows, the end too */
extern const struct program_option program_options[];

/* "-c" or "--log". */
void program_option_name(const struct program_option *option, struct buffer *buffer);
void program_option_help(struct buffer *buffer); /* the lines of --help */

#endif
