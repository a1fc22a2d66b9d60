/*
 * await: calls that wait for the ends of tasks.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "run/machine.h"

#include <stdlib.h>

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

/* ---- several ---- */

/* Its places in the queues of them all. */
struct places {
	struct object object;
	struct list *tasks;
	size_t left; /* of those that had not ended */
	struct task
		*failed; /* the first of them that has ended otherwise than it should, or NULL */
	struct turn turns[]; /* one a task; unused where it had ended */
};

static void leave_places(struct object *object)
{
	struct places *places = (struct places *)object;
	for (size_t i = 0; i < places->tasks->count; i++)
		turn_leave(&places->turns[i]);
	object_release(places->tasks);
	object_release(places->failed);
	free(places);
}

static const struct behaviour places_behaviour = {.destroy = leave_places};

static void note_end(struct places *places, struct task *task)
{
	places->left--;
	if (task->state != TASK_DONE && !places->failed)
		places->failed = object_retain(task);
}

/* Takes tasks. */
static struct places *take_places(struct call *call, struct list *tasks)
{
	struct places *places =
		memory_zeroed(1, sizeof(*places) + tasks->count * sizeof(struct turn));
	places->object = (struct object){&places_behaviour, 1};
	places->tasks = tasks;
	places->left = tasks->count;
	call->state = &places->object;
	for (size_t i = 0; i < tasks->count; i++) {
		struct task *task = (struct task *)list_at(tasks, i).object;
		places->turns[i].place.manner = CALL_TURN;
		places->turns[i].place.keeper = call;
		if (task->state >= TASK_DONE)
			note_end(places, task);
		else
			call_enqueue(&places->turns[i].place, &task->waiters);
	}
	return places;
}

bool call_wake_waiters(struct task *task)
{
	struct call *first = task->waiters.first, *call = first;
	for (; call; call = call->next == first ? NULL : call->next)
		if (call->manner & CALL_TURN)
			note_end((struct places *)call->keeper->state, task);
	call_wake_all(&task->waiters);
	return first;
}

const struct list *call_awaited(const struct call *call)
{
	return call->state ? ((struct places *)call->state)->tasks : NULL;
}

enum run call_wait_any(struct call *call, struct list *tasks, struct task **ended)
{
	struct places *places = tasks ? take_places(call, tasks) : (struct places *)call->state;
	if (places->left == places->tasks->count)
		return call_pause(call);
	size_t i = 0;
	while ((*ended = (struct task *)list_at(places->tasks, i).object)->state < TASK_DONE)
		i++;
	return RUN_DONE;
}

enum run call_wait_all(struct call *call, struct list *tasks, struct task **failed)
{
	struct places *places = tasks ? take_places(call, tasks) : (struct places *)call->state;
	for (size_t i = 0; tasks && i < tasks->count; i++)
		failure_waited((struct task *)list_at(tasks, i).object);
	*failed = places->failed;
	return places->left && !places->failed ? call_pause(call) : RUN_DONE;
}
