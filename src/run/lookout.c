/*
 * lookout: tasks that wait for a condition which only an assignment to one of the shell's variables
 * can change. An assignment wakes those that look out for its variable; where nobody looks out for
 * any it asks for one count, and nothing else.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/grow.h"
#include "run/machine.h"

#include <stdlib.h>
#include <string.h>
#include <utlist.h>

/* A place in the list of those that look out for one variable. */
struct outlook {
	struct lookout *lookout;
	uint32_t global;
	struct outlook *previous, *next;
};

struct lookout {
	struct task *task;
	uint32_t count;
	struct outlook outlooks[];
};

/* Every variable up to that one has its list. */
static void grow_lists(struct machine *machine, uint32_t global)
{
	uint32_t old = machine->outlook_capacity;
	if (global < old)
		return;
	machine->outlook_capacity = (uint32_t)grow_capacity(old, global + 1, 16);
	machine->outlooks = memory_resize(machine->outlooks,
					  machine->outlook_capacity * sizeof(struct outlook *));
	memset(machine->outlooks + old, 0,
	       (machine->outlook_capacity - old) * sizeof(struct outlook *));
}

struct lookout *lookout_open(struct task *task, const struct list *globals)
{
	struct machine *machine = task->machine;
	uint32_t count = (uint32_t)globals->count;
	struct lookout *lookout =
		memory_allocate(sizeof(*lookout) + count * sizeof(struct outlook));
	lookout->task = task;
	lookout->count = count;
	for (uint32_t i = 0; i < count; i++) {
		struct outlook *outlook = &lookout->outlooks[i];
		outlook->lookout = lookout;
		outlook->global = (uint32_t)list_at(globals, i).integer;
		grow_lists(machine, outlook->global);
		DL_APPEND2(machine->outlooks[outlook->global], outlook, previous, next);
	}
	machine->looked_for += count;
	return lookout;
}

void lookout_close(struct lookout *lookout)
{
	if (!lookout)
		return;
	struct machine *machine = lookout->task->machine;
	for (uint32_t i = 0; i < lookout->count; i++) {
		struct outlook *outlook = &lookout->outlooks[i];
		DL_DELETE2(machine->outlooks[outlook->global], outlook, previous, next);
	}
	machine->looked_for -= lookout->count;
	free(lookout);
}

/* Each looks out anew when it has found that it must wait on. */
void lookouts_wake(struct machine *machine, uint32_t global)
{
	while (global < machine->outlook_capacity && machine->outlooks[global]) {
		struct task *task = machine->outlooks[global]->lookout->task;
		struct region *region = &task->regions[task->region_count - 1];
		lookout_close(region->lookout);
		region->lookout = NULL;
		if (task->state == TASK_WAITING && task->watching)
			task_ready(task);
	}
}
