/*
 * ends: the ends of pipes that a program gets, and our own.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_CMD_IO_ENDS_H
#define HANDSH_CMD_IO_ENDS_H

#include "handsh/process.h"

/* -1: there is none. */
struct ends {
	int input[2];  /* the program's, and ours */
	int output[2]; /* ours, and the program's */
	int error
		[2]; /* the same; of one pipe for both only the latter, which is the output's too */
};

/* False with errno and what has failed; then some may be open. */
bool ends_open(const struct process_plan *plan, struct ends *ends, const char **what);
void ends_close(const struct ends *ends); /* those that nobody has taken */

#endif
