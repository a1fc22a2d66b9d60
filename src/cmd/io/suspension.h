/*
 * suspension: Ctrl-Z while a program has the terminal.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_CMD_IO_SUSPENSION_H
#define HANDSH_CMD_IO_SUSPENSION_H

#include "handsh/process.h"

/* ---- suspension.c ---- */

/* From now on it is noticed that a program which is about to get the terminal stops, once that is
 * watched; until suspension_forget. */
void suspension_expect(void);
bool suspension_watch(struct process *process); /* false with errno */
void suspension_forget(struct process *process);

/* ---- process.c ---- */

struct process *process_of(const struct call *call); /* that it runs; NULL: none */
/* The terminal, if it has it; broken: a signal has ended or stopped it. */
void process_give_back(struct process *process, bool broken);
void process_lend(struct process *process); /* the terminal */

#endif
