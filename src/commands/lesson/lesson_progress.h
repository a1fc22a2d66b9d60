/*
 * lesson_progress: how far each lesson was done, kept from one session to the next, for all sessions.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_COMMANDS_LESSON_LESSON_PROGRESS_H
#define HANDSH_COMMANDS_LESSON_LESSON_PROGRESS_H

#include "commands/lesson/course.h"

/* So many of the file's steps are done; what is kept never becomes less. Where nothing can be kept
 * that is said once, unless there simply is no place for it. */
void progress_note(struct shell *shell, struct lesson_file *file, unsigned done);

/* All that is kept, to be freed; nothing where there is none. */
void progress_read(struct buffer *text);
/* Of a lesson, in that: how many of how many steps; false: it was not begun. */
bool progress_find(const struct buffer *text, const char *key, unsigned *done, unsigned *steps);

#endif
