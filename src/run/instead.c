/*
 * instead: a call of one command that becomes a call of another (apply, builtin).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/operations.h"
#include "run/machine.h"

#include <stdlib.h>
#include <string.h>

/* The index of the command, if there is one. */
static bool find(const struct machine *machine, const char *name, bool builtin, uint32_t *index)
{
	if (!symbol_find(&machine->commands, name, index))
		return false;
	const struct cell *cell = &machine->cells[*index];
	bool known = cell->command && !(cell->command->flags & COMMAND_HIDDEN);
	return known || (cell->definition && !builtin);
}

static enum run unknown(struct call *call, const char *name, bool builtin)
{
	struct machine *machine = call_machine(call);
	struct error *error =
		builtin ? unknown_builtin(machine, name) : unknown_command(task_of(call), name);
	return call_error(call, error);
}

static enum run begin(struct call *call, const char *name, bool spread, bool builtin)
{
	uint32_t index;
	size_t count = call->count - 1u;
	if (spread)
		count += call->arguments[call->count - 1].list->count - 1;
	bool whole = strlen(name) == call->arguments[0].bytes->length; /* no NUL in it */
	if (!whole || !find(call_machine(call), name, builtin, &index))
		return unknown(call, name, builtin);
	if (count > CALL_ARGUMENTS)
		return call_fail(call, "RANGE", "a call has at most %d arguments, not %zu",
				 CALL_ARGUMENTS, count);
	call->done = index;
	call->phase = spread;
	call->manner &= (uint8_t)~CALL_BUILTIN;
	call->manner |= builtin ? CALL_BUILTIN : 0;
	return RUN_CALL;
}

enum run call_instead(struct call *call, bool spread, bool builtin)
{
	const struct bytes *bytes = call->arguments[0].bytes;
	char *name = memory_copy(bytes->data, bytes->length);
	enum run run = begin(call, name, spread, builtin);
	free(name);
	return run;
}

/* The elements of the list that the last value is, in its place. */
static void spread_last(struct task *task)
{
	struct list *list = task->stack[--task->top].list;
	task_reserve(task, (uint32_t)list->count);
	for (size_t i = 0; i < list->count; i++)
		task->stack[task->top++] = value_retain(list_at(list, i));
	object_release(list);
}

uint32_t call_replace(struct task *task, uint32_t *count)
{
	struct call *call = &task->call;
	const uint32_t first = (uint32_t)(call->arguments - task->stack);
	const bool spread = call->phase;
	const uint32_t command = (uint32_t)call->done;
	task->in_call = false;
	call_end(call);
	value_release(task->stack[first]);
	task->top--;
	memmove(task->stack + first, task->stack + first + 1,
		(task->top - first) * sizeof(struct value));
	if (spread)
		spread_last(task);
	*count = task->top - first;
	return command;
}
