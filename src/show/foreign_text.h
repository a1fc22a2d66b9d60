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
bool text_is_plain(const char *data, size_t length); /* printable ASCII, and nothing else */

#endif
