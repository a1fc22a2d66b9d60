/*
 * schedule: rounds. Each task that was woken runs until it waits or its budget ends; who computes
 * longer goes on after them, as long as a slice lasts; then timers, then epoll. So a message waits
 * for a slice at most, however many tasks compute. Before all others come those whose deadline has
 * passed, or that are to end.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "run/interlude.h"

#define TIME_SLICE (NANOSECONDS / 1000) /* of a task that computes, until another one runs */
#define SETTLE_LIMIT (NANOSECONDS / 50) /* for tasks that never wait */
#define READY_LIMIT (NANOSECONDS / 100) /* of those that can run, between two looks at timers */
#define READY_LOOK 64                   /* tasks between two looks at the clock */

bool slice_over(struct machine *machine)
{
	int64_t now = clock_now();
	if (!machine->slice_until)
		machine->slice_until = now + TIME_SLICE;
	return now >= machine->slice_until;
}

static void enqueue(struct task_queue *queue, struct task *task)
{
	task->state = TASK_READY;
	task->next = NULL;
	if (queue->last)
		queue->last->next = task;
	else
		queue->first = task;
	queue->last = task;
}

/* False: it is not among them. */
static bool leave_queue(struct task_queue *queue, struct task *task)
{
	struct task *before = NULL, *at = queue->first;
	for (; at && at != task; at = at->next)
		before = at;
	if (!at)
		return false;
	if (before)
		before->next = task->next;
	else
		queue->first = task->next;
	if (queue->last == task)
		queue->last = before;
	if (queue->end == task)
		queue->end = before;
	return true;
}

void task_unready(struct task *task)
{
	struct machine *machine = task->machine;
	(void)(leave_queue(&machine->urgent, task) || leave_queue(&machine->ready, task) ||
	       leave_queue(&machine->spent, task));
}

static struct task *dequeue(struct task_queue *queue)
{
	struct task *task = queue->first;
	queue->first = task->next;
	if (!queue->first)
		queue->last = NULL;
	return task;
}

void task_ready(struct task *task)
{
	enqueue(&task->machine->ready, task);
}

void task_yield(struct task *task)
{
	enqueue(&task->machine->spent, task);
}

void task_hurry(struct task *task)
{
	if (task->state == TASK_WAITING)
		enqueue(&task->machine->urgent, task);
	else if (task->state == TASK_READY)
		task->machine->hurried = true;
}

/* Those that computed when they were told to hurry. */
static void bring_forward(struct machine *machine)
{
	struct task_queue spent = machine->spent;
	machine->spent = (struct task_queue){0};
	machine->hurried = false;
	while (spent.first) {
		struct task *task = dequeue(&spent);
		bool urgent = task->expired || task->ending;
		enqueue(urgent ? &machine->urgent : &machine->spent, task);
	}
}

static void let_next_run(struct machine *machine, struct task_queue *queue)
{
	struct task *task = dequeue(queue);
	if (task == queue->end)
		queue->end = NULL;
	task_run(task);
	while (machine->interrupted) {
		const int budget = machine->budget;
		const int64_t slice_until = machine->slice_until;
		machine->interrupted = NULL;
		onlooker_run(machine);
		machine->budget = budget;
		machine->slice_until = slice_until;
		machine->goes_on = true;
		task_run(task);
	}
}

/*
 * Those that are in the queue now; those that come into it are of the next round. When there are so
 * many, or they compute so long, that deadlines would pass in between, the others are of the next
 * round too.
 */
static void run_queue(struct machine *machine, struct task_queue *queue)
{
	int64_t until = 0;
	queue->end = queue->last;
	for (unsigned run = 1; queue->end; run++) {
		let_next_run(machine, queue);
		if (!machine->slice_until && run % READY_LOOK)
			continue;
		int64_t now = clock_now();
		if (!until)
			until = now + READY_LIMIT;
		if (now >= until)
			queue->end = NULL;
	}
}

/* At least one, so that no stream of messages keeps them from running. */
static void run_spent(struct machine *machine)
{
	struct task_queue *queue = &machine->spent;
	queue->end = queue->last;
	int64_t until = queue->end ? clock_now() + TIME_SLICE : 0;
	while (queue->end) {
		let_next_run(machine, queue);
		if (clock_now() >= until)
			queue->end = NULL;
	}
}

