/*
 * log: every event as JSON in a file, whatever is shown of it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_SHOW_LOG_H
#define HANDSH_SHOW_LOG_H

#include "show/streams.h"

struct log {
	struct subscriber subscriber; /* kinds 0: there is no log, or it could not be written on */
	struct journal *journal;
	struct streams *streams;
	struct buffer line;
	const char *path;
	int descriptor;
};

/* path NULL: there is none. Borrows the path, takes the descriptor. */
void log_open(struct log *log, struct journal *journal, struct streams *streams, const char *path,
	      int descriptor);
/* Says once that the log could not be written on: the disk is full, who read it has gone. */
void log_check(struct log *log);
void log_close(struct log *log);

#endif
