/*
 * departure: leaving what was entered. An error pops regions and frames down to the nearest try; a
 * deadline leaves its own region past every try inside it; a return leaves its frame; cancel, Ctrl-C
 * and exit leave all.
 *
 * Whatever the way, the block of each finally on it runs, as a region of its own that keeps how the
 * task goes on after it: what has a deadline from outside, or is to end, sees to that only then. So
 * that nothing can hold up an end, all blocks on one way have a second together.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/names.h"
#include "run/machine.h"

#include <errno.h>
#include <string.h>

/* A task on its way out. */
struct way {
	struct departure how;
	struct value value;
	bool unmet;    /* an expectation was left by the error */
	int64_t until; /* for the blocks of finally that are still on it; TIME_NEVER: none has run */
};

static struct region *innermost(struct task *task)
{
	return &task->regions[task->region_count - 1];
}

bool task_in_finally(const struct task *task)
{
	for (uint32_t i = 0; i < task->region_count; i++)
		if (task->regions[i].kind == REGION_CLEANUP)
			return true;
	return false;
}

/* ---- the block of a finally ---- */

static int64_t earlier(int64_t one, int64_t other)
{
	return one < other ? one : other;
}

static int64_t cleanup_until(const struct task *task, int64_t until)
{
	if (until == TIME_NEVER)
		until = clock_now() + FINALLY_TIME;
	if (task->ending)
		until = earlier(until, task->machine->ends_at);
	for (uint32_t i = 0; i < task->region_count; i++)
		if (task->regions[i].kind == REGION_CLEANUP)
			until = earlier(until, task->regions[i].deadline);
	return until;
}

/* The stack is as high as the block may find it. */
static void cleanup_begin(struct task *task, uint32_t handler, const struct way *way)
{
	task_reserve(task, task->code->stack + 1);
	task->stack[task->top++] = way->value;
	int64_t until = cleanup_until(task, way->until);
	struct region *region = region_push(task, REGION_CLEANUP);
	region->departure = way->how;
	region->deadline = region->earliest = until;
	task_arm(task);
	task->pc = task->code->words + handler;
}

void finally_run(struct task *task, uint32_t place)
{
	uint32_t handler = innermost(task)->handler;
	region_leave(task);
	cleanup_begin(task, handler,
		      &(struct way){{DEPART_ON, place}, VALUE_NIL, false, TIME_NEVER});
}

/* An error has ended the block, or exit: it goes on instead of what the block has held up; where
 * that was the task's end or a deadline, or the task was to end meanwhile, no try catches it. */
static void cleanup_failed(const struct task *task, struct way *way, const struct region *cleanup)
{
	uint8_t before = cleanup->departure.kind;
	way->until = cleanup->deadline;
	if (way->how.kind == DEPART_END)
		return;
	if (task->ending && !task_in_finally(task))
		way->how.kind = DEPART_END;
	else if (before == DEPART_DEADLINE || before == DEPART_END)
		way->how = cleanup->departure;
	else
		way->how.kind = DEPART_THROW;
}

/* ---- the way out ---- */

bool error_named(const struct error *error, const struct list *names)
{
	for (size_t i = 0; i < names->count; i++)
		if (bytes_is(list_at(names, i).bytes, error->name))
			return true;
	return false;
}

/* An error that leaves it is the value's, or says that it is not met: neither is it met. */
static bool is_expectation(enum region_kind kind)
{
	return kind == REGION_EXPECT || kind == REGION_WITHIN || kind == REGION_TOOK;
}

static bool catches(const struct region *region)
{
	return region->kind == REGION_TRY || region->kind == REGION_FAILS;
}

static void enter_handler(struct task *task, const struct region *region, struct value error)
{
	task_unwind(task, region->frame, region->height);
	task->pc = task->code->words + region->handler;
	task_reserve(task, 1);
	task->stack[task->top++] = error;
}

/* Has expect made it, here or in a task that was waited for? */
static bool is_unmet(const struct error *error)
{
	return strcmp(error->name, "EXPECT") == 0 && error->call && bytes_is(error->call, "expect");
}

/* Leaves the innermost region. True: something of it is to run first. */
static bool step_out(struct task *task, struct way *way)
{
	struct region region = *innermost(task);
	region_leave(task);
	switch (region.kind) {
	case REGION_FINALLY:
		task_unwind(task, region.frame, region.height);
		cleanup_begin(task, region.handler, way);
		return true;
	case REGION_CLEANUP:
		cleanup_failed(task, way, &region);
		return false;
	default:
		if (way->how.kind != DEPART_THROW)
			return false;
		if (is_expectation(region.kind))
			task->machine->expectation_failed = way->unmet = true;
		if (!catches(&region))
			return false;
		if (way->unmet || is_unmet(way->value.error))
			report_error(task->machine, task, way->value.error, EVENT_CAUGHT);
		enter_handler(task, &region, way->value);
		return true;
	}
}

/* Nothing on its way is left. */
static bool arrive(struct task *task, const struct way *way)
{
	switch (way->how.kind) {
	case DEPART_RETURN:
		return frame_result(task, way->value);
	case DEPART_END:
		task_ended(task, way->value);
		return false;
	default:
		return task_uncaught(task, way->value.error);
	}
}

static bool has_arrived(struct task *task, const struct way *way)
{
	if (!task->region_count)
		return true;
	return way->how.kind == DEPART_RETURN && innermost(task)->frame != task->frame_count;
}

static bool follow(struct task *task, struct way *way)
{
	while (!has_arrived(task, way)) {
		if (step_out(task, way))
			return true;
		if (way->how.kind == DEPART_DEADLINE && task->region_count == way->how.to)
			way->how.kind = DEPART_THROW;
	}
	return arrive(task, way);
}

bool task_depart(struct task *task, struct departure how, struct value value)
{
	return follow(task, &(struct way){how, value, false, TIME_NEVER});
}

bool finally_end(struct task *task)
{
	struct region cleanup = *innermost(task);
	region_leave(task);
	struct way way = {cleanup.departure, task->stack[--task->top], false, cleanup.deadline};
	if (task->ending && way.how.kind != DEPART_END && !task_in_finally(task)) {
		value_release(way.value);
		return task_end_early(task);
	}
	if (way.how.kind != DEPART_ON)
		return follow(task, &way);
	task->pc = task->code->words + way.how.to;
	return true;
}

/* ---- deadlines ---- */

static struct error *deadline_error(struct task *task, const struct region *region)
{
	struct buffer text = {0};
	bool within = region->kind == REGION_WITHIN, cleanup = region->kind == REGION_CLEANUP;
	buffer_text(&text, within ? "not within " : "the block took longer than ");
	duration_format(cleanup ? FINALLY_TIME : region->most, &text);
	if (within && region->object) {
		buffer_text(&text, ": ");
		error_message_cut((struct error *)region->object, &text, ERROR_SHOWN);
		if (region->witness)
			region->witness->behaviour->format(region->witness, &text);
	}
	const char *detail = buffer_cstring(&text);
	bool expected = is_expectation(region->kind);
	struct error *error =
		expected ? error_new("EXPECT", "expect", "%s", detail)
			 : error_errno(ETIMEDOUT, cleanup ? "finally" : "timeout", "%s", detail);
	task->machine->expectation_failed |= expected;
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
	peer_name(task, error, which);
	error->source = object_retain(task->code->source);
	error->offset = task->code->offsets[task->pc - task->code->words];
	call_tell(&task->call, error);
	call_abandon(&task->call);
	return task_depart(task, (struct departure){DEPART_DEADLINE, which}, value_error(error));
}
