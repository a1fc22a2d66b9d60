/*
 * failure: tasks that an error has ended while nobody waited for them. Each makes the exit status 1,
 * until somebody waits for it after all. Of those that one task has started the first error is kept,
 * for its wait alone.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "run/machine.h"

#include <stdlib.h>
#include <utlist.h>

struct failures {
	struct task *starter;
	struct error *first; /* NULL: somebody has waited for that task */
	uint32_t count;
	bool shown; /* the first has been */
	struct failures *next;
};

static struct failures *find(const struct task *starter)
{
	struct failures *failures = starter ? starter->machine->failures : NULL;
	while (failures && failures->starter != starter)
		failures = failures->next;
	return failures;
}

static void drop(struct failures *failures)
{
	struct machine *machine = failures->starter->machine;
	LL_DELETE(machine->failures, failures);
	object_release(failures->first);
	free(failures);
}

bool failure_held(const struct task *starter)
{
	const struct failures *failures = find(starter);
	return starter && starter->wait_all && !(failures && failures->first);
}

void failure_note(struct task *task, bool shown)
{
	struct machine *machine = task->machine;
	struct failures *failures = find(task->starter);
	task->failed_alone = true;
	machine->failed_tasks++;
	failed_late(machine);
	if (!task->starter)
		return;
	if (!failures) {
		failures = memory_zeroed(1, sizeof(*failures));
		failures->starter = task->starter;
		LL_PREPEND(machine->failures, failures);
	}
	failures->count++;
	if (failures->first)
		return;
	failures->first = object_retain(task->result.error);
	failures->shown = shown;
}

void failure_waited(struct task *task)
{
	struct failures *failures = find(task->starter);
	if (!task->failed_alone)
		return;
	task->failed_alone = false;
	task->machine->failed_tasks--;
	if (!failures)
		return;
	if (failures->first == task->result.error) {
		object_release(failures->first);
		failures->first = NULL;
	}
	if (--failures->count == 0)
		drop(failures);
}

struct error *failure_take(struct task *starter)
{
	struct failures *failures = find(starter);
	if (!failures)
		return NULL;
	struct error *first = failures->first;
	failures->first = NULL;
	starter->machine->failed_tasks -= failures->count;
	drop(failures);
	return first;
}

void failure_show(struct task *starter)
{
	struct failures *failures = find(starter);
	if (!failures || !failures->first || failures->shown)
		return;
	failures->shown = true;
	report_error(starter->machine, starter, failures->first, 0);
}

void failure_forget(struct task *starter)
{
	struct failures *failures = find(starter);
	if (failures)
		drop(failures);
}
