/*
 * event: events of the journal made of a target's input.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_FUZZ_EVENT_H
#define HANDSH_FUZZ_EVENT_H

#include "handsh/journal.h"
#include "target.h"

/* An event, and what it borrows. */
struct made_event {
	struct event event;
	char *alias, *note, *text;
	struct error *error;
	struct event_argument data;
	struct event_argument *arguments;
};

/* What the event names stays in the input, or in made, which is not to be moved. */
void take_event(struct input *input, struct made_event *made);
void release_event(struct made_event *made);

#endif
