/*
 * options: the command line as read. Knows no commands: their options have names of their own.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_UI_OPTIONS_H
#define HANDSH_UI_OPTIONS_H

#include "handsh/show.h"

struct options {
	const char *text;     /* -c */
	const char *file;     /* NULL: none */
	char **arguments;     /* of the script; NULL at the end */
	bool interactive;     /* -i */
	bool keep_going;      /* -k */
	bool syntax_only;     /* -n */
	int64_t wait_timeout; /* --timeout, nanoseconds; 0: none */
	struct display_settings display;
};

enum options_end {
	OPTIONS_GO_ON,
	OPTIONS_SAID,  /* --help, --version */
	OPTIONS_LOST,  /* the same, but standard output has failed */
	OPTIONS_WRONG, /* a message has been written */
};

enum options_end options_read(int count, char **words, struct options *options);

#endif
