/*
 * spawn: new tasks: those of spawn, and the connections of serve.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "run/machine.h"
#include "run/operate.h"

#include <inttypes.h>

static struct task *begin(struct task *starter, struct code *code)
{
	struct machine *machine = starter->machine;
	struct task *task = task_new(machine, starter, code);
	for (uint32_t i = 0; i < code->capture_count; i++) {
		const struct capture *capture = &code->captures[i];
		struct value value = VALUE_UNSET;
		if (capture->from != CAPTURE_GLOBAL)
			value = starter->stack[starter->base + capture->local];
		if (capture->from == CAPTURE_GLOBAL ||
		    (capture->from == CAPTURE_EITHER && value.type == TYPE_UNSET))
			value = machine->global_values[capture->global];
		task->stack[capture->to] = value_retain(value);
	}
	struct object *current = task_current(starter);
	if (current)
		current_push(task, current);
	task_go(task, task_place(starter));
	task->dropped = spawn_dropped(starter);
	task->evaluates = task_evaluates(starter);
	task->onlooks = starter->onlooks;
	present_begin(starter, task);
	task_ready(task);
	return object_retain(task);
}

/* Tasks that start tasks for ever would take all memory before a deadline of theirs passes. */
struct error *spawn(struct task *starter, struct code *code, struct task **task)
{
	const struct machine *machine = starter->machine;
	const uint32_t set = machine->settings.tasks_most, most = set ? set : TASKS_MOST;
	if (machine->tasks.live >= most)
		return error_new("RANGE", "spawn",
				 "%" PRIu32 " tasks live, and no more may at once", most);
	*task = begin(starter, code);
	return NULL;
}

/* ---- serve: so many descriptors there are, so many connections ---- */

void serve_begin(struct task *task)
{
	struct object *listener = task_current(task);
	region_push(task, REGION_SERVE)->object = listener ? object_retain(listener) : NULL;
}

void serve_call(struct task *task)
{
	struct object *listener = task->regions[task->region_count - 1].object;
	if (listener)
		call_on(&task->call, listener);
}

void serve_spawn(struct task *task, struct code *code, struct value socket)
{
	struct task *connection = begin(task, code);
	connection->connection = connection->dropped = true;
	if (code->parameter_count)
		slot_replace(connection->machine, &connection->stack[0], value_retain(socket));
	current_push(connection, socket.object);
	task_own(connection, socket.object);
	value_release(socket);
	object_release(connection);
}
