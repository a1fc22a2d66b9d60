/*
 * check: looks for what a script would fail at, without running it: unknown commands and options,
 * wrong numbers of arguments, variables that nobody sets. What it says is true of every run; what
 * only a run can know it leaves alone.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_CHECK_H
#define HANDSH_CHECK_H

#include "handsh/shell.h"

struct check *check_new(struct shell *shell);
/* Is told of the script's texts while they are compiled. Calls find commands when they run, and any
 * text may set a variable, so that nothing is said before all have been looked at. Files that they
 * source are looked at too. */
struct surveyor *check_surveyor(struct check *check);
/* Tells what was found, by its places, as errors that the callee takes; and frees the check. Those
 * named REMARK are no faults. Gives the number of the others. */
unsigned check_end(struct check *check, void (*tell)(struct shell *shell, struct error *error));

#endif
