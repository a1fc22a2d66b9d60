/*
 * ring: the latest events in records of a fixed size. Appending allocates nothing.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_JOURNAL_RING_H
#define HANDSH_JOURNAL_RING_H

#include "handsh/journal.h"

struct ring;

/* What it keeps. Beginnings and ends would push the calls out, which are looked for there. */
#define RING_KINDS (EVENT_MASK(EVENT_TABLE) - 1)

struct ring *ring_new(unsigned count); /* count is at least 1; a million is the most */
void ring_free(struct ring *ring);     /* NULL is fine */
void ring_append(struct ring *ring, const struct event *event); /* of RING_KINDS */
/* Index 0 is the oldest; false: there are not so many. Borrowed until the next append. */
bool ring_event(const struct ring *ring, unsigned index, struct event *event);

#endif
