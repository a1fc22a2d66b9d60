/*
 * impair_words: what impair can do to packets, a word and its value for each.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_COMMANDS_IMPAIR_WORDS_H
#define HANDSH_COMMANDS_IMPAIR_WORDS_H

#include "handsh/impair.h"
#include "handsh/socket.h"

/* A word of impair, or of a filter: any value. */
extern const struct kind kind_impair;

/*
 * The call's first arguments as a plan, without seed and count, up to the first that is none of the words:
 * *used. Appends them as they were written. False: call->error.
 */
bool impair_words_take(struct call *call, struct rule_plan *plan, unsigned *used,
		       struct buffer *text);

#endif
