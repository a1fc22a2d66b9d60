/*
 * ending: what a task must see to before it goes on, and how it ends: by its last statement, by an
 * error that nothing catches, by cancel, Ctrl-C or exit.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/names.h"
#include "handsh/operations.h"
#include "run/budget.h"
#include "run/lengthy.h"

#include <errno.h>

static void place_error(struct task *task, struct error *error)
{
	if (error->source)
		return;
	error->source = object_retain(task->code->source);
	error->offset = task->code->offsets[task->pc - task->code->words];
}

/* The statement that main is in ends, and those that have sourced the file in which it stands. */
static void stop_statements(const struct task *main, enum outcome outcome,
			    const struct error *error)
{
	enum ended how = outcome == OUTCOME_FAILED        ? ENDED_FAILED
			 : outcome == OUTCOME_INTERRUPTED ? ENDED_INTERRUPTED
							  : ENDED_EXIT;
	present_stop(main, main->code, main->statement, how, error);
	for (uint32_t i = main->frame_count; i-- > 0;)
		present_stop(main, main->frames[i].code, main->frames[i].statement, how, error);
}

/* Main is ready for its next unit. */
static void main_finish(struct task *main, enum outcome outcome, const struct error *error)
{
	struct machine *machine = main->machine;
	if (outcome != OUTCOME_DONE)
		stop_statements(main, outcome, error);
	task_unwind_all(main);
	object_release(main->code);
	main->code = NULL;
	main->ending = END_NOT;
	main->expired = main->settled = false;
	main->state = TASK_DONE;
	timer_clear(machine, &main->timer);
	if (outcome != OUTCOME_DONE || machine->outcome == OUTCOME_BUSY)
		machine->outcome = outcome;
}

void task_finish(struct task *task, struct value value)
{
	if (task == task->machine->main) {
		value_release(value);
		main_finish(task, OUTCOME_DONE, NULL);
	} else {
		task->result = value;
		task_end(task, TASK_DONE);
	}
}

void task_exit(struct task *task)
{
	if (task == task->machine->main)
		main_finish(task, OUTCOME_EXIT, NULL);
	else
		task_end(task, TASK_DONE);
}

/* ---- errors ---- */

/* -k: main goes on with the next statement of its unit. */
static void next_statement(struct task *main)
{
	uint32_t next = operand(main->code->words[main->statement]);
	main->pc = main->code->words + next;
	task_truncate(main, main->base + main->code->local_count);
	main->machine->went_on = true;
}

/* Nothing has caught the error. False: it has ended the task, or main's unit. */
static bool uncaught(struct task *task)
{
	struct machine *machine = task->machine;
	if (task != machine->main) {
		task_end(task, TASK_FAILED);
		return false;
	}
	struct error *error = task->result.error;
	task->result = VALUE_UNSET;
	report_error(machine, task, error, 0);
	while (task->frame_count && task->code->kind != CODE_UNIT)
		frame_leave(task);
	bool goes_on = machine->settings.keep_going && task->code->kind == CODE_UNIT;
	if (goes_on) {
		machine->outcome = OUTCOME_FAILED;
		present_stop(task, task->code, task->statement, ENDED_FAILED, error);
		next_statement(task);
	} else {
		main_finish(task, OUTCOME_FAILED, error);
	}
	object_release(error);
	return goes_on;
}

bool task_fail(struct task *task, struct error *error)
{
	place_error(task, error);
	return task_throw(task, error) || uncaught(task);
}

/* ---- before it goes on ---- */

static void end_at_once(struct task *task)
{
	struct machine *machine = task->machine;
	enum end_reason reason = task->ending;
	if (reason == END_CANCEL) {
		struct error *error =
			error_new("ECANCELED", NULL, "task %u was canceled", task->id);
		call_tell(&task->call, error);
		task_unwind_all(task);
		task->result = value_error(error);
		task_end(task, TASK_CANCELED);
		return;
	}
	if (reason == END_INTERRUPT) {
		bool command = task->in_call && task->call.command != &lengthy_command;
		const char *call = command ? call_name(&task->call) : NULL;
		struct error *error = error_new("EINTR", call, "interrupted");
		place_error(task, error);
		call_tell(&task->call, error);
		report_error(machine, task, error, 0);
		object_release(error);
	}
	main_finish(task, reason == END_INTERRUPT ? OUTCOME_INTERRUPTED : OUTCOME_EXIT, NULL);
}

bool task_resume(struct task *task)
{
	struct machine *machine = task->machine;
	machine->budget = BUDGET;
	machine->slice_until = 0;
	task->state = TASK_RUNNING;
	if (task->awaiting_event) {
		task->awaiting_event = false;
		call_leave(&task->call);
	} else {
		machine->happened = true;
	}
	if (task->crowds && crowd_holds(task))
		return false;
	if (task->ending) {
		end_at_once(task);
		return false;
	}
	return !task->expired || task_expire(task) || uncaught(task);
}

struct error *wait_error(struct task *task)
{
	if (task->wait_deadline == TIME_NEVER || task->call.timed_out ||
	    clock_now() < task->wait_deadline)
		return NULL;
	struct error *error =
		error_errno(ETIMEDOUT, call_name(&task->call), "it waited longer than --timeout");
	call_tell(&task->call, error);
	return error;
}
