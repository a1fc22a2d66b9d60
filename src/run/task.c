/*
 * task: a task's life, its stack, and what others may know of it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/grow.h"
#include "run/interlude.h"
#include "run/lengthy.h"

#include <stdlib.h>
#include <string.h>
#include <utlist.h>

#define EVENT_POLL (NANOSECONDS / 100) /* "expect within" looks again at least this often */

static void task_destroy(struct object *object)
{
	struct task *task = (struct task *)object;
	result_forget(task);
	free(task);
}

static void task_format(const struct object *object, struct buffer *buffer)
{
	buffer_format(buffer, "[%u]", ((const struct task *)object)->id);
}

const struct behaviour task_behaviour = {
	.destroy = task_destroy,
	.format = task_format,
};

void task_timeout(struct task *task)
{
	int64_t now = clock_now();
	if (region_earliest(task) <= now) {
		task->expired = true;
		task_hurry(task);
		return;
	}
	if (task->awaiting_event)
		; /* looks again */
	else if (task->in_call && task->call.until <= now)
		task->call.timed_out = true;
	else if (task->in_call && task->looks)
		; /* the same */
	else if (!task->in_call || task->wait_deadline > now) {
		task_arm(task);
		return;
	}
	if (task->state == TASK_WAITING)
		task_ready(task);
}

struct task *task_new(struct machine *machine, struct task *starter, struct code *code)
{
	struct task *task = memory_zeroed(1, sizeof(*task));
	task->object = (struct object){&task_behaviour, 1};
	task->machine = machine;
	task->timer.deadline = TIME_NEVER;
	task->wait_deadline = TIME_NEVER;
	if (!starter)
		return task;
	task->id = series_add(&machine->tasks, task);
	task->code = object_retain(code);
	task->pc = code->words;
	task_reserve(task, code->stack);
	task->top = code->local_count;
	for (uint32_t i = 0; i < task->top; i++)
		task->stack[i] = VALUE_UNSET;
	task->starter = starter;
	DL_PREPEND2(starter->children, task, sibling_previous, sibling_next);
	return task;
}

void task_grow(struct task *task, uint32_t room)
{
	task->capacity = (uint32_t)grow_capacity(task->capacity, task->top + room, 0);
	task->stack = memory_resize(task->stack, task->capacity * sizeof(struct value));
}

void task_truncate(struct task *task, uint32_t height)
{
	while (task->top > height)
		machine_discard(task->machine, task->stack[--task->top]);
}

void task_arm(struct task *task)
{
	int64_t deadline = region_earliest(task);
	if (task->state == TASK_WAITING && task->in_call) {
		if (task->call.until < deadline)
			deadline = task->call.until;
		if (task->wait_deadline < deadline)
			deadline = task->wait_deadline;
	} else if (task->awaiting_event) {
		int64_t look = clock_now() + EVENT_POLL;
		if (look < deadline)
			deadline = look;
	}
	timer_set(task->machine, &task->timer, deadline);
}

/* ---- the end ---- */

static void leave_family(struct task *task)
{
	for (struct task *child = task->children; child; child = child->sibling_next)
		child->starter = NULL;
	struct task *starter = task->starter;
	if (!starter)
		return;
	DL_DELETE2(starter->children, task, sibling_previous, sibling_next);
	if (!starter->children && starter->wait_all) {
		starter->wait_all = false;
		call_wake(&starter->call);
	}
}

/* An error has ended it. A connection of serve may fail: it says so, and nothing counts it. */
static void fail_alone(struct task *task)
{
	struct error *error = task->result.error;
	if (task->connection) {
		report_error(task->machine, task, error, EVENT_OF_CLIENT);
		return;
	}
	bool held = failure_held(task->starter);
	if (!held)
		report_error(task->machine, task, error, 0);
	failure_note(task, !held);
}

/* Result or error are set. An error or exit may have ended it in the midst of calls. Main is never
 * ended. */
