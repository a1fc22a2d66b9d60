/*
 * current: the objects (sockets) that a task works on: those that were made current, and those that
 * a connection of serve has made.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/names.h"
#include "run/machine.h"

#include <errno.h>
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

/* ---- places ---- */

struct object *task_place(struct task *task)
{
	if (task->place && !task->place->behaviour->alive(task->place))
		task_go(task, NULL);
	return task->place;
}

void task_go(struct task *task, struct object *place)
{
	struct object *before = task->place;
	task->place = place ? object_retain(place) : NULL;
	object_release(before);
}

void place_leave(struct task *task, struct region *region)
{
	if (task->place == region->place)
		task_go(task, region->object);
	object_release(region->place);
}

/* Takes place. */
static void place_begin(struct task *task, struct object *place)
{
	struct region *region = region_push(task, REGION_PLACE);
	region->object = task->place ? object_retain(task->place) : NULL;
	region->place = place;
	task_go(task, place);
}

/* ---- NAME.command ---- */

struct error *dot_begin(struct task *task, struct value value, const struct bytes *name)
{
	const bool place = value.type == TYPE_HOST || value.type == TYPE_WIRE;
	if (value.type != TYPE_SOCKET && !place) {
		struct error *error =
			error_new("TYPE", NULL, "%.*s is %s, not a socket or a host",
				  (int)name->length, name->data, value_type_name(value.type));
		if (value.type == TYPE_TASK)
			error_hint(error, "%.*s = wait $%.*s takes what the task gives",
				   (int)name->length, name->data, (int)name->length, name->data);
		else if (!hint_habit(task, HABIT_UNKNOWN, error))
			error_hint(error,
				   "a command's dot stands after a socket; its value is $%.*s",
				   (int)name->length, name->data);
		value_release(value);
		return error;
	}
	if (!value.object->behaviour->alive(value.object)) {
		struct error *error =
			error_errno(EBADF, NULL, "%.*s is closed", (int)name->length, name->data);
		error_hint(error,
			   value.type == TYPE_HOST
				   ? "a closed host is no more: host makes another"
				   : "a closed socket stays closed: make another, or accept again");
		value_release(value);
		return error;
	}
	if (place) {
		place_begin(task, value.object);
		return NULL;
	}
	current_push(task, value.object);
	region_push(task, REGION_DOT)->object = value.object;
	return NULL;
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
