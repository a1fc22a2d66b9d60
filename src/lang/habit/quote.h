/*
 * quote: quotes of Python and C as they are typed here.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_LANG_HABIT_QUOTE_H
#define HANDSH_LANG_HABIT_QUOTE_H

#include "lang/habit/foreign.h"

/* bare: without quotes, where a plain word means the same. False: an escape has no equal here. */
bool quote_render(struct buffer *out, const struct foreign *text, bool bare);
/*
 * Appends the escape that a backslash at *at begins as "…" has it, and goes on after it. False: it
 * has no equal.
 */
bool quote_escape(struct buffer *out, const struct foreign *text, size_t *at);
/* A byte as it stands in "…"; next: the one after it, or NUL. */
void quote_byte(struct buffer *out, char byte, char next);

#endif
