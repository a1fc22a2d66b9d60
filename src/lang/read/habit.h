/*
 * habit: words and calls of other languages, and what to type instead.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_LANG_READ_HABIT_H
#define HANDSH_LANG_READ_HABIT_H

#include "handsh/lang.h"

extern const char habit_two_names[];         /* c, address = … */
const char *habit_of_word(const char *word); /* NULL: it is no word of another language */
/*
 * Appends the arguments of a call written with parentheses, text being what stands after the (,
 * as they are typed here: 'hi', x, (1, 2) becomes hi $x 1 2. False: it is too strange.
 */
bool habit_arguments(const char *text, size_t length, struct buffer *out);

#endif
