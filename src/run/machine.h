/*
 * machine: what the files of the run layer share: tasks, regions, the scheduler's state.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_RUN_MACHINE_H
#define HANDSH_RUN_MACHINE_H

#include "handsh/run.h"
#include "run/objects.h"

#define FRAMES_MAX 10000 /* calls nest this deep: error DEPTH */
#ifdef HANDSH_STRESS
#define BUDGET 2
#else
#define BUDGET 4096 /* iterations of loops, and calls, until another task runs */
#endif
#define SPARES 4                       /* bytes objects kept for reuse */
#define MESSAGE_CUT 2000               /* bytes of a value in a message */
#define SLICE (NANOSECONDS / 1000)     /* the same in time, for iterations that take long */
#define EVENT_POLL (NANOSECONDS / 100) /* "expect within" looks again at least this often */

/* A caller, waiting for what it called to return. */
struct frame {
	struct code *code;
	const uint32_t *pc;
	uint32_t base;      /* of its locals in the stack */
	uint32_t statement; /* of a unit: place of the running statement's mark */
};

enum region_kind {
	REGION_TRY,
	REGION_TIMEOUT,
	REGION_WITHIN,
	REGION_TOOK,
	REGION_FAILS,
	REGION_DOT,
	REGION_SERVE,
};

/* What must be left in order when an error, a deadline or a jump leaves it. */
struct region {
	uint8_t kind;
	uint32_t frame;   /* number of callers below */
	uint32_t height;  /* of the stack */
	uint32_t handler; /* TRY, FAILS: place in the code */
	int64_t deadline; /* of its own; TIME_NEVER: none */
	int64_t earliest; /* of it and all around it */
	int64_t least, most,
		start;         /* TOOK; TIMEOUT and WITHIN: most is the duration, for messages */
	struct object *object; /* DOT: the socket; SERVE: the listener; WITHIN: why not yet */
};

enum end_reason { END_NOT, END_CANCEL, END_INTERRUPT, END_EXIT };

/*
 * A server has one for each connection, so every byte counts as often. What each round touches
 * stands together at the front, in as few cache lines as it fits.
 */
struct task {
	struct object object;
	struct machine *machine;
	struct code *code;
	const uint32_t *pc;
	struct value *stack;
	uint32_t top, base, capacity; /* of stack */
	uint32_t statement;           /* of a unit: place of the running statement's mark */
	uint32_t id;
	uint8_t state;           /* enum task_state */
	uint8_t ending;          /* enum end_reason: unwind all when it runs next */
	bool in_call;            /* parked in call */
	bool expired : 1;        /* a region's deadline has passed */
	bool connection : 1;     /* of serve */
	bool awaiting_event : 1; /* expect within: runs again after any event */
	bool settled : 1;        /* the others have been let run before this statement */
	bool announced : 1;      /* started by a statement of the top level: its end is said */
	bool wait_all : 1;       /* its call waits for all that it started */
	bool looks : 1;          /* its call runs again when the timer rings */
	struct task *next;       /* in the queue of those that can run */
	uint32_t frame_count, frame_capacity;
	uint32_t region_count, region_capacity;
	struct timer timer;
	int64_t wait_deadline;  /* of --timeout, for the wait in progress */
	struct objects current; /* the history of current objects */
	struct call call;
	struct frame *frames;
	struct region *regions;
	struct task *starter;                                    /* NULL when that has ended */
	struct task *sibling_previous, *sibling_next, *children; /* those it started, live */
	struct call_queue waiters;                               /* calls that wait for its end */
	struct objects made; /* of a connection: closed at its end */
	struct value result; /* when it has ended: its value, or its error */
};

static inline struct task *task_of(const struct call *call)
{
	return (struct task *)((uintptr_t)call - offsetof(struct task, call));
}

/* What a command's name means now. */
struct cell {
	struct code *definition;
	const struct command *command;
	struct shape shape; /* the command's */
};

struct slot { /* of a watch armed in epoll */
	struct watch *watch;
	uint32_t generation;
};

struct live { /* a live task by number; task NULL: it has ended */
	uint32_t id;
	struct task *task;
};

struct task_queue {
	struct task *first, *last;
};

struct machine {
	struct hooks hooks;
	struct journal *journal;
	void *shell;
	struct settings settings;
	struct symbols globals, commands;
	struct value *global_values;
	uint32_t global_capacity;
	struct cell *cells;
	uint32_t cell_capacity;
	struct list *arguments;

	struct task *main;
	struct task_queue ready; /* woken, or new */
	struct task_queue spent; /* those that computed until their time was over */
	struct task *settling;   /* main, at a statement's start, while other tasks are ready */
	int64_t settle_until;
	struct live *tasks; /* ascending by id */
	uint32_t task_count, task_capacity, task_live;
	uint32_t next_id;
	struct call_queue awaiting; /* tasks of "expect within" */
	bool happened;              /* something they may have waited for */
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

	struct bytes *spares[SPARES]; /* bytes that nobody holds, for the next result */
	uint32_t spare_count;

	enum outcome outcome;
	bool exiting;
	int status;
	bool expectation_failed;
	bool went_on; /* after an error, as -k asks */
};

/* ---- operate.c, container.c: operations on values. All take their operands. ---- */

/* NULL: *result is set; else the error. which is an instruction ADD … IN, NOT, NEGATE. */
struct error *operate(unsigned which, struct value a, struct value b, struct value *result);
struct error *operate_index(struct value container, struct value index, struct value *result);
struct error *operate_slice(struct value container, struct value from, struct value to,
			    struct value *result);
