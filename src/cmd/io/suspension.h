/*
 * suspension: Ctrl-Z while a program has the terminal.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_CMD_IO_SUSPENSION_H
#define HANDSH_CMD_IO_SUSPENSION_H

#include "handsh/process.h"

/* ---- suspension.c ---- */

/* From now on it is noticed when the process stops, which has the terminal. False with errno. */
bool suspension_watch(struct process *process);
void suspension_forget(struct process *process); /* harmless when it is not watched */

/* ---- process.c ---- */

struct process *process_of(const struct call *call); /* that it runs; NULL: none */
void process_give_back(struct process *process);     /* the terminal, if it has it */
void process_lend(struct process *process);          /* the terminal */

#endif
