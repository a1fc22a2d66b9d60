/*
 * error_lines: a program's standard error on a terminal that is not the program's: line by line,
 * with whose it is, escaped, and never into a line that is being typed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_CMD_IO_ERROR_LINES_H
#define HANDSH_CMD_IO_ERROR_LINES_H

#include "handsh/process.h"

bool error_lines_begin(struct process *process, int fd); /* takes fd; false with errno */
void error_lines_take(struct process *process);          /* what is in the pipe now */
void error_lines_end(struct process *process);           /* the same, and no more after it */

#endif
