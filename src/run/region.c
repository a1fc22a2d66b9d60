/*
 * region: what a task has entered and must leave in order.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/grow.h"
#include "run/machine.h"
#include "run/operate.h"

#include <string.h>

int64_t region_earliest(const struct task *task)
{
	return task->region_count ? task->regions[task->region_count - 1].earliest : TIME_NEVER;
}

struct region *region_push(struct task *task, enum region_kind kind)
{
	task->regions = grow_array(task->regions, task->region_count, &task->region_capacity, 2,
				   sizeof(*task->regions));
	int64_t earliest = region_earliest(task);
	bool evaluates = kind == REGION_WITHIN || kind == REGION_UNTIL || task_evaluates(task);
	struct region *region = &task->regions[task->region_count++];
	*region = (struct region){.kind = (uint8_t)kind,
				  .evaluates = evaluates,
				  .frame = task->frame_count,
				  .height = task->top,
				  .deadline = TIME_NEVER,
				  .earliest = earliest};
	return region;
}

static void cancel_connections(struct task *task)
{
	for (struct task *child = task->children, *next; child; child = next) {
		next = child->sibling_next;
		if (child->connection)
			task_cancel(task->machine, child);
	}
}

/* Where the locals begin of what runs in the region. */
static struct value *locals_of(struct task *task, const struct region *region)
{
	bool innermost = region->frame == task->frame_count;
	return task->stack + (innermost ? task->base : task->frames[region->frame].base);
}

void names_begin(struct task *task, uint32_t first, uint32_t count)
{
	struct region *region = region_push(task, REGION_NAMES);
	region->handler = first;
	region->most = count;
}

static void forget_names(struct task *task, const struct region *region)
{
	struct value *local = locals_of(task, region) + region->handler;
	for (int64_t i = 0; i < region->most; i++)
		slot_replace(task->machine, &local[i], VALUE_UNSET);
}

bool names_find(struct task *task, const char *name, struct value *value)
{
	for (uint32_t i = task->region_count; i-- > 0;) {
		const struct region *region = &task->regions[i];
		if (region->frame != task->frame_count)
			return false;
		int64_t left = region->kind == REGION_NAMES ? region->most : 0;
		while (left-- > 0) {
			uint32_t local = region->handler + (uint32_t)left;
			if (strcmp(task->code->locals[local], name) != 0)
				continue;
			*value = locals_of(task, region)[local];
			return true;
		}
	}
	return false;
}

static void forget_evaluation(const struct region *region)
{
	lookout_close(region->lookout);
	object_release(region->witness);
}

void region_leave(struct task *task)
{
	struct region region = task->regions[--task->region_count];
	if (region.kind == REGION_DOT)
		current_remove(task, region.object);
	if (region.kind == REGION_PLACE)
		place_leave(task, &region);
	if (region.kind == REGION_SERVE)
		cancel_connections(task);
	if (region.kind == REGION_NAMES)
		forget_names(task, &region);
	if (region.kind == REGION_WITHIN || region.kind == REGION_UNTIL)
		forget_evaluation(&region);
	object_release(region.object);
	if (region.deadline != TIME_NEVER)
		task_arm(task);
}

void task_unwind(struct task *task, uint32_t frame, uint32_t height)
{
	while (task->frame_count > frame)
		frame_leave(task);
	task_truncate(task, height);
}

void task_unwind_all(struct task *task)
{
	call_abandon(&task->call);
	while (task->region_count)
		region_leave(task);
	task_unwind(task, 0, 0);
}
