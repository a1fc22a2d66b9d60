/*
 * asker: calls that want something of standard input, and what they share with its reader.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_CMD_IO_ASKER_H
#define HANDSH_CMD_IO_ASKER_H

#include "handsh/input.h"

#ifdef HANDSH_STRESS
#define READ_SIZE 5
#else
#define READ_SIZE 65536
#endif

/* A call that wants a line, or bytes. */
struct asker {
	struct object object;
	struct input *input; /* NULL: it has ended, or that has */
	struct call *call;
	struct asker *previous, *next;
	bool begun;    /* its question has been shown */
	bool answered; /* by the prompt, with line */
	struct bytes *line;
};

struct input {
	struct machine *machine;
	int descriptor;
	struct observer observer;
	bool ended;
	int number; /* errno of a failed read, 0: none */
	struct buffer text;
	size_t start;        /* of what is left over in text */
	unsigned line;       /* number of the line that begins there */
	size_t held;         /* bytes after start that are the script's */
	size_t scanned;      /* bytes after those that the first asker has looked through */
	struct asker *first; /* of a list of utlist.h: one at a time, first come first served */
	struct panel *panel; /* which a call shows; NULL: none does */
	const struct input_prompt *prompt;
	void *context;
};

/* Reads once, past what is left over. *got: bytes, with INPUT_MORE. */
enum input_status input_read(struct input *input, char *room, size_t size, size_t *got);

#endif
