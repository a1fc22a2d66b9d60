/*
 * present: what statements of the top level show, how they and tasks end, and errors that nothing
 * caught: written to the journal, for whoever shows it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/operations.h"
#include "run/machine.h"
#include "run/operate.h"

static void write_value(struct task *task, struct value value)
{
	struct journal *journal = task->machine->journal;
	if (!journal_wants(journal, EVENT_VALUE))
		return;
	struct event event = {.kind = EVENT_VALUE, .flags = EVENT_TOP, .task = task->id};
	event.source = task_statement(task, &event.offset);
	event.value = argument_value(value);
	journal_write(journal, &event);
}

static void write_statement(const struct task *main, const struct code *code, uint32_t statement,
			    struct event_end end)
{
	struct event event = {
		.kind = EVENT_STATEMENT_END,
		.flags = EVENT_TOP,
		.offset = code->offsets[statement],
		.source = code->source,
		.end = end,
	};
	journal_write(main->machine->journal, &event);
}

void present_stop(const struct task *main, const struct code *code, uint32_t statement,
		  enum ended how, const struct error *error)
{
	if (code->kind == CODE_UNIT && journal_wants(main->machine->journal, EVENT_STATEMENT_END))
		write_statement(main, code, statement,
				(struct event_end){.how = how, .error = error});
}

/* $_ at a prompt, whose text has no name. */
static void remember(struct task *task, struct value value)
{
	const struct code *code = task->code;
	if (code->kind == CODE_UNIT && code->source && !code->source->name)
		machine_set_global(task->machine, "_", value_retain(value));
}

void present_value(struct task *task, uint32_t mode, struct value value)
{
	const struct call *call = &task->call;
	if (value.type != TYPE_NIL)
		remember(task, value);
	bool called = mode == SHOW_CALL && call->command && call->journaled;
	if (!called && value.type != TYPE_NIL)
		write_value(task, value);
	if (called || value.type != TYPE_NIL)
		task->announced = false; /* its end has been seen */
	machine_release(task->machine, value);
}

void present_statement(struct task *task, uint32_t mode, struct value value)
{
	const struct machine *machine = task->machine;
	bool wanted = task == machine->main && journal_wants(machine->journal, EVENT_STATEMENT_END);
	if (task != machine->main && !task->frame_count) /* it was detached */
		slot_replace(task->machine, &task->result, value_retain(value));
	struct value given = wanted ? value_retain(value) : VALUE_NIL;
	if (mode == SHOW_NOTHING)
		machine_release(task->machine, value);
	else
		present_value(task, mode, value);
	if (wanted)
		write_statement(task, task->code, task->statement,
				(struct event_end){ENDED_DONE, argument_value(given), NULL});
	machine_release(task->machine, given);
}

static void write_line(struct task *task, enum event_kind kind, struct buffer *text)
{
	struct event event = {.kind = kind, .flags = EVENT_TOP, .task = task->id};
	event.source = task_statement(task, &event.offset);
	event.text = buffer_cstring(text);
	journal_write(task->machine->journal, &event);
}

/* Says what it waits for. */
static void announce(struct task *task)
{
	struct buffer text = {0};
	if (!journal_wants(task->machine->journal, EVENT_WAIT))
		return;
	task_describe(task, &text);
	write_line(task, EVENT_WAIT, &text);
	buffer_free(&text);
	task->announced = true;
}

void present_task(struct value value)
{
	struct task *started = (struct task *)value.object;
	if (started->state < TASK_DONE)
		announce(started);
}

static void write_begin(const struct task *task, uint32_t starter)
{
	struct journal *journal = task->machine->journal;
	if (!journal_wants(journal, EVENT_TASK_BEGIN))
		return;
	struct event event = {.kind = EVENT_TASK_BEGIN, .task = task->id};
	event.source = task_statement(task, &event.offset);
	event.begun = (struct event_task){task->code->name, starter};
	journal_write(journal, &event);
}

void present_begin(const struct task *starter, const struct task *task)
{
	write_begin(task, starter->id);
}

void present_detached(struct task *task)
{
	write_begin(task, 0);
	announce(task);
}

static void write_end(const struct task *task)
{
	struct event event = {.kind = EVENT_TASK_END, .task = task->id};
	event.source = task_statement(task, &event.offset);
	bool done = task->state == TASK_DONE;
	event.end.how = done                         ? ENDED_DONE
			: task->state == TASK_FAILED ? ENDED_FAILED
						     : ENDED_CANCELED;
	if (done)
		event.end.value = argument_value(task->result);
	else
		event.end.error = task->result.error;
	journal_write(task->machine->journal, &event);
}

void present_end(struct task *task)
{
	const struct journal *journal = task->machine->journal;
	if (task->state == TASK_DONE && task->announced && journal_wants(journal, EVENT_NOTICE)) {
		struct buffer text = {0};
		buffer_format(&text, "%s: done", task->code->name);
		write_line(task, EVENT_NOTICE, &text);
		buffer_free(&text);
	}
	if (journal_wants(journal, EVENT_TASK_END))
		write_end(task);
}

void report_error(struct machine *machine, const struct task *task, const struct error *error,
		  unsigned flags)
{
	if (!journal_wants(machine->journal, EVENT_ERROR))
		return;
	struct event event = {.kind = EVENT_ERROR, .flags = flags, .task = task->id};
	event.error = error;
	journal_write(machine->journal, &event);
}
