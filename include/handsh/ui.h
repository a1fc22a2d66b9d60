/*
 * ui: what a person meets first: the command line, the prompt, the script on standard input, help.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_UI_H
#define HANDSH_UI_H

#include "handsh/shell.h"

enum status { STATUS_OK = 0, STATUS_FAILED = 1, STATUS_USAGE = 2, STATUS_INTERRUPTED = 130 };

/* handsh(1): everything from the command line to the exit status. */
int handsh_main(int count, char **words);

/* The prompt, until end of file or exit. Returns the exit status. */
int prompt_run(struct shell *shell);
/* The script on standard input, unit by unit as it arrives. */
int stream_run(struct shell *shell, bool keep_going, bool syntax_only);
/* A file or -c text as a whole; takes text. */
int text_run(struct shell *shell, const char *name, struct bytes *text, bool syntax_only);

#endif
