/*
 * loop: descriptors in epoll(7). A watch that calls wait for is armed once, edge-triggered, and
 * what is ready is remembered in it. Events carry a slot and its generation: one for a watch that
 * is gone is dropped, also when it stands in the batch being read.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/grow.h"
#include "run/machine.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <time.h>
#include <unistd.h>

#ifdef HANDSH_STRESS
#define EVENTS_MAX 2
#else
#define EVENTS_MAX 512
#endif

bool loop_open(struct machine *machine)
{
	machine->epoll = descriptor_aside(epoll_create1(EPOLL_CLOEXEC));
	return machine->epoll >= 0;
}

void loop_close(struct machine *machine)
{
	close(machine->epoll);
	free(machine->slots);
	free(machine->free_slots);
	free(machine->heap);
}

void watch_open(struct watch *watch, int fd)
{
	*watch = (struct watch){.fd = fd, .ready = 1 << WAIT_READ | 1 << WAIT_WRITE};
	watch->queues = watch->own;
}

void watch_open_copy(struct watch *watch, int fd, const struct watch *other)
{
	watch_open(watch, fd);
	watch->queues = other->queues;
}

static uint32_t slot_take(struct machine *machine, struct watch *watch)
{
	uint32_t index;
	if (machine->free_count) {
		index = machine->free_slots[--machine->free_count];
	} else {
		machine->slots = grow_array(machine->slots, machine->slot_count,
					    &machine->slot_capacity, 16, sizeof(*machine->slots));
		index = machine->slot_count++;
		machine->slots[index].generation = 0;
	}
	machine->slots[index].watch = watch;
	machine->watch_count++;
	return index;
}

static void slot_give(struct machine *machine, uint32_t index)
{
	machine->slots[index].watch = NULL;
	machine->slots[index].generation++;
	machine->watch_count--;
	machine->free_slots = grow_array(machine->free_slots, machine->free_count,
					 &machine->free_capacity, 16, sizeof(uint32_t));
	machine->free_slots[machine->free_count++] = index;
}

static bool arm(struct machine *machine, struct watch *watch, uint32_t events)
{
	uint32_t index = slot_take(machine, watch);
	struct epoll_event event = {.events = events};
	event.data.u64 = index | (uint64_t)machine->slots[index].generation << 32;
	if (epoll_ctl(machine->epoll, EPOLL_CTL_ADD, watch->fd, &event) == 0) {
		watch->slot = index + 1;
		return true;
	}
	int number = errno;
	slot_give(machine, index);
	errno = number;
	return false;
}

bool observer_open(struct machine *machine, struct observer *observer, int fd, uint32_t interest,
		   void (*notify)(struct machine *, struct observer *, uint32_t), void *context)
{
	*observer = (struct observer){.notify = notify, .context = context};
	watch_open(&observer->watch, fd);
	observer->watch.observed = true;
	return arm(machine, &observer->watch, interest);
}

void watch_close(struct machine *machine, struct watch *watch)
{
	if (watch->slot) {
		/* The descriptor may live on elsewhere (a child's copy), so closing is not enough.
		 */
		epoll_ctl(machine->epoll, EPOLL_CTL_DEL, watch->fd, NULL);
		slot_give(machine, watch->slot - 1);
		watch->slot = 0;
	}
	watch->fd = -1;
	call_wake_all(&watch->queues[WAIT_READ]);
	call_wake_all(&watch->queues[WAIT_WRITE]);
}

/* ---- calls that wait ---- */

static enum run park(struct call *call)
{
	struct task *task = task_of(call);
	const struct settings *settings = &task->machine->settings;
	if (task->state != TASK_RUNNING)
		return RUN_WAIT; /* for something else as well; or it is woken already */
	call->timed_out = false;
	task->looks = false;
	if (!call->began && journal_wants(task->machine->journal, EVENT_CALL))
		call->began = clock_now();
	if (settings->wait_timeout && task->wait_deadline == TIME_NEVER &&
	    !(call->command->flags & COMMAND_PATIENT))
		task->wait_deadline = clock_now() + settings->wait_timeout;
	task->state = TASK_WAITING;
	task->in_call = true;
	if (call->until != TIME_NEVER || task->wait_deadline != TIME_NEVER || task->region_count ||
	    task->timer.position)
		task_arm(task);
	return RUN_WAIT;
}

void call_keep(struct call *call, struct watch *watch, enum direction direction)
{
	struct call_queue *queue = &watch->queues[direction];
	const struct call *first = queue->first;
	if (call->queue == queue || (first && first->manner & CALL_TURN && first->keeper == call))
		return;
	call_leave(call);
	call_enqueue(call, queue);
}

