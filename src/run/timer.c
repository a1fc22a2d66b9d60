/*
 * timer: deadlines in a binary heap, the earliest at the root.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/grow.h"
#include "run/machine.h"

static void place(struct machine *machine, uint32_t position, struct timer *timer)
{
	machine->heap[position - 1] = timer;
	timer->position = position;
}

static void sift_up(struct machine *machine, uint32_t position, struct timer *timer)
{
	while (position > 1 && machine->heap[position / 2 - 1]->deadline > timer->deadline) {
		place(machine, position, machine->heap[position / 2 - 1]);
		position /= 2;
	}
	place(machine, position, timer);
}

static void sift_down(struct machine *machine, uint32_t position, struct timer *timer)
{
	while (2 * position <= machine->timer_count) {
		uint32_t child = 2 * position;
		struct timer **heap = machine->heap;
		if (child < machine->timer_count &&
		    heap[child]->deadline < heap[child - 1]->deadline)
			child++;
		if (heap[child - 1]->deadline >= timer->deadline)
			break;
		place(machine, position, heap[child - 1]);
		position = child;
	}
	place(machine, position, timer);
}

void timer_clear(struct machine *machine, struct timer *timer)
{
	uint32_t position = timer->position;
	if (!position)
		return;
	timer->position = 0;
	struct timer *last = machine->heap[--machine->timer_count];
	if (last == timer)
		return;
	if (position > 1 && machine->heap[position / 2 - 1]->deadline > last->deadline)
		sift_up(machine, position, last);
	else
		sift_down(machine, position, last);
}

void timer_set(struct machine *machine, struct timer *timer, int64_t deadline)
{
	if (timer->position && timer->deadline == deadline)
		return;
	timer_clear(machine, timer);
	timer->deadline = deadline;
	if (deadline == TIME_NEVER)
		return;
	machine->heap = grow_array(machine->heap, machine->timer_count, &machine->timer_capacity, 8,
				   sizeof(*machine->heap));
	machine->timer_count++;
	sift_up(machine, machine->timer_count, timer);
}

void alarm_set(struct machine *machine, struct alarm *alarm, int64_t deadline,
	       void (*ring)(struct machine *machine, struct alarm *alarm))
{
	alarm->timer.alarm = true;
	alarm->ring = ring;
	timer_set(machine, &alarm->timer, deadline);
}

void alarm_clear(struct machine *machine, struct alarm *alarm)
{
	timer_clear(machine, &alarm->timer);
}

int64_t timers_next(const struct machine *machine)
{
	return machine->timer_count ? machine->heap[0]->deadline : TIME_NEVER;
}

void timers_fire(struct machine *machine)
{
	if (!machine->timer_count)
		return;
	int64_t now = clock_now();
	while (machine->timer_count && machine->heap[0]->deadline <= now) {
		struct timer *timer = machine->heap[0];
		timer_clear(machine, timer);
		if (timer->alarm) {
			struct alarm *alarm = (struct alarm *)timer;
			alarm->ring(machine, alarm);
		} else {
			task_timeout(
				(struct task *)((uintptr_t)timer - offsetof(struct task, timer)));
		}
	}
}
