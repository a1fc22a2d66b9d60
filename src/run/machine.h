/*
 * machine: what the files of the run layer share of the machine: variables and commands, the
 * scheduler's state, the loop.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_RUN_MACHINE_H
#define HANDSH_RUN_MACHINE_H

#include "handsh/series.h"
#include "handsh/walk.h"
#include "run/task.h"

#define FINALLY_TIME NANOSECONDS /* all blocks of finally on one way may take so long */
#define SPARES 4                 /* bytes objects kept for reuse */

/* What a command's name means now. */
struct cell {
	struct code *definition;
	const struct command *command;
	struct shape *shape; /* the command's, from its first call on; NULL: see cell_prepare */
};

struct slot { /* of a watch armed in epoll */
	struct watch *watch;
	uint32_t generation;
};

struct task_queue {
	struct task *first, *last;
	struct task *end; /* the last one of this round, while they are let run; NULL: it is over */
};

struct machine {
	struct hooks hooks;
	struct journal *journal;
	void *shell;
	struct settings settings;
	struct symbols globals, commands;
	struct value *global_values;
	uint32_t global_capacity;
	uint32_t looked_for;       /* places in the lists of lookouts */
	struct outlook **outlooks; /* by global: lists of those that look out for it */
	uint32_t outlook_capacity;
	struct cell *cells;
	uint32_t cell_capacity;
	struct list *arguments;

	struct task *main;
	struct task_queue urgent; /* their deadline has passed, or they are to end */
	struct task_queue ready;  /* woken, or new */
	struct task_queue spent;  /* those that computed until their time was over */
	struct task *settling;    /* main, at a statement's start, while other tasks are ready */
	int64_t settle_until;
	bool announcing;     /* settling: it is to say what a task waits for that it has started */
	struct series tasks; /* live ones, by id */
	struct call_queue awaiting; /* tasks of "expect within" */
	struct call_queue holding;  /* tasks that are held */
	uint8_t crowded;            /* places that are full */
	bool hurried;               /* some of spent are urgent */
	struct task *onlooker;      /* NULL: there is none */
	int64_t look_after;       /* not before does it look again, for it has taken long; else 0 */
	bool goes_on;             /* the one that is resumed: with what it had of budget and time */
	struct task *interrupted; /* the one that runs, by the onlooker, which looks at its call */
	struct list *notes;       /* of the condition that it works out; NULL: nobody has asked */
	bool happened;            /* something that those of awaiting may have waited for */
	int budget;
	int64_t slice_until; /* when the running task has had its time; 0: nobody has looked */

	int epoll;
	bool coarse; /* the kernel has no epoll_pwait2(2), before Linux 5.11 */
	struct slot *slots;
	uint32_t slot_count, slot_capacity;
	uint32_t *free_slots;
	uint32_t free_count, free_capacity;
	uint32_t watch_count;
	struct timer **heap;
	uint32_t timer_count, timer_capacity;

	struct queue *queues; /* all that live; the latest first */
	struct queue *doomed; /* those being freed */

	struct task *givers; /* that have ended, with a result that may hold tasks; as siblings */

	struct dismantling refuse;    /* large values that nobody holds, and that are to be freed */
	struct bytes *spares[SPARES]; /* bytes that nobody holds, for the next result */
	uint32_t spare_count;

	enum outcome outcome;
	int64_t ends_at; /* blocks of finally have time until then; TIME_NEVER: it does not end yet */
	bool exiting;
	int status;
	bool expectation_failed;
	uint32_t failed_tasks; /* that nobody has waited for */
	struct failures *failures;
	bool went_on; /* after an error, as -k asks */
};

/* ---- machine.c ---- */

/* Works out the shape of a built-in for its first call, so that a start pays only for the commands
 * that it calls. False: there is no built-in of that index. */
bool cell_prepare(struct machine *machine, uint32_t index);
/* A def: the command of that index is the code from now on. */
void machine_define(struct machine *machine, uint32_t command, struct code *code);

/* ---- value_queue.c ---- */

void queues_empty(struct machine *machine); /* so that none holds itself any more */
void queues_leave(struct machine *machine); /* those that others hold outlive the machine */

/* ---- results.c ---- */

void results_drop(struct machine *machine); /* so that no task holds itself any more */

/* ---- schedule.c ---- */

/* The running task has had its time, which is counted from the first look. */
bool slice_over(struct machine *machine);

/* A global has been given a value, in place or anew. */
static inline void global_changed(struct machine *machine, uint32_t global)
{
	if (machine->looked_for)
		lookouts_wake(machine, global);
}

/* ---- spare.c ---- */

void spare_take(struct machine *machine, struct bytes *bytes); /* takes; a spare, or freed */
void spares_free(struct machine *machine);

/* ---- refuse.c ---- */

void refuse_add(struct machine *machine, struct value value); /* takes the last hold of it */
void refuse_clear(struct machine *machine, int64_t until);    /* frees what is there */
void refuse_free(struct machine *machine);

static inline bool refuse_waits(const struct machine *machine)
{
	return machine->refuse.count || machine->refuse.entries;
}

/* Releases a value, which is freed in pieces if nobody else holds it and it is large. */
static inline void machine_release(struct machine *machine, struct value value)
{
	if (!value_counted(value))
		return;
	if (value.object->references == 1)
		refuse_add(machine, value);
	else
		value.object->references--;
}

static inline void slot_replace(struct machine *machine, struct value *slot, struct value value)
{
	struct value old = *slot;
	*slot = value; /* which is taken */
	machine_release(machine, old);
}

/* Releases; bytes that nobody else holds become a spare. */
static inline void machine_discard(struct machine *machine, struct value value)
{
	if (value.type == TYPE_BYTES)
		spare_take(machine, value.bytes);
	else
		machine_release(machine, value);
}

/* ---- loop.c, timer.c ---- */

bool loop_open(struct machine *machine);
void loop_close(struct machine *machine);
void loop_poll(struct machine *machine, int64_t timeout); /* nanoseconds */
void timer_set(struct machine *machine, struct timer *timer, int64_t deadline);
void timer_clear(struct machine *machine, struct timer *timer);
void timers_fire(struct machine *machine);
int64_t timers_next(const struct machine *machine);

#endif
