/*
 * call_queue: calls that wait in a line, first come first served. A queue is a ring with a pointer to
 * its first, so that an empty one costs a single word in every task and socket.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "run/machine.h"

#include <utlist.h>

void call_enqueue(struct call *call, struct call_queue *queue)
{
	call->queue = queue;
	CDL_APPEND2(queue->first, call, previous, next);
}

static void dequeue(struct call *call)
{
	CDL_DELETE2(call->queue->first, call, previous, next);
	call->queue = NULL;
}

void call_wake_all(struct call_queue *queue)
{
	while (queue->first) {
		struct call *call = queue->first;
		dequeue(call);
		call_wake(call);
	}
}

/* Of a turn it is the keeper that runs. */
void call_wake(struct call *call)
{
	struct task *task = task_of(call->manner & CALL_TURN ? call->keeper : call);
	if (task->state == TASK_WAITING && task->in_call)
		task_ready(task);
}

void queue_leave(struct call *call)
{
	struct call_queue *queue = call->queue;
	bool first = queue->first == call;
	dequeue(call);
	if (first && queue->first)
		call_wake(queue->first);
}

void turn_leave(struct turn *turn)
{
	call_leave(&turn->place);
}
