/*
 * call: the beginning of a command's call, what its exec ends with, and its end.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/names.h"
#include "run/machine.h"

#include <stdio.h>

struct task *call_task(const struct call *call)
{
	return task_of(call);
}

struct machine *call_machine(const struct call *call)
{
	return task_of(call)->machine;
}

const char *call_name(const struct call *call)
{
	return call->manner & CALL_SERVES ? "serve" : call->command->name;
}

/* The third word of the instruction that made it. */
uint32_t call_target(const struct call *call)
{
	return task_of(call)->pc[2];
}

struct source *call_place(const struct call *call, uint32_t *offset)
{
	const struct task *task = task_of(call);
	*offset = task->code->offsets[task->pc - task->code->words];
	return task->code->source;
}

/* ---- the beginning ---- */

bool call_begin(struct task *task, const struct command *command, unsigned count,
		struct shape *shape)
{
	struct call *call = &task->call;
	task_reserve(task, (count < shape->fixed ? shape->fixed - count : 0u) + shape->values);
	call->command = command;
	call->arguments = task->stack + task->top - count;
	call->count = call->values = (uint16_t)count;
	call->phase = 0;
	call->options = 0;
	call->journaled = call->timed_out = call->waited = false;
	call->subject = call->state = NULL;
	call->done = 0;
	call->began = 0;
	call->until = task->wait_deadline = TIME_NEVER;
	call->result = VALUE_NIL;
	task->in_call = true;
	bool bound = task->machine->hooks.bind(call, shape);
	task->top = (uint32_t)(call->arguments - task->stack) + call->values;
	return bound;
}

/* ---- what exec ends with ---- */

enum run call_return(struct call *call, struct value value)
{
	call->result = value;
	return RUN_DONE;
}

enum run call_error(struct call *call, struct error *error)
{
	call->error = error;
	return RUN_FAIL;
}

void call_report(struct call *call)
{
	const struct task *task = task_of(call);
	struct error *error = call_explained(call);
	report_error(task->machine, task, error, EVENT_OF_CLIENT);
	object_release(error);
	call->result = VALUE_NIL;
}

static struct bytes *detail(const char *format, va_list arguments)
{
	struct buffer buffer = {0};
	buffer_vformat(&buffer, format, arguments);
	return bytes_from(&buffer);
}

enum run call_errno(struct call *call, const char *name, int number, const char *format, ...)
{
	call->error = error_errno(number, name, NULL);
	if (format) {
		va_list arguments;
		va_start(arguments, format);
		call->error->detail = detail(format, arguments);
		va_end(arguments);
	}
	return RUN_FAIL;
}

enum run call_fail(struct call *call, const char *name, const char *format, ...)
{
	call->error = error_new(name, call->command->name, NULL);
	if (format) {
		va_list arguments;
		va_start(arguments, format);
		call->error->detail = detail(format, arguments);
		va_end(arguments);
	}
	return RUN_FAIL;
}

/* ---- the end ---- */

/* An error that has a place already is another's, which this call has only passed on. */
struct error *call_explained(struct call *call)
{
	struct machine *machine = task_of(call)->machine;
	if (machine->hooks.explain && !call->error->source)
		machine->hooks.explain(call);
	return call->error;
}

void call_tell(struct call *call, struct error *error)
{
	if (task_of(call)->in_call && call->command->abandon)
		call->command->abandon(call, error);
}

void call_abandon(struct call *call)
{
	struct task *task = task_of(call);
	if (!task->in_call)
		return;
	task->in_call = false;
	if (task->wait_all)
		failure_show(task);
	task->wait_all = false;
	call_end(call);
}
