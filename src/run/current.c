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

struct object *task_current(struct task *task)
{
	while (task->current_count) {
		struct object *object = task->current[task->current_count - 1];
		if (task->machine->host->alive(object))
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
	memcpy(seen, task->current, count * sizeof(*seen));
	qsort(seen, count, sizeof(*seen), by_address);
	uint32_t distinct = 0;
	for (uint32_t i = 0; i < count; i++)
		if (!distinct || seen[distinct - 1] != seen[i])
			seen[distinct++] = seen[i];
	bool *used = memory_zeroed(distinct, sizeof(*used));
	for (uint32_t i = count; i-- > 0;) {
		struct object *object = task->current[i];
		struct object **found = bsearch(&object, seen, distinct, sizeof(*seen), by_address);
		if (!used[found - seen] && task->machine->host->alive(object)) {
			used[found - seen] = true;
			task->current[--kept] = object;
		} else {
			used[found - seen] = true;
			object_release(object);
		}
	}
	task->current_count = count - kept;
	memmove(task->current, task->current + kept, task->current_count * sizeof(*seen));
	free(used);
	free(seen);
}

static void grow(struct task *task)
{
	if (!task->current_capacity) {
		task->current = task->first_current;
		task->current_capacity = 2;
		return;
	}
	struct object **larger =
		memory_allocate(2 * task->current_capacity * sizeof(*task->current));
	memcpy(larger, task->current, task->current_count * sizeof(*task->current));
	if (task->current != task->first_current)
		free(task->current);
	task->current = larger;
	task->current_capacity *= 2;
}

void current_push(struct task *task, struct object *object)
{
	if (task->current_count == task->current_capacity) {
		if (task->current_capacity >= 16)
			compact(task);
		if (2 * task->current_count >= task->current_capacity)
			grow(task);
	}
	task->current[task->current_count++] = object_retain(object);
}

void task_make_current(struct task *task, struct object *object)
{
	if (!task->current_count || task->current[task->current_count - 1] != object)
		current_push(task, object);
}

void current_remove(struct task *task, struct object *object)
{
	for (uint32_t i = task->current_count; i-- > 0;) {
		if (task->current[i] != object)
			continue;
		task->current_count--;
		memmove(task->current + i, task->current + i + 1,
			(task->current_count - i) * sizeof(*task->current));
		object_release(object);
		return;
	}
}

void current_release(struct task *task)
{
	while (task->current_count)
		object_release(task->current[--task->current_count]);
	if (task->current != task->first_current)
		free(task->current);
	task->current = NULL;
	task->current_capacity = 0;
}
