/*
 * capture: what passes on the wires, written to files for Wireshark, with what was called as comments.
 *
 * A packet stands there as it goes on, with the time of that; what was lost or dropped does not, but a
 * comment of the next packet says so. A call stands as a comment of the packet that comes after it.
 * Blocks are written whole, before the loop waits: a shell that is killed leaves a file that can be read.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_CAPTURE_H
#define HANDSH_CAPTURE_H

#include "handsh/wire.h"

struct wire_capture;

/* Of the wire, NULL: all, those too that are made later. Takes fd, empty and open for writing, and copies
 * the path. *number: 0, or the errno of the first write(2), and there is no capture. */
struct wire_capture *capture_begin(struct lab *lab, const struct wire *wire, int fd,
				   const char *path, int *number);
/* Writes what is left, closes the file and frees the capture. 0, or the errno of what failed at the end
 * or earlier. */
int capture_end(struct lab *lab, struct wire_capture *capture);
/* In the order of their beginning; NULL begins, and ends. lab may be NULL. Borrowed. */
struct wire_capture *capture_next(const struct lab *lab, const struct wire_capture *capture);

struct capture_facts {
	const char *path;
	const struct wire *wire; /* NULL: all */
	uint64_t packets, bytes; /* bytes of the file */
	int number;              /* errno that has ended it; 0: it goes on */
};
void capture_facts(const struct wire_capture *capture, struct capture_facts *facts);

#endif
