/*
 * json: values as JSON (RFC 8259).
 *
 * Bytes that are valid UTF-8 are strings, others {"$hex": "…"}; a map with a key that is no UTF-8 is
 * {"$map": [[KEY, VALUE], …]}. Addresses, sockets, tasks and errors are {"$address": …} and so on,
 * with the text that print shows. Characters beyond ASCII are written as \uXXXX, and so are
 * controls, so that no peer drives the terminal of somebody who reads them there.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_JSON_H
#define HANDSH_JSON_H

#include "handsh/walk.h"

/* Which keys of maps have a $ at their beginning doubled, so that none looks like one of ours. */
enum json_keys {
	JSON_EVERY_DOLLAR, /* all: what is ours is told by its $ */
	JSON_OWN_NAMES,    /* $hex, $map and what becomes one of them: others are somebody else's */
};

/* A value on its way to text. */
struct json_text {
	struct value value; /* borrowed */
	bool begun;
	enum json_keys keys;
	const struct bytes *bytes; /* that are being written, or NULL */
	size_t offset;             /* in them */
	size_t start;              /* of their text in the buffer */
	bool hex;                  /* they are no UTF-8 */
	bool checking;             /* the keys of the innermost map are looked at */
	struct walk walk;
};

void json_text_begin(struct json_text *text, struct value value, enum json_keys keys);
/* Appends about most bytes more to the same buffer, or all that is left: true. */
bool json_text_go_on(struct json_text *text, struct buffer *out, size_t most);
void json_text_end(struct json_text *text);

#endif
