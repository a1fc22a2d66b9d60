/*
 * region: leaving what was entered. An error pops regions and frames down to the nearest try; a
 * deadline leaves its own region past every try inside it; cancel and Ctrl-C leave all.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/grow.h"
#include "handsh/names.h"
#include "run/machine.h"
#include "run/operate.h"

#include <errno.h>
#include <stdlib.h>
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
	struct region *region = &task->regions[task->region_count++];
	*region = (struct region){.kind = (uint8_t)kind,
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
		slot_set(&local[i], VALUE_UNSET);
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

void region_leave(struct task *task)
{
	struct region region = task->regions[--task->region_count];
	if (region.kind == REGION_DOT)
		current_remove(task, region.object);
	if (region.kind == REGION_SERVE)
		cancel_connections(task);
	if (region.kind == REGION_NAMES)
		forget_names(task, &region);
	object_release(region.object);
	if (region.deadline != TIME_NEVER)
		task_arm(task);
}

/* Returns to the frame with that many callers, and its stack to that height. */
static void unwind_to(struct task *task, uint32_t frame, uint32_t height)
{
	while (task->frame_count > frame)
		frame_leave(task);
	task_truncate(task, height);
}

static void enter_handler(struct task *task, const struct region *region, struct error *error)
{
	unwind_to(task, region->frame, region->height);
	task->pc = task->code->words + region->handler;
	task_reserve(task, 1);
	task->stack[task->top++] = value_error(error);
}

/* An error that leaves it is the value's, or says that it is not met: neither is it met. */
static bool is_expectation(enum region_kind kind)
{
	return kind == REGION_EXPECT || kind == REGION_WITHIN || kind == REGION_TOOK;
}

bool task_throw(struct task *task, struct error *error)
{
	call_abandon(&task->call);
	while (task->region_count) {
		struct region region = task->regions[task->region_count - 1];
		region_leave(task);
		if (is_expectation(region.kind))
			task->machine->expectation_failed = true;
		if (region.kind == REGION_TRY || region.kind == REGION_FAILS) {
			enter_handler(task, &region, error);
			return true;
		}
	}
	task->result = value_error(error);
	return false;
}

static struct error *deadline_error(struct task *task, const struct region *region)
{
	struct buffer text = {0};
	bool within = region->kind == REGION_WITHIN;
	buffer_text(&text, within ? "not within " : "the block took longer than ");
	duration_format(region->most, &text);
	if (within && region->object) {
		buffer_text(&text, ": ");
		error_message_cut((struct error *)region->object, &text, ERROR_SHOWN);
	}
	const char *detail = buffer_cstring(&text);
	struct error *error = region->kind == REGION_TIMEOUT
				      ? error_errno(ETIMEDOUT, "timeout", "%s", detail)
				      : error_new("EXPECT", "expect", "%s", detail);
	if (is_expectation(region->kind))
		task->machine->expectation_failed = true;
	buffer_free(&text);
	return error;
}

bool task_expire(struct task *task)
{
	task->expired = false;
	int64_t now = clock_now();
	if (region_earliest(task) > now) {
		task_arm(task);
		return true;
	}
	uint32_t which = task->region_count - 1;
	while (task->regions[which].deadline != region_earliest(task))
		which--;
	/* The place is where the deadline struck. */
	struct error *error = deadline_error(task, &task->regions[which]);
	error->source = object_retain(task->code->source);
	error->offset = task->code->offsets[task->pc - task->code->words];
	call_tell(&task->call, error);
	call_abandon(&task->call);
	while (task->region_count > which)
		region_leave(task);
	return task_throw(task, error);
}

void task_unwind_all(struct task *task)
{
	call_abandon(&task->call);
	while (task->region_count)
		region_leave(task);
	unwind_to(task, 0, 0);
}
