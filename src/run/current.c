/*
 * current: each task's history of current objects (sockets). When the current one dies, the latest
 * before it that lives is current again. Dead entries leave when they come to the top; when the
 * history has grown to twice what lives in it, it is rewritten, so that its cost stays constant.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "run/machine.h"

#include <stdlib.h>
#include <string.h>

static struct object **history(struct task *task)
{
	return task->current_capacity ? task->current.many : task->current.few;
}

struct object *task_current(struct task *task)
{
	while (task->current_count) {
		struct object *object = history(task)[task->current_count - 1];
		if (task->machine->hooks->alive(object))
			return object;
		task->current_count--;
		object_release(object);
	}
	return NULL;
}

static int by_address(const void *a, const void *b)
{
	const struct object *const *x = a, *const *y = b;
	return (*x > *y) - (*x < *y);
}

/* Does a later entry name the same object? Those of open dots must stay, each its own. */
static void compact(struct task *task)
{
	uint32_t dots = 0;
	for (uint32_t i = 0; i < task->region_count; i++)
		dots += task->regions[i].kind == REGION_DOT;
	if (dots)
		return;
	/* Latest occurrences, found by walking back over a sorted set of those seen. */
	uint32_t count = task->current_count, kept = count;
	struct object **seen = memory_allocate(count * sizeof(*seen));
	struct object **all = history(task);
	memcpy(seen, all, count * sizeof(*seen));
	qsort(seen, count, sizeof(*seen), by_address);
	uint32_t distinct = 0;
	for (uint32_t i = 0; i < count; i++)
		if (!distinct || seen[distinct - 1] != seen[i])
			seen[distinct++] = seen[i];
	bool *used = memory_zeroed(distinct, sizeof(*used));
	for (uint32_t i = count; i-- > 0;) {
		struct object *object = all[i];
		struct object **found = bsearch(&object, seen, distinct, sizeof(*seen), by_address);
		if (!used[found - seen] && task->machine->hooks->alive(object)) {
			used[found - seen] = true;
			all[--kept] = object;
		} else {
			used[found - seen] = true;
			object_release(object);
		}
	}
	task->current_count = count - kept;
	memmove(all, all + kept, task->current_count * sizeof(*seen));
	free(used);
	free(seen);
}

static uint32_t room(const struct task *task)
{
	return task->current_capacity ? task->current_capacity : CURRENT_FEW;
}

static void grow(struct task *task)
{
	uint32_t capacity = 2 * room(task);
	struct object **larger = memory_allocate(capacity * sizeof(*larger));
	memcpy(larger, history(task), task->current_count * sizeof(*larger));
	if (task->current_capacity)
		free(task->current.many);
	task->current.many = larger;
	task->current_capacity = capacity;
}

void current_push(struct task *task, struct object *object)
{
	if (task->current_count == room(task)) {
		if (task->current_capacity >= 16)
			compact(task);
		if (2 * task->current_count >= room(task))
			grow(task);
	}
	history(task)[task->current_count++] = object_retain(object);
}

void task_make_current(struct task *task, struct object *object)
{
	if (!task->current_count || history(task)[task->current_count - 1] != object)
		current_push(task, object);
}

void current_remove(struct task *task, struct object *object)
{
	struct object **all = history(task);
	for (uint32_t i = task->current_count; i-- > 0;) {
		if (all[i] != object)
			continue;
		task->current_count--;
		memmove(all + i, all + i + 1, (task->current_count - i) * sizeof(*all));
		object_release(object);
		return;
	}
}

void current_release(struct task *task)
{
	while (task->current_count)
		object_release(history(task)[--task->current_count]);
	if (task->current_capacity)
		free(task->current.many);
	task->current_capacity = 0;
}
