/*
 * queue: a value that tasks share, as they do a socket: what one puts in another takes out, in order.
 * Calls that must wait take turns in the order they came.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_QUEUE_H
#define HANDSH_QUEUE_H

#include "handsh/call.h"
#include "handsh/value.h"

struct queue {
	struct object object;
	struct machine *machine;       /* NULL: that has ended */
	struct queue *previous, *next; /* in its list of queues, or of those to be freed */
	struct value *values;          /* a ring */
	size_t first, count, capacity; /* of values */
	size_t most;                   /* put waits while so many stand in it */
	bool closed;
	struct call_queue putters, takers; /* calls that wait */
};

struct queue *queue_new(struct machine *machine, size_t most);
/* What exec ends with. Puts a reference of the value (borrowed) to the end: RUN_DONE, RUN_WAIT while
 * there is no room, RUN_FAIL (EOF) when the queue is closed. */
enum run queue_put(struct call *call, struct queue *queue, struct value value);
/* The same with the first value as result; nil when the queue is closed and empty. */
enum run queue_take(struct call *call, struct queue *queue);
void queue_close(struct queue *queue); /* wakes who waits; harmless when it is closed */

#endif
