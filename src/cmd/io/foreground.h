/*
 * foreground: who has the terminal: the shell, or a program that runs for it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_CMD_IO_FOREGROUND_H
#define HANDSH_CMD_IO_FOREGROUND_H

#include <termios.h>

#include "handsh/shell.h"

/* The terminal is lent: the prompt is off it, what is shown waits. */
struct foreground {
	struct shell *shell; /* NULL: nothing is lent */
	bool jobs;           /* a process group of its own has it */
	bool has_mode;       /* never in the background, where it is somebody else's */
	struct termios mode; /* as it was before */
};

/* Is the shell in the foreground, so that it may put a program there? */
bool foreground_ours(void);
void foreground_lend(struct foreground *foreground, struct shell *shell);
/* To the process group of a program that has stopped, which goes on. */
void foreground_pass_on(const struct foreground *foreground, pid_t group);
/* Harmless when nothing is lent. broken: a signal has ended or stopped the program in the midst of a
 * line, after which the terminal may show ^C or ^Z. */
void foreground_take_back(struct foreground *foreground, bool broken);

#endif
