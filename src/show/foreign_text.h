/*
 * foreign_text: foreign text inside lines of our own. How wide text is stands in the public header.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_SHOW_FOREIGN_TEXT_H
#define HANDSH_SHOW_FOREIGN_TEXT_H

#include "handsh/show.h"

/* What value_format gives, as escape_line writes it. */
void escape_value(struct buffer *buffer, struct value value);

/* In columns. */
struct wrapping {
	unsigned width;  /* of the screen; 0: there is none, and all is one line */
	unsigned column; /* at which the text begins */
	unsigned indent; /* of the lines after the first */
};

/* What escape_line writes, with as many words to a line as fit; what follows a ; goes on where all of
 * it does. */
void escape_wrapped(struct buffer *buffer, const char *data, size_t length,
		    struct wrapping wrapping);
bool text_is_plain(const char *data, size_t length); /* printable ASCII, and nothing else */

#endif
