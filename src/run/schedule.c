/*
 * schedule: turns: every ready task until it waits or its budget ends, then timers, then epoll.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "run/machine.h"

#define SETTLE_LIMIT (NANOSECONDS / 50) /* for tasks that never wait */

bool slice_over(struct machine *machine)
{
	int64_t now = clock_now();
	if (!machine->slice_until)
		machine->slice_until = now + SLICE;
	return now >= machine->slice_until;
}

static struct task *take_ready(struct machine *machine)
{
	struct task *task = machine->ready_first;
	machine->ready_first = task->ready_next;
	if (!machine->ready_first)
		machine->ready_last = NULL;
	return task;
}

/* Those that are ready now; those that become so have the next turn. */
static void run_ready(struct machine *machine)
{
	struct task *last = machine->ready_last;
	bool more = last != NULL;
	while (more) {
		struct task *task = take_ready(machine);
		more = task != last;
		task_run(task);
	}
}

static void wake_awaiting(struct machine *machine)
{
	machine->happened = false;
	struct call *call;
	while ((call = machine->awaiting.first)) {
		struct task *task = task_of(call);
		call_end(call);
		if (task->state == TASK_WAITING)
			task_ready(task);
	}
}

/* Main goes on with its statement when the others all wait, or one of them never will. */
static void settle_turn(struct machine *machine)
{
	int64_t now = clock_now();
	if (!machine->settle_until)
		machine->settle_until = now + SETTLE_LIMIT;
	loop_poll(machine, 0);
	if (machine->ready_first && now < machine->settle_until)
		return;
	struct task *main = machine->settling;
	machine->settling = NULL;
	machine->settle_until = 0;
	task_ready(main);
}

static void poll_turn(struct machine *machine, int64_t timeout)
{
	if (machine->ready_first) {
		timeout = 0;
	} else if (timers_next(machine) != TIME_NEVER) {
		int64_t left = timers_next(machine) - clock_now();
		if (left < timeout)
			timeout = left < 0 ? 0 : left;
	}
	machine->host->before_poll(machine);
	loop_poll(machine, timeout);
}

void machine_turn(struct machine *machine, int64_t timeout)
{
	if (machine->happened && machine->awaiting.first)
		wake_awaiting(machine);
	if (machine->settling)
		settle_turn(machine);
	else
		poll_turn(machine, timeout);
	timers_fire(machine);
	run_ready(machine);
}

void machine_start(struct machine *machine, struct code *code)
{
	struct task *main = machine->main;
	main->code = object_retain(code);
	main->pc = code->words;
	main->base = 0;
	main->settled = false;
	task_reserve(main, code->stack);
	machine->outcome = OUTCOME_BUSY;
	task_ready(main);
}

enum outcome machine_outcome(const struct machine *machine)
{
	if (machine->main->state != TASK_DONE)
		return OUTCOME_BUSY;
	if (machine->exiting)
		return OUTCOME_EXIT;
	return machine->outcome;
}

enum outcome machine_run(struct machine *machine, struct code *code)
{
	machine_start(machine, code);
	run_ready(machine); /* most units end here, without a look at the loop */
	while (machine_outcome(machine) == OUTCOME_BUSY)
		machine_turn(machine, TIME_NEVER);
	return machine->outcome;
}

void machine_settle(struct machine *machine)
{
	int64_t until = clock_now() + SETTLE_LIMIT;
	do {
		run_ready(machine);
		timers_fire(machine);
		loop_poll(machine, 0);
	} while (machine->ready_first && clock_now() < until);
}

void machine_interrupt(struct machine *machine)
{
	struct task *main = machine->main;
	if (main->state == TASK_DONE)
		return;
	if (main->ending == END_NOT)
		main->ending = END_INTERRUPT;
	if (main->state == TASK_WAITING)
		task_ready(main);
}
