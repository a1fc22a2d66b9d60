/*
 * foreign_text: foreign text inside lines of our own, and how wide text is.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_SHOW_FOREIGN_TEXT_H
#define HANDSH_SHOW_FOREIGN_TEXT_H

#include "handsh/value.h"

/* As escape_format, but newline and tab are escaped too: the text stays on its line. */
void escape_line(struct buffer *buffer, const char *data, size_t length);
/* What value_format gives, as escape_line writes it. */
void escape_value(struct buffer *buffer, struct value value);
/* Columns that text takes on a terminal; what is not printable counts as one. */
size_t text_columns(const char *data, size_t length);

bool text_is_plain(const char *data, size_t length); /* printable ASCII, and nothing else */

#endif
