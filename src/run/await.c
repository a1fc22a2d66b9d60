/*
 * await: calls that wait for the ends of tasks.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "run/machine.h"

#include <stdlib.h>

bool call_wake_waiters(struct task *task)
{
	bool any = task->waiters.first != NULL;
	call_wake_all(&task->waiters);
	return any;
}

enum run call_wait_task(struct call *call, struct task *task)
{
	if (task->state >= TASK_DONE) {
		failure_waited(task);
		return RUN_DONE;
	}
	if (!call->queue)
		call_enqueue(call, &task->waiters);
	return call_pause(call);
}

enum run call_wait_started(struct call *call)
{
	struct task *task = task_of(call);
	if (task->children) {
		task->wait_all = true;
		return call_pause(call);
	}
	struct error *error = failure_take(task);
	return error ? call_error(call, error) : RUN_DONE;
}

/* ---- any of several ---- */

/* Its places in the queues of them all. */
struct places {
	struct object object;
	size_t count;
	struct turn turns[];
};

static void leave_places(struct object *object)
{
	struct places *places = (struct places *)object;
	for (size_t i = 0; i < places->count; i++)
		turn_leave(&places->turns[i]);
	free(places);
}

static const struct behaviour places_behaviour = {.destroy = leave_places};

static struct object *take_places(struct call *call, const struct list *tasks)
{
	struct places *places =
		memory_zeroed(1, sizeof(*places) + tasks->count * sizeof(struct turn));
	places->object = (struct object){&places_behaviour, 1};
	places->count = tasks->count;
	for (size_t i = 0; i < tasks->count; i++) {
		struct task *task = (struct task *)list_at(tasks, i).object;
		places->turns[i].place.manner = CALL_TURN;
		places->turns[i].place.keeper = call;
		call_enqueue(&places->turns[i].place, &task->waiters);
	}
	return &places->object;
}

enum run call_wait_any(struct call *call, const struct list *tasks, struct task **ended)
{
	for (size_t i = 0; i < tasks->count; i++) {
		*ended = (struct task *)list_at(tasks, i).object;
		if ((*ended)->state >= TASK_DONE)
			return RUN_DONE;
	}
	if (!call->state)
		call->state = take_places(call, tasks);
	return call_pause(call);
}
