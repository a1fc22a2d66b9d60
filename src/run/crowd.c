/*
 * crowd: tasks that show more than is taken. Nothing can stop them in the midst of a call, so they
 * are stopped where tasks change places.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "run/machine.h"

void machine_crowd(struct machine *machine, uint32_t id, uint8_t place)
{
	struct task *task = id ? task_find(machine, id) : machine->main;
	machine->crowded |= place;
	if (!task)
		return; /* its end was the last that it showed */
	task->crowds |= place;
	if (task->state == TASK_RUNNING)
		machine->budget = 0;
}

void machine_uncrowd(struct machine *machine, uint8_t place)
{
	struct call *call;
	machine->crowded &= (uint8_t)~place;
	while ((call = machine->holding.first)) {
		struct task *task = task_of(call);
		call_leave(call);
		if (task->state == TASK_WAITING)
			task_ready(task);
	}
}

bool crowd_holds(struct task *task)
{
	struct machine *machine = task->machine;
	if (task->held)
		call_leave(&task->call);
	task->held = false;
	if (!(task->crowds & machine->crowded) || task->ending || task->expired) {
		task->crowds = 0;
		return false;
	}
	if (task->in_call) { /* which may stand in another queue: it ends first */
		machine->budget = 0;
		return false;
	}
	task->state = TASK_WAITING;
	task->held = true;
	call_enqueue(&task->call, &machine->holding);
	task_arm(task);
	return true;
}
