/*
 * held: what pass and drop are about: packets that are held, and pieces of relays that are.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_COMMANDS_LAB_HELD_H
#define HANDSH_COMMANDS_LAB_HELD_H

#include "handsh/piece.h"
#include "handsh/wire.h"

/* One of the two. */
struct held {
	struct packet *packet;
	struct piece *piece;
};

/* Something has a number: *lab has taken what has come by now; NULL: there are none but pieces. False:
 * call->error. */
bool call_numbers(struct call *call, struct lab **lab);
/* By their numbers, the call's arguments; none: the oldest that is held. A new list; NULL: call->error,
 * where one is not held. What its items name is borrowed. */
struct held *held_take(struct call *call, struct lab *lab, unsigned *count);
bool held_still(const struct held *held); /* which was named twice goes once */

#endif
