/*
 * current: the objects (sockets) that a task works on: those that were made current, and those that
 * a connection of serve has made.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "run/machine.h"

#include <string.h>

/* ---- the history: when the current one is closed, the latest before it that is open is current
 * again ---- */

struct object *task_current(struct task *task)
{
	struct objects *history = &task->current;
	while (history->count) {
		struct object *object = objects_items(history)[history->count - 1];
		if (object->behaviour->alive(object))
			return object;
		objects_drop(history);
	}
	return NULL;
}

/* Each open dot has a place of its own, which it takes out at its end. */
static bool has_dot(const struct task *task)
{
	for (uint32_t i = 0; i < task->region_count; i++)
		if (task->regions[i].kind == REGION_DOT)
			return true;
	return false;
}

void current_push(struct task *task, struct object *object)
{
	objects_add(&task->current, object, objects_full(&task->current) && has_dot(task));
}

void task_make_current(struct task *task, struct object *object)
{
	struct objects *history = &task->current;
	if (!history->count || objects_items(history)[history->count - 1] != object)
		current_push(task, object);
}

void current_remove(struct task *task, struct object *object)
{
	struct objects *history = &task->current;
	struct object **all = objects_items(history);
	for (uint32_t i = history->count; i-- > 0;) {
		if (all[i] != object)
			continue;
		history->count--;
		memmove(all + i, all + i + 1, (history->count - i) * sizeof(*all));
		object_release(object);
		return;
	}
}

/* ---- what a connection has made ---- */

void task_own(struct task *task, struct object *object)
{
	if (task->connection)
		objects_add(&task->made, object, false);
}

void task_close_made(struct task *task)
{
	while (task->made.count) {
		struct object *object = objects_items(&task->made)[task->made.count - 1];
		object->behaviour->close(object);
		objects_drop(&task->made);
	}
}