void task_end(struct task *task, enum task_state state)
{
	struct machine *machine = task->machine;
	task_unwind_all(task);
	task->state = (uint8_t)state;
	timer_clear(machine, &task->timer);
	task_close_made(task);
	series_remove(&machine->tasks, task->id);
	bool waited = call_wake_waiters(task);
	if (state == TASK_FAILED && !waited)
		fail_alone(task);
	leave_family(task);
	onlooker_leave(task);
	result_note(task);
	failure_forget(task);
	present_end(task);
	objects_free(&task->current);
	task_go(task, NULL);
	objects_free(&task->made);
	task_truncate(task, 0);
	object_release(task->code);
	task->code = NULL;
	free(task->stack);
	free(task->frames);
	free(task->regions);
	task->stack = NULL;
	task->frames = NULL;
	task->regions = NULL;
	object_release(task);
}

void task_cancel(struct machine *machine, struct task *task)
{
	(void)machine;
	if (task->state >= TASK_DONE)
		return;
	if (task->ending == END_NOT)
		task->ending = END_CANCEL;
	task_hurry(task);
}

/* ---- what others may know ---- */

uint32_t task_id(const struct task *task)
{
	return task->id;
}

const char *task_name(const struct task *task)
{
	const struct code *code = task->frame_count ? task->frames[0].code : task->code;
	return code ? code->name : "";
}

struct source *task_source(const struct task *task)
{
	return task->code ? task->code->source : NULL;
}

struct source *task_statement(const struct task *task, uint32_t *offset)
{
	const struct code *code = task->code;
	uint32_t statement = task->statement;
	for (uint32_t i = task->frame_count; i && code->kind == CODE_DEFINITION; i--) {
		code = task->frames[i - 1].code;
		statement = task->frames[i - 1].statement;
	}
	if (!code)
		return NULL;
	*offset = code->kind == CODE_TASK ? code->place : code->offsets[statement];
	return code->source;
}

enum task_state task_state(const struct task *task)
{
	return task->state;
}

const struct call *task_call(const struct task *task)
{
	bool parked = task->state == TASK_WAITING || task->state == TASK_READY;
	bool command = task->in_call && task->call.command != &lengthy_command;
	return parked && command ? &task->call : NULL;
}

const struct call *task_call_seen(struct task *task, bool *first)
{
	const struct call *call = task_call(task);
	*first = call && !(call->manner & CALL_SEEN);
	if (call)
		task->call.manner |= CALL_SEEN;
	return call;
}

struct task *task_next(const struct machine *machine, const struct task *task)
{
	return series_next(&machine->tasks, task ? task->id : 0);
}

struct task *task_find(const struct machine *machine, int64_t id)
{
	return series_find(&machine->tasks, id);
}

struct value task_result(const struct task *task)
{
	return task->result;
}

struct error *task_error(const struct task *task)
{
	return task->result.error;
}

bool task_variable(struct task *task, const char *name, struct value *value)
{
	const struct code *code = task->code;
	if (names_find(task, name, value))
		return true;
	if (code && code->kind != CODE_UNIT) {
		for (uint32_t i = 0; i < code->local_count; i++) {
			if (strcmp(code->locals[i], name) != 0)
				continue;
			*value = task->stack[task->base + i];
			if (value->type != TYPE_UNSET)
				return true;
		}
	}
	*value = machine_global(task->machine, name);
	return value->type != TYPE_UNSET;
}

void task_describe(const struct task *task, struct buffer *buffer)
{
	const struct call *call = task_call(task);
	if (!call) {
		buffer_text(buffer, task_name(task));
		buffer_text(buffer, task->state >= TASK_DONE ? ": done"
				    : task->awaiting_event || task->watching
					    ? ": waiting for a condition"
				    : task->held ? ": waiting until its output is read"
						 : ": running");
		return;
	}
	buffer_format(buffer, "%s: waiting", call_name(call));
	if (call->subject) {
		buffer_text(buffer, " on ");
		call->subject->behaviour->format(call->subject, buffer);
	}
}
