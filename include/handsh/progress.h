/*
 * progress: how far long work has come, as a line for a person: bytes, how many a second in the
 * latest time, and where the whole is known the share of it and the time left.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_PROGRESS_H
#define HANDSH_PROGRESS_H

#include "handsh/base.h"

#define PROGRESS_LOOKS 12
#define PROGRESS_EVERY (NANOSECONDS / 4) /* between two looks that count */

struct progress_look {
	int64_t time;
	uint64_t done;
};

struct progress {
	int64_t began;
	int64_t moved;                              /* when there was more for the last time */
	struct progress_look looks[PROGRESS_LOOKS]; /* the latest, in a ring */
	unsigned count;                             /* that there were in all */
};

/* Of work that has just begun, as far as anybody knows. */
void progress_begin(struct progress *progress, int64_t now);
/* It has come so far. False: it is too soon for another look. */
bool progress_look(struct progress *progress, int64_t now, uint64_t done);
/* Has it taken long enough to be told, and come anywhere? */
bool progress_is_long(const struct progress *progress);
/* "1.5M of 6.0M (25%), 512.0k/s, 9 s left", of what has been looked at; total 0: nobody knows. */
void progress_format(const struct progress *progress, uint64_t total, struct buffer *text);

#endif
