/*
 * onlooker: the task of a lesson, which looks on while others run. After a call of theirs it runs
 * first, before the task that has made the call goes on, so that it sees each state that there was.
 *
 * Its runs are no events that conditions wait for, nor are those of tasks that it starts.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_ONLOOKER_H
#define HANDSH_ONLOOKER_H

#include "handsh/note.h"
#include "handsh/run.h"

/* Starts it, of nobody: no wait is for it. The one before, if it has not ended, is none any more. *task
 * is a reference of the caller's own; else the error. */
struct error *onlooker_begin(struct machine *machine, struct code *code, struct task **task);
bool onlooker_lives(const struct machine *machine); /* there is one */
/* The task is the onlooker, or was started by it. */
bool task_looks_on(const struct task *task);
/* The task of that number has made a call, which is about to end: the onlooker looks, and only then
 * does the task go on. */
void onlooker_look(struct machine *machine, uint32_t task);
/* From now on what its condition finds is noted; gives what was noted before, or NULL. */
struct list *onlooker_note(struct machine *machine, bool on);

#endif
