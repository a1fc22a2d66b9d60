/*
 * shown_value: what a statement shows of a list or map.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_SHOW_SHOWN_VALUE_H
#define HANDSH_SHOW_SHOWN_VALUE_H

#include "handsh/value.h"

/* Appends its text; or, where that is longer by more than its last element, most bytes of it and
 * "...", and left_out says how much is not there. */
void shown_value(struct value container, size_t most, struct buffer *text, struct buffer *left_out);

#endif