struct error *operate_field(struct value object, const struct bytes *name, struct value *result);
struct error *make_list(struct value *elements, size_t count, struct value *result);
struct error *make_map(struct value *pairs, size_t count, struct value *result);
struct error *make_join(struct value *pieces, size_t count, struct value *result);
struct error *each_check(struct value container);
/* The next element (new references), or false at the end. */
bool each_next(struct value container, struct value *position, struct value *key,
	       struct value *element);
/* variable[keys…] = value. Borrows keys, takes value; on an error the variable is as it was. */
struct error *path_assign(struct value *variable, struct value *keys, size_t count,
			  struct value value);
struct error *comparison_error(unsigned which, struct value a, struct value b);

/* ---- task.c ---- */

struct task *task_new(struct machine *machine, struct task *starter, struct code *code);
void task_ready(struct task *task); /* lets it run; it must not be about to already */
void task_yield(struct task *task); /* the same, after those that have not had their time yet */
void task_end(struct task *task, enum task_state state);
void task_grow(struct task *task, uint32_t room);
void task_truncate(struct task *task, uint32_t height);

/* Room for so many values above top; the stack may move. */
static inline void task_reserve(struct task *task, uint32_t room)
{
	if (task->capacity - task->top < room)
		task_grow(task, room);
}

void call_abandon(struct call *call);
/* Sets the timer to the earliest deadline that concerns the task now. */
void task_arm(struct task *task);
void task_timeout(struct task *task); /* its timer's time has come */

/* ---- spare.c ---- */

void spare_take(struct machine *machine, struct bytes *bytes); /* takes; a spare, or freed */
void spares_free(struct machine *machine);

/* Releases a value; bytes that nobody else holds become a spare. */
static inline void machine_discard(struct machine *machine, struct value value)
{
	if (value.type == TYPE_BYTES)
		spare_take(machine, value.bytes);
	else
		value_release(value);
}

/* ---- schedule.c ---- */

/* The running task has had its time, which is counted from the first look. */
bool slice_over(struct machine *machine);

/* ---- queue.c ---- */

void call_enqueue(struct call *call, struct call_queue *queue);
void call_wake_all(struct call_queue *queue); /* and takes them out of it */
void queue_leave(struct call *call);          /* the queue it is in: its turn goes to the next */

/* Gives up the call's turn, if it has one. */
static inline void call_leave(struct call *call)
{
	if (call->queue)
		queue_leave(call);
}

/* The call is over, in whichever way: lets go of what it holds. */
static inline void call_end(struct call *call)
{
	object_release(call->subject);
	if ((uintptr_t)call->queue | (uintptr_t)call->state) {
		call_leave(call);
		object_release(call->state);
	}
}

/* ---- region.c ---- */

struct region *region_push(struct task *task, enum region_kind kind);
void region_leave(struct task *task); /* the innermost, with what must be done */
int64_t region_earliest(const struct task *task);
/* The error is thrown: true: the task goes on in a handler (pc, code, stack are set). Takes error.
 */
bool task_throw(struct task *task, struct error *error);
/* A region's deadline has passed: leaves it, and throws from there. */
bool task_expire(struct task *task);
void task_unwind_all(struct task *task);

/* ---- vm.c ---- */

/* Runs until the task waits, yields or ends. */
void task_run(struct task *task);

/* ---- enter.c: what the switch does not do itself. NULL: done, else the error. ---- */

struct error *error_unknown(struct machine *machine, uint32_t command, const struct value *first,
			    unsigned count);
struct error *enter_definition(struct task *task, struct code *code, unsigned count);
void enter_code(struct task *task, struct code *code); /* takes code; its base is the top */
bool leave_frame(struct task *task);                   /* false: there was no caller */
bool call_begin(struct task *task, const struct command *command, unsigned count,
		const struct shape *shape);
struct error *call_explained(struct call *call); /* the error of a call that has failed */
struct task *spawn(struct task *starter, struct code *code);

/* ---- unset.c ---- */

/* A variable that is not set: the table's socket of that name as a new reference, or the error. */
struct error *unset_lookup(struct task *task, const char *name, struct value *result);

/* ---- expect.c ---- */

struct error *duration_of(struct value value, const char *form, int64_t *nanoseconds);
struct error *expect_true(struct machine *machine, struct value value); /* takes value */
struct error *expect_compare(struct machine *machine, unsigned which, struct value a,
			     struct value b); /* takes both */
struct error *timeout_begin(struct task *task, enum region_kind kind, struct value duration);
/* Pops the value or both sides; *again: not yet true, the task is parked until an event. */
struct error *within_test(struct task *task, uint32_t comparison, bool *again);
struct error *took_begin(struct task *task);
struct error *took_end(struct task *task);
struct error *fails_match(struct task *task);
struct error *fails_missed(struct task *task);

/* ---- present.c: what a top-level statement shows ---- */

void present_value(struct task *task, uint32_t mode, struct value value); /* takes value */
void present_task(struct task *task, struct value value);                 /* takes value */
void present_end(struct task *task); /* of one that present_task has shown */

/* ---- loop.c, timer.c, current.c ---- */

bool loop_open(struct machine *machine);
void loop_close(struct machine *machine);
void loop_poll(struct machine *machine, int64_t timeout); /* nanoseconds */
void timer_set(struct machine *machine, struct timer *timer, int64_t deadline);
void timer_clear(struct machine *machine, struct timer *timer);
void timers_fire(struct machine *machine);
int64_t timers_next(const struct machine *machine);
void current_push(struct task *task, struct object *object);   /* retains it */
void current_remove(struct task *task, struct object *object); /* the dot's entry */
void task_close_made(struct task *task);

/* Journal. */
void report_error(struct machine *machine, const struct task *task, const struct error *error);

#endif
