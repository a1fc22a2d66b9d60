/*
 * journal_filter: whose events the command journal shows.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_COMMANDS_LOOK_JOURNAL_FILTER_H
#define HANDSH_COMMANDS_LOOK_JOURNAL_FILTER_H

#include "handsh/command.h"

struct journal_owner;

struct journal_filter {
	struct journal_owner *owners; /* one of them is enough; none: all are taken */
	unsigned count;
};

/* Of the sockets and hosts among the call's arguments, as they are now. */
void journal_filter_open(struct journal_filter *filter, const struct call *call);
void journal_filter_close(struct journal_filter *filter);
/* Is it a call, a packet or a change of a state, and one of theirs? */
bool journal_filter_takes(const struct journal_filter *filter, const struct event *event);

#endif
