/*
 * history_text: what stands in a history file: entries, each with a line of # and a time in front
 * that keeps its lines together. Of files without times, as other shells write them, each line is
 * an entry, up to the first time.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_UI_HISTORY_TEXT_H
#define HANDSH_UI_HISTORY_TEXT_H

#include "handsh/base.h"

/* An entry, and its line of time or NULL; both stand only during the call. */
typedef void history_entry(void *context, const char *entry, const char *time);

/* Takes a NUL-terminated text apart; what ends in no newline is no entry. Gives how many entries
 * there were, also those that are too long to be taken. */
unsigned history_read(char *text, history_entry *take, void *context);
/* Appends an entry; time may be NULL or empty. */
void history_put(struct buffer *text, const char *entry, const char *time);
/* Can it be an entry? What is blank or too long is none, nor what would read as several. */
bool history_holds(const char *text, size_t length);

#endif