static void run_tasks(struct machine *machine)
{
	if (machine->hurried)
		bring_forward(machine);
	run_queue(machine, &machine->urgent);
	run_queue(machine, &machine->ready);
	run_spent(machine);
}

static bool can_run(const struct machine *machine)
{
	return machine->urgent.first || machine->ready.first || machine->spent.first;
}

/* For as long as tasks have run, at least a slice: what they leave is not more than can be freed. */
static void clear_refuse(struct machine *machine, int64_t began)
{
	int64_t now = clock_now(), ran = now - began;
	refuse_clear(machine, now + (ran > TIME_SLICE ? ran : TIME_SLICE));
}

static void wake_awaiting(struct machine *machine)
{
	machine->happened = false;
	struct call *call;
	while ((call = machine->awaiting.first)) {
		struct task *task = task_of(call);
		call_leave(call);
		if (task->state == TASK_WAITING)
			task_ready(task);
	}
}

bool task_settles(struct task *task, bool announcing)
{
	struct machine *machine = task->machine;
	task->settled = !task->settled;
	if (!task->settled)
		return false;
	if (task != machine->main || !machine->tasks.live) {
		task->settled = false;
		return false;
	}
	task->state = TASK_READY;
	machine->settling = task;
	machine->announcing = announcing;
	return true;
}

/*
 * Main goes on with its statement when the others all wait, or one of them never will: then before
 * those, however many they have become, for it has waited for them.
 */
static void settle_round(struct machine *machine)
{
	int64_t now = clock_now();
	if (!machine->settle_until)
		machine->settle_until = now + SETTLE_LIMIT;
	loop_poll(machine, 0);
	if (can_run(machine) && now < machine->settle_until)
		return;
	struct task *main = machine->settling;
	machine->settling = NULL;
	machine->settle_until = 0;
	enqueue(&machine->urgent, main);
}

static void poll_round(struct machine *machine, int64_t timeout)
{
	if (machine->hooks.before_poll)
		machine->hooks.before_poll(machine);
	if (can_run(machine) || refuse_waits(machine)) {
		timeout = 0;
	} else if (timers_next(machine) != TIME_NEVER) {
		int64_t left = timers_next(machine) - clock_now();
		if (left < timeout)
			timeout = left < 0 ? 0 : left;
	}
	loop_poll(machine, timeout);
}

void machine_round(struct machine *machine, int64_t timeout)
{
	if (machine->happened && machine->awaiting.first)
		wake_awaiting(machine);
	if (machine->settling)
		settle_round(machine);
	else
		poll_round(machine, timeout);
	timers_fire(machine);
	int64_t began = refuse_waits(machine) ? clock_now() : 0;
	run_tasks(machine);
	if (refuse_waits(machine))
		clear_refuse(machine, began ? began : clock_now());
}

void machine_start(struct machine *machine, struct code *code)
{
	struct task *main = machine->main;
	main->code = object_retain(code);
	main->pc = code->words;
	main->base = 0;
	main->settled = false;
	task_reserve(main, code->stack);
	while (main->top < code->local_count)
		main->stack[main->top++] = VALUE_UNSET;
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
	run_queue(machine, &machine->ready); /* most units end here, without a look at the loop */
	while (machine_outcome(machine) == OUTCOME_BUSY)
		machine_round(machine, TIME_NEVER);
	return machine->outcome;
}

void machine_end(struct machine *machine)
{
	struct task *task = NULL;
	int64_t now;
	onlooker_run(machine); /* at what has happened since the latest call */
	machine_hurry(machine);
	while ((task = task_next(machine, task)))
		task_cancel(machine, task);
	machine_interrupt(machine);
	while ((machine->tasks.live || machine->main->state != TASK_DONE) &&
	       (now = clock_now()) < machine->ends_at)
		machine_round(machine, machine->ends_at - now);
}

void machine_interrupt(struct machine *machine)
{
	struct task *main = machine->main;
	if (main->state == TASK_DONE)
		return;
	if (main->ending == END_NOT)
		main->ending = END_INTERRUPT;
	task_hurry(main);
}