bool call_turn(struct call *call, struct watch *watch, enum direction direction)
{
	const struct call *first = watch->queues[direction].first;
	if (!first || first == call)
		return true;
	call_keep(call, watch, direction);
	park(call);
	return false;
}

bool turn_take(struct turn *turn, struct call *call, struct watch *watch, enum direction direction)
{
	struct call_queue *queue = &watch->queues[direction];
	turn->place.manner = CALL_TURN;
	turn->place.keeper = call;
	if (!turn->place.queue)
		call_enqueue(&turn->place, queue);
	if (queue->first == &turn->place)
		return true;
	park(call);
	return false;
}

bool call_expect(struct call *call, struct watch *watch, enum direction direction)
{
	struct task *task = task_of(call);
	watch->ready &= (uint8_t) ~(1u << direction);
	if (!watch->slot && !watch->unpolled &&
	    !arm(task->machine, watch, EPOLLIN | EPOLLPRI | EPOLLOUT | EPOLLRDHUP | EPOLLET)) {
		if (errno != EPERM) {
			call_errno(call, "epoll_ctl", errno, NULL);
			return false;
		}
		watch->unpolled = true;
	}
	task->wait_deadline = TIME_NEVER; /* a wait of its own; a retry by timer goes on */
	return true;
}

enum run call_wait(struct call *call, struct watch *watch, enum direction direction)
{
	if (!call_expect(call, watch, direction))
		return RUN_FAIL;
	call_keep(call, watch, direction);
	enum run run = park(call);
	if (watch->unpolled)
		call_wake(call);
	return run;
}

bool call_overdue(const struct call *call)
{
	return slice_over(task_of(call)->machine);
}

enum run call_yield(struct call *call)
{
	task_yield(task_of(call));
	return RUN_WAIT;
}

enum run call_pause(struct call *call)
{
	return park(call);
}

enum run call_look(struct call *call, int64_t after)
{
	struct task *task = task_of(call);
	int64_t look = clock_now() + after;
	enum run run = park(call);
	task->looks = true;
	if (!task->timer.position || look < task->timer.deadline)
		timer_set(task->machine, &task->timer, look);
	return run;
}

enum run call_attend(struct call *call, int64_t after, bool happens)
{
	struct task *task = task_of(call);
	enum run run = call_look(call, after);
	task->awaiting_event = true;
	if (happens)
		call_enqueue(call, &task->machine->awaiting);
	return run;
}

/* ---- the poll itself ---- */

/* False: nobody waits for it. */
static bool ready(struct watch *watch, enum direction direction)
{
	struct call *first = watch->queues[direction].first;
	watch->ready |= (uint8_t)(1u << direction);
	if (first)
		call_wake(first);
	return first;
}

static void dispatch(struct machine *machine, const struct epoll_event *event)
{
	uint32_t index = (uint32_t)event->data.u64;
	struct slot *slot = &machine->slots[index];
	if (slot->generation != event->data.u64 >> 32 || !slot->watch)
		return;
	struct watch *watch = slot->watch;
	bool woken = false;
	if (watch->observed) {
		struct observer *observer = (struct observer *)watch;
		if (!observer->late || !machine->settling || !machine->announcing)
			observer->notify(machine, observer, event->events);
		return;
	}
	if (event->events & (EPOLLRDHUP | EPOLLPRI | EPOLLERR | EPOLLHUP))
		watch->marked = true;
	if (event->events & (EPOLLIN | EPOLLRDHUP | EPOLLPRI | EPOLLERR | EPOLLHUP))
		woken = ready(watch, WAIT_READ);
	if (event->events & (EPOLLOUT | EPOLLERR | EPOLLHUP))
		woken |= ready(watch, WAIT_WRITE);
	if (!woken)
		machine->happened = true; /* else it is when those run who have waited */
}

/* Rounded up, so that nothing wakes before its time. */
static int milliseconds(int64_t timeout)
{
	int64_t count = timeout / 1000000 + (timeout % 1000000 != 0);
	return count < INT_MAX ? (int)count : INT_MAX;
}

void loop_poll(struct machine *machine, int64_t timeout)
{
	struct epoll_event events[EVENTS_MAX];
	struct timespec time, *limit = NULL;
	if (timeout != TIME_NEVER) {
		time.tv_sec = timeout / NANOSECONDS;
		time.tv_nsec = timeout % NANOSECONDS;
		limit = &time;
	}
	int count = -1;
	if (!machine->coarse)
		count = epoll_pwait2(machine->epoll, events, EVENTS_MAX, limit, NULL);
	machine->coarse = machine->coarse || (count < 0 && errno == ENOSYS);
	if (machine->coarse)
		count = epoll_wait(machine->epoll, events, EVENTS_MAX,
				   limit ? milliseconds(timeout) : -1);
	for (int i = 0; i < count; i++)
		dispatch(machine, &events[i]);
}
