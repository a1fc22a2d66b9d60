/*
 * json_value: strings and values as JSON, appended to a buffer; see handsh/json.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_SHOW_JSON_VALUE_H
#define HANDSH_SHOW_JSON_VALUE_H

#include <string.h>

#include "handsh/json.h"

/* Text that is known here: its bytes are stored, with no call for them. */
#define PUT(out, text) put_constant(out, text, sizeof(text) - 1)

static inline void put_constant(struct buffer *out, const char *text, size_t length)
{
	memcpy(buffer_reserve(out, length), text, length);
	out->length += length;
}

void json_bytes(struct buffer *out, const char *data, size_t length);
void json_cstring(struct buffer *out, const char *text); /* NULL: null */
/* A list or map that would take more than most bytes is left out. */
void json_value(struct buffer *out, struct value value, size_t most);
/* True: that was all; false: the text goes on after about so many bytes. */
bool json_piece(struct buffer *out, struct value value, size_t piece);
/* {"$left_out": "list of 4000000000"}: a part of a list or map would be taken for the whole. */
void json_left_out(struct buffer *out, struct value value);

#endif
