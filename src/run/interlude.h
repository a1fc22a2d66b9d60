/*
 * interlude: what lets the onlooker (handsh/onlooker.h) run between a call of another task and what
 * that does next.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_RUN_INTERLUDE_H
#define HANDSH_RUN_INTERLUDE_H

#include "run/machine.h"

void onlooker_run(
	struct machine *machine);       /* if there is one, and it waits for something to happen */
void onlooker_leave(struct task *task); /* it has ended, if it was the one */
void task_unready(struct task *task);   /* takes one that is ready out of its queue */
/* A note about the values at the top of the stack. */
void note_take(struct machine *machine, struct value about, const struct value *top);

#endif
