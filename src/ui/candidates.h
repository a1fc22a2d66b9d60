/*
 * candidates: the list of what Tab offers, as rows of text.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_UI_CANDIDATES_H
#define HANDSH_UI_CANDIDATES_H

#include "handsh/completion.h"

/*
 * Appends at most so many rows of at most width columns, each with its newline: each word with the
 * line about it, in one or more columns; the words alone where that would be too long; and of more
 * than fit so, the first, and how many others there are.
 */
void candidates_format(const struct completion *completion, unsigned width, unsigned rows,
		       struct buffer *out);

#endif
