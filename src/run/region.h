/*
 * region: what a task has entered and must leave in order.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_RUN_REGION_H
#define HANDSH_RUN_REGION_H

#include "handsh/run.h"

enum region_kind {
	REGION_TRY,
	REGION_TIMEOUT,
	REGION_WITHIN,
	REGION_UNTIL,
	REGION_TOOK,
	REGION_FAILS,
	REGION_EXPECT,
	REGION_FINALLY, /* whose block is still to run */
	REGION_CLEANUP, /* that block, while it runs */
	REGION_DOT,
	REGION_PLACE, /* the dot of a host */
	REGION_SERVE,
	REGION_NAMES,
};

/* How a task leaves what it has entered, and where it goes on. */
enum departure_kind {
	DEPART_ON,       /* to: the next instruction, of which nothing is left */
	DEPART_RETURN,   /* out of the frame, with a value */
	DEPART_THROW,    /* to the nearest try, with an error */
	DEPART_DEADLINE, /* to: out of all but so many regions, past every try; then as THROW */
	DEPART_END,      /* out of everything; with an error that has come up on the way, or nil */
};

struct departure {
	uint8_t kind; /* enum departure_kind */
	uint32_t to;
};

/* What must be left in order when an error, a deadline or a jump leaves it. */
struct region {
	uint8_t kind;
	bool evaluates; /* it belongs to the evaluation of a condition: WITHIN, UNTIL, all in them */
	uint32_t frame;  /* number of callers below */
	uint32_t height; /* of the stack */
	uint32_t
		handler; /* TRY, FAILS, FINALLY: place in the code; NAMES: the first of the locals */
	int64_t deadline; /* of its own; TIME_NEVER: none */
	int64_t earliest; /* of it and all around it; of a CLEANUP only of it */
	int64_t most; /* TOOK; TIMEOUT and WITHIN: the duration, for messages; NAMES: how many */
	union {
		struct { /* TOOK */
			int64_t least, start;
		};
		struct { /* WITHIN, UNTIL */
			struct lookout *lookout;
			bool live;              /* it has read what may change by itself */
			struct object *witness; /* of a call; NULL: none */
		};
		/* CLEANUP: how the task goes on after it; the value with which stands right
		 * below the region's height. */
		struct departure departure;
		struct object *place; /* PLACE: the dot's own, held */
	};
	/* DOT: the socket; PLACE: the place before, or NULL; SERVE: the listener; WITHIN: why not yet */
	struct object *object;
};

/* The task leaves the place of a dot for that before: current.c. */
void place_leave(struct task *task, struct region *region);

#endif
