/*
 * dump_reader: the bytes of what hexdump -C, xxd, hexdump, od -A x -t x1z and tcpdump -x, -X print, line
 * by line. A line of a dump begins with its offset, in four or more hexadecimal digits, maybe after
 * 0x; other lines, as tcpdump's about each packet, are passed over.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_COMMANDS_BYTES_DUMP_READER_H
#define HANDSH_COMMANDS_BYTES_DUMP_READER_H

#include "handsh/value.h"

#define DUMP_LINE_MOST ((size_t)4096) /* bytes of a line: the longest are xxd's, of 256 bytes */

struct dump_reader {
	size_t place;      /* in the text: where the next line begins */
	size_t line;       /* its number */
	struct buffer out; /* what the dump holds so far, of bytes_begin_text */
	uint64_t base;     /* the offset with which it began */
	size_t row;        /* bytes of its latest line */
	bool begun;        /* there was a line of it */
	bool swapped;      /* its latest line is of words of 16 bits, the low byte first */
	bool starred;      /* lines like the latest are left out here */
	bool foreign;      /* there were lines of something else */
	const char *error, *message; /* why it has failed */
};

enum dump_state {
	DUMP_MORE,
	DUMP_NEXT, /* this dump is done, and the line at place begins another */
	DUMP_DONE,
	DUMP_FAILED,
};

void dump_reader_begin(struct dump_reader *reader);
enum dump_state dump_reader_step(struct dump_reader *reader, const struct bytes *text);
struct bytes *dump_reader_take(struct dump_reader *reader); /* what is done: reads on anew */
void dump_reader_end(struct dump_reader *reader);

#endif
