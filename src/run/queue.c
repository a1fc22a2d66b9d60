/*
 * queue: calls that wait in a line, first come first served.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "run/machine.h"

void call_enqueue(struct call *call, struct call_queue *queue)
{
	call->queue = queue;
	call->next = NULL;
	call->previous = queue->last;
	if (queue->last)
		queue->last->next = call;
	else
		queue->first = call;
	queue->last = call;
}

void call_wake_all(struct call_queue *queue)
{
	while (queue->first) {
		struct call *call = queue->first;
		queue->first = call->next;
		call->queue = NULL;
		call->previous = call->next = NULL;
		call_wake(call);
	}
	queue->last = NULL;
}

void call_wake(struct call *call)
{
	struct task *task = call->task;
	if (task->state == TASK_WAITING && task->in_call)
		task_ready(task);
}

/* The call is over: whoever is next in its queue tries. */
void call_end(struct call *call)
{
	struct call_queue *queue = call->queue;
	if (!queue)
		return;
	if (call->previous)
		call->previous->next = call->next;
	else
		queue->first = call->next;
	if (call->next)
		call->next->previous = call->previous;
	else
		queue->last = call->previous;
	bool first = !call->previous;
	call->queue = NULL;
	call->previous = call->next = NULL;
	if (first && queue->first)
		call_wake(queue->first);
}
