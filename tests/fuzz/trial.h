/*
 * trial: a command that makes values of values, run with some.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_FUZZ_TRIAL_H
#define HANDSH_FUZZ_TRIAL_H

#include "handsh/value.h"

#define TRIAL_MOST 4 /* values */

struct trial {
	const char *name;
	unsigned count;
	struct value arguments[TRIAL_MOST];
};

/* Is it a command of the chapters bytes and value, and what it makes no larger than its values? */
bool trial_knows(const char *name);
/* What the command gives, a new reference; UNSET: an error. Borrows the values. */
struct value trial_run(const struct trial *trial);
/* The same of the text of a script's statement, which has a, b, c and d for the values. */
struct value trial_run_text(const struct trial *trial, const char *text);

#endif
