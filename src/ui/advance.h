/*
 * advance: long work of main's says on the terminal how far it has come, while it takes longer than
 * about a second: one line at the foot, which is gone when the work ends, and before anything else is
 * written.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_UI_ADVANCE_H
#define HANDSH_UI_ADVANCE_H

#include "handsh/progress.h"
#include "handsh/shell.h"

struct advance {
	bool wanted; /* there is a terminal that can show it, and somebody who has not asked for quiet */
	bool shows;
	struct progress progress; /* of the call that main is in */
	struct alarm alarm;       /* where there is no prompt: the next look */
};

struct session;

void advance_open(struct session *session);
/* Main may have come further; it is looked at a few times a second. */
void advance_look(struct session *session);
void advance_drop(struct session *session); /* the line is gone */
void advance_close(struct session *session);

#endif
