/*
 * detach: what main is doing goes on as a task, and main is free for its next unit.
 *
 * Its task stays as it is, with all that waits for it or that it waits for, and gets a number; it is
 * main that is made anew. Its text is the shell's: in c = s.accept, which Ctrl-Z has detached because
 * the client is to be typed next, c is the shell's variable.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "run/machine.h"

#include <utlist.h>

/* As a task that it starts has its own: those that were made current, without those before a dot. */
static void copy_current(struct task *main, struct task *task)
{
	for (uint32_t i = 0; i < task->current.count; i++)
		current_push(main, objects_items(&task->current)[i]);
	for (uint32_t i = 0; i < task->region_count; i++) {
		if (task->regions[i].kind == REGION_DOT)
			current_remove(main, task->regions[i].object);
	}
}

/* The same of its place: without that of a dot. */
static void copy_place(struct task *main, struct task *task)
{
	struct object *place = task->place;
	for (uint32_t i = task->region_count; i-- > 0;) {
		const struct region *region = &task->regions[i];
		if (region->kind == REGION_PLACE && place == region->place)
			place = region->object;
	}
	task_go(main, place);
}

/* Connections belong to the serve that has them, and those that are waited for to whoever waits. */
static void move_children(struct task *main, struct task *task)
{
	for (struct task *child = task->children, *next; child && !task->wait_all; child = next) {
		next = child->sibling_next;
		if (child->connection)
			continue;
		DL_DELETE2(task->children, child, sibling_previous, sibling_next);
		DL_APPEND2(main->children, child, sibling_previous, sibling_next);
		child->starter = main;
	}
	task->starter = main;
	DL_PREPEND2(main->children, task, sibling_previous, sibling_next);
}

void machine_detach(struct machine *machine)
{
	struct task *task = machine->main, *main;
	if (task->state == TASK_DONE || task->ending)
		return;
	main = task_new(machine, NULL, NULL);
	main->state = TASK_DONE;
	copy_current(main, task);
	copy_place(main, task);
	move_children(main, task);
	task->id = series_add(&machine->tasks, task);
	machine->main = main;
	machine->outcome = OUTCOME_DONE;
	if (machine->settling == task) {
		machine->settling = NULL;
		machine->settle_until = 0;
		task_ready(task);
	}
	present_detached(task);
}
