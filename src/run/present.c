/*
 * present: what statements of the top level show, and errors that nothing caught: written to the
 * journal, for whoever shows it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/operations.h"
#include "run/machine.h"

static void write_value(struct task *task, struct value value)
{
	struct journal *journal = task->machine->journal;
	if (!journal_wants(journal, EVENT_VALUE))
		return;
	struct event event = {.kind = EVENT_VALUE, .flags = EVENT_TOP, .task = task->id};
	event.value = argument_value(value);
	journal_write(journal, &event);
}

void present_value(struct task *task, uint32_t mode, struct value value)
{
	const struct call *call = &task->call;
	bool called = mode == SHOW_CALL && call->command && call->journaled;
	if (!called && value.type != TYPE_NIL)
		write_value(task, value);
	if (called || value.type != TYPE_NIL)
		task->announced = false; /* its end has been seen */
	value_release(value);
}

static void write_line(struct task *task, enum event_kind kind, struct buffer *text)
{
	struct event event = {.kind = kind, .flags = EVENT_TOP, .task = task->id};
	event.text = buffer_cstring(text);
	journal_write(task->machine->journal, &event);
}

void present_task(struct task *task, struct value value)
{
	struct task *started = (struct task *)value.object;
	if (started->state < TASK_DONE && journal_wants(task->machine->journal, EVENT_WAIT)) {
		struct buffer text = {0};
		task_describe(started, &text);
		write_line(started, EVENT_WAIT, &text);
		buffer_free(&text);
		started->announced = true;
	}
	value_release(value);
}

void present_end(struct task *task)
{
	if (!task->announced || !journal_wants(task->machine->journal, EVENT_NOTICE))
		return;
	struct buffer text = {0};
	buffer_format(&text, "%s: done", task->code->name);
	write_line(task, EVENT_NOTICE, &text);
	buffer_free(&text);
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
