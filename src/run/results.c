/*
 * results: what ended tasks have given. One that can hold tasks may hold its own, or two each other's
 * (t = spawn { take $q }; put $q $t): the machine knows them all, and lets go of them at its end.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "run/machine.h"

#include <utlist.h>

static bool can_hold_tasks(struct value value)
{
	return value.type == TYPE_TASK || value.type == TYPE_LIST || value.type == TYPE_MAP;
}

void result_note(struct task *task)
{
	if (can_hold_tasks(task->result))
		DL_APPEND2(task->machine->givers, task, sibling_previous, sibling_next);
}

void result_forget(struct task *task)
{
	if (can_hold_tasks(task->result))
		DL_DELETE2(task->machine->givers, task, sibling_previous, sibling_next);
	struct value result = task->result;
	task->result = VALUE_NIL;
	machine_release(task->machine, result);
}

void results_drop(struct machine *machine)
{
	while (machine->givers)
		result_forget(machine->givers);
}
