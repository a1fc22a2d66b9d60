/*
 * onlooker: see handsh/onlooker.h.
 *
 * A task whose call is to be looked at leaves the machine at the call's end, with all that it has, and
 * whoever runs it runs the onlooker before it goes on: nobody else comes between, so what tasks rely on
 * between two places where they change stays true.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/onlooker.h"

#include <time.h>
#include <utlist.h>

#include "run/interlude.h"
#include "run/operate.h"

#define LOOK_LIMIT (NANOSECONDS / 50)  /* for a condition that computes for long */
#define LOOK_SHORT (NANOSECONDS / 250) /* after every call, however many there are */

struct error *onlooker_begin(struct machine *machine, struct code *code, struct task **task)
{
	struct task *main = machine->main;
	struct error *error = spawn(main, code, task);
	if (error)
		return error;
	DL_DELETE2(main->children, *task, sibling_previous, sibling_next);
	(*task)->starter = NULL;
	(*task)->evaluates = (*task)->onlooks = true;
	object_release(machine->onlooker);
	machine->onlooker = object_retain(*task);
	return NULL;
}

void onlooker_leave(struct task *task)
{
	struct machine *machine = task->machine;
	if (task != machine->onlooker)
		return;
	machine->onlooker = NULL;
	object_release(onlooker_note(machine, false));
	object_release(task);
}

bool onlooker_lives(const struct machine *machine)
{
	return machine->onlooker;
}

bool task_looks_on(const struct task *task)
{
	return task->onlooks;
}

void onlooker_look(struct machine *machine, uint32_t id)
{
	struct task *task = id ? task_find(machine, id) : machine->main;
	if (task && task->state == TASK_RUNNING && task->in_call)
		task->call.manner |= CALL_ASIDE;
}

/* It has rested, or has been woken. */
static bool can_look(const struct task *task)
{
	return task->state == TASK_READY || (task->state == TASK_WAITING && task->awaiting_event);
}

/* Of the processor: other programs that have it meanwhile are no fault of the condition's. */
static int64_t time_used(void)
{
	struct timespec time;
	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
	return time.tv_sec * NANOSECONDS + time.tv_nsec;
}

/* What takes longer has half of the time, so that others come forward: it may miss a state. */
void onlooker_run(struct machine *machine)
{
	struct task *task = machine->onlooker;
	if (!task || !can_look(task) || (machine->look_after && clock_now() < machine->look_after))
		return;
	int64_t began = time_used(), took;
	object_retain(task);
	do {
		if (task->state == TASK_READY)
			task_unready(task);
		task_run(task);
		took = time_used() - began;
	} while (task->state == TASK_READY && took < LOOK_LIMIT);
	machine->look_after = took > LOOK_SHORT ? clock_now() + took : 0;
	object_release(task);
}

/* ---- notes ---- */

struct list *onlooker_note(struct machine *machine, bool on)
{
	struct list *notes = machine->notes;
	machine->notes = on ? list_new(0) : NULL;
	return notes;
}

void note_take(struct machine *machine, struct value about, const struct value *top)
{
	bool sides = list_at(about.list, 0).integer == NOTE_SIDES;
	struct list *note = list_append(list_new(0), value_retain(about));
	if (sides)
		note = list_append(note, value_retain(top[-2]));
	note = list_append(note, value_retain(top[-1]));
	machine->notes = list_append(machine->notes, value_object(TYPE_LIST, note));
}
