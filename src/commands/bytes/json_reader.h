/*
 * json_reader: values from JSON (RFC 8259), in pieces.
 *
 * No library is used for it: those that there are read all at once, while others wait, and make
 * doubles of numbers whose text is wanted. The tests compare it with jansson.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_COMMANDS_BYTES_JSON_READER_H
#define HANDSH_COMMANDS_BYTES_JSON_READER_H

#include "handsh/value.h"

/* A list or a map that is being read. */
struct json_level {
	struct value container;
	struct bytes *key; /* of the next value; NULL in a list */
	bool special;      /* the key is $hex or $map, as json writes it */
};

struct json_reader {
	struct bytes *text;   /* borrowed */
	size_t place;         /* in it */
	uint8_t expecting;    /* enum expecting */
	bool key;             /* the string that is being read is one */
	struct buffer string; /* what there is of it, of bytes_begin_text; no data: there is none */
	struct json_level *levels;
	uint32_t count, capacity;    /* of them */
	struct value result;         /* UNSET until it is read */
	struct value made;           /* that a special map becomes; UNSET: there is none */
	size_t converted;            /* of its content */
	const char *error, *message; /* why it has failed: the name, and what is wrong at place */
};

/* Borrows text. */
void json_reader_begin(struct json_reader *reader, struct bytes *text);
enum json_state { JSON_DONE, JSON_MORE, JSON_FAILED };
/* About so many bytes further. */
enum json_state json_reader_go_on(struct json_reader *reader, size_t bytes);
void json_reader_end(struct json_reader *reader);

#endif
