/*
 * calls_kept: the learner's calls since the lesson began.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_COMMANDS_LESSON_CALLS_KEPT_H
#define HANDSH_COMMANDS_LESSON_CALLS_KEPT_H

#include "commands/lesson/lesson_state.h"

/* Adds it. task: that has made it; NULL: it has ended. */
void calls_keep(struct lesson *lesson, const struct event *event, struct task *task);

#endif
