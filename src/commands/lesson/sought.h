/*
 * sought: what a filter has found nothing of, or too much.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_COMMANDS_LESSON_SOUGHT_H
#define HANDSH_COMMANDS_LESSON_SOUGHT_H

#include "commands/lesson/lesson_state.h"

/* through, kept: the notes NOTE_THROUGH and NOTE_KEPT. */
void sought_format(const struct list *through, const struct list *kept, struct buffer *text);
/* Of an operator, what stands after "not": "at most "; NULL: nothing needs be said of it. */
const char *want_words(const struct bytes *operator);

#endif
