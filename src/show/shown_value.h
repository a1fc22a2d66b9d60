/*
 * shown_value: what a statement shows of a list or map.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_SHOW_SHOWN_VALUE_H
#define HANDSH_SHOW_SHOWN_VALUE_H

#include "handsh/walk.h"

/* On the way to its text. */
struct shown_value {
	struct value_text way;
	struct value container; /* borrowed */
	size_t full;            /* the length of the buffer at which it is cut */
	size_t start;           /* of it in the buffer */
	bool whole;
};

/* It is to be appended to text; or, where it is longer by more than its last element, most bytes of
 * it and "...". */
void shown_value_begin(struct shown_value *shown, struct value container, size_t most,
		       const struct buffer *text);
/* Appends about piece bytes more to the same buffer. True: that was all that is looked at. */
bool shown_value_go_on(struct shown_value *shown, struct buffer *text, size_t piece);
/* Ends it, wherever it is; left_out says how much is not there. */
void shown_value_end(struct shown_value *shown, struct buffer *text, struct buffer *left_out);

#endif
