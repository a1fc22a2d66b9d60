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
#include "run/operate.h"

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
		if (task->result.type == TYPE_UNSET)
			task->result = value;
		else /* it was detached: what its last statement gave */
			value_release(value);
		task_end(task, TASK_DONE);
	}
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

bool task_uncaught(struct task *task, struct error *error)
{
	struct machine *machine = task->machine;
	if (task != machine->main) {
		slot_replace(task->machine, &task->result, value_error(error));
		task_end(task, TASK_FAILED);
		return false;
	}
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
	peer_name(task, error, task->region_count);
	place_error(task, error);
	call_abandon(&task->call);
	return task_depart(task, (struct departure){DEPART_THROW, 0}, value_error(error));
}

/* ---- ended from outside ---- */

/* What waits for a canceled task gets this, unless a block of finally fails. */
static void tell_canceled(struct task *task)
{
	struct error *error = error_new("ECANCELED", NULL, "task %u was canceled", task->id);
	call_tell(&task->call, error);
	slot_replace(task->machine, &task->result, value_error(error));
}

static void tell_interrupted(struct task *task)
{
	bool command = task->in_call && task->call.command != &lengthy_command;
	const char *call = command ? call_name(&task->call) : NULL;
	struct error *error = error_new("EINTR", call, "interrupted");
	place_error(task, error);
	call_tell(&task->call, error);
	report_error(task->machine, task, error, 0);
	object_release(error);
}

bool task_end_early(struct task *task)
{
	if (task->ending == END_CANCEL)
		tell_canceled(task);
	else if (task->ending == END_INTERRUPT)
		tell_interrupted(task);
	call_abandon(&task->call);
	return task_depart(task, (struct departure){DEPART_END, 0}, VALUE_NIL);
}

bool task_exit(struct task *task)
{
	if (task->ending == END_NOT)
		task->ending = END_EXIT;
	call_abandon(&task->call);
	return task_depart(task, (struct departure){DEPART_END, 0}, VALUE_NIL);
}

void failed_late(struct machine *machine)
{
	if (machine->exiting && !machine->status)
		machine->status = 1;
}

/* The error of a finally that nobody can wait for. */
static void tell_late(struct task *task, struct value error)
{
	if (error.type == TYPE_ERROR) {
		report_error(task->machine, task, error.error, 0);
		failed_late(task->machine);
	}
	value_release(error);
}

void task_ended(struct task *task, struct value value)
{
	enum end_reason reason = task->ending;
	if (reason == END_CANCEL && value.type == TYPE_ERROR) {
		slot_replace(task->machine, &task->result, value);
		task_end(task, TASK_FAILED);
	} else if (reason == END_CANCEL) {
		task_end(task, TASK_CANCELED);
	} else {
		tell_late(task, value);
		if (task == task->machine->main)
			main_finish(task,
				    reason == END_INTERRUPT ? OUTCOME_INTERRUPTED : OUTCOME_EXIT,
				    NULL);
		else
			task_end(task, TASK_DONE);
	}
}

/* ---- before it goes on ---- */

bool task_resume(struct task *task)
{
	struct machine *machine = task->machine;
	if (!machine->goes_on) {
		machine->budget = BUDGET;
		machine->slice_until = 0;
	}
	machine->goes_on = false;
	task->state = TASK_RUNNING;
	if (task->awaiting_event || task->watching) {
		task->awaiting_event = task->watching = false;
		call_leave(&task->call);
	} else if (!task_evaluates(task)) {
		machine->happened = true;
	}
	if (task->crowds && crowd_holds(task))
		return false;
	if (task->ending && !task_in_finally(task))
		return task_end_early(task);
	return !task->expired || task_expire(task);
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
