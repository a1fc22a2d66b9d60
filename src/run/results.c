/*
 * results: what ended tasks have given. One that can hold tasks may hold its own, or two each other's
 * (t = spawn { take $q }; put $q $t): the machine knows them all, and lets go of them at its end.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "run/machine.h"

#include <utlist.h>

void result_note(struct task *task)
{
	enum value_type type = task->result.type;
	if (type != TYPE_TASK && type != TYPE_LIST && type != TYPE_MAP)
		return;
	task->noted = true;
	DL_APPEND2(task->machine->givers, task, sibling_previous, sibling_next);
}

void result_forget(struct task *task)
{
	if (!task->noted)
		return;
	task->noted = false;
	DL_DELETE2(task->machine->givers, task, sibling_previous, sibling_next);
}

void results_drop(struct machine *machine)
{
	struct task *task;
	while ((task = machine->givers)) {
		struct value result = task->result;
		task->result = VALUE_NIL;
		result_forget(task);
		value_release(result);
	}
}
