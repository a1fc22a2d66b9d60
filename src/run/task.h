/*
 * task: what the files of the run layer share of a task, and what leads it from one state to another.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_RUN_TASK_H
#define HANDSH_RUN_TASK_H

#include "handsh/run.h"
#include "run/objects.h"
#include "run/region.h"

#define FRAMES_MAX 10000 /* calls nest this deep: error DEPTH */

/* A caller, waiting for what it called to return. */
struct frame {
	struct code *code;
	const uint32_t *pc;
	uint32_t base;      /* of its locals in the stack */
	uint32_t statement; /* of a unit: place of the running statement's mark */
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
	uint8_t crowds;          /* places that were full when it showed something */
	uint8_t ending : 2;      /* enum end_reason: unwind all when it runs next */
	bool in_call : 1;        /* parked in call */
	bool expired : 1;        /* a region's deadline has passed */
	bool connection : 1;     /* of serve */
	bool awaiting_event : 1; /* runs again after any event, or its timer; is none itself */
	bool failed_alone : 1;   /* an error has ended it, and nobody has waited for it yet */
	bool watching : 1;       /* for a condition: only its lookout or deadline wakes it */
	bool settled : 1;        /* the others have been let run before this statement */
	bool announced : 1;      /* started by a statement of the top level: its end is said */
	bool wait_all : 1;       /* its call waits for all that it started */
	bool looks : 1;          /* its call runs again when the timer rings */
	bool held : 1;           /* it waits until there is room for what it shows */
	bool dropped : 1;        /* nobody takes what it gives */
	bool evaluates : 1;      /* the evaluation of a condition has started it */
	bool onlooks : 1;        /* it is the onlooker, or one that has started it is */
	struct task *next;       /* in the queue of those that can run */
	uint32_t frame_count, frame_capacity;
	uint32_t region_count, region_capacity;
	struct timer timer;
	int64_t wait_deadline;  /* of --timeout, for the wait in progress */
	struct objects current; /* the history of current objects */
	struct object *place; /* where it makes what it makes; NULL: nowhere in particular. Held */
	struct call call;
	struct frame *frames;
	struct region *regions;
	struct task *starter;                                    /* NULL when that has ended */
	struct task *sibling_previous, *sibling_next, *children; /* those it started, live */
	struct call_queue waiters;                               /* calls that wait for its end */
	struct objects made; /* of a connection: closed at its end */
	struct value result; /* at the end: its value, or its error; before, if it was detached, the
				value of its latest statement */
};

static inline struct task *task_of(const struct call *call)
{
	return (struct task *)((uintptr_t)call - offsetof(struct task, call));
}

/* What it does now is to find out whether a condition holds: no event that conditions wait for. */
static inline bool task_evaluates(const struct task *task)
{
	return task->evaluates ||
	       (task->region_count && task->regions[task->region_count - 1].evaluates);
}

/* ---- task.c ---- */

struct task *task_new(struct machine *machine, struct task *starter, struct code *code);
void task_end(struct task *task, enum task_state state);
void task_grow(struct task *task, uint32_t room);
void task_truncate(struct task *task, uint32_t height);

/* Room for so many values above top; the stack may move. */
static inline void task_reserve(struct task *task, uint32_t room)
{
	if (task->capacity - task->top < room)
		task_grow(task, room);
}

/* Sets the timer to the earliest deadline that concerns the task now. */
void task_arm(struct task *task);
void task_timeout(struct task *task); /* its timer's time has come */

/* ---- schedule.c ---- */

void task_ready(struct task *task); /* lets it run; it must not be about to already */
void task_yield(struct task *task); /* the same, after those that have not had their time yet */
void task_hurry(struct task *task); /* it has expired, or is to end: it runs before others, once */
/* At main's statement, or, announcing, the task it has started: true: the others run first, then it again. */
bool task_settles(struct task *task, bool announcing);

/* ---- spawn.c ---- */

/* *task is a reference of the caller's own. Else the error: too many tasks live. */
struct error *spawn(struct task *starter, struct code *code, struct task **task);
void serve_begin(struct task *task); /* on the current socket */
void serve_call(struct task *task);  /* the call is its accept */
void serve_spawn(struct task *task, struct code *code, struct value socket); /* takes socket */

/* ---- dropped.c ---- */

bool spawn_dropped(const struct task *starter); /* of the task that it is about to start */

/* ---- ending.c ---- */

bool task_resume(struct task *task); /* before it goes on; false: it does not, now */
/* The wait of the call that is parked has taken longer than --timeout allows; else NULL. */
struct error *wait_error(struct task *task);
/* Takes error, thrown at task->pc. False: nothing catches it, and the task has ended. */
bool task_fail(struct task *task, struct error *error);
void task_finish(struct task *task, struct value value); /* at its end; takes value */
/* Nothing that it had entered is left: it ends as task->ending says. Takes value, an error or nil. */
void task_ended(struct task *task, struct value value);
/* An error has come up while the shell ends: where exit has said 0, its status is 1. */
void failed_late(struct machine *machine);
/* Nothing has caught the error. False: it has ended the task, or main's unit. Takes error. */
bool task_uncaught(struct task *task, struct error *error);
/* It is to end, and in no block of finally. True: a block of finally is to run before. */
bool task_end_early(struct task *task);
bool task_exit(struct task *task); /* the same: its call was exit */

/* ---- vm.c ---- */

/* Runs until the task waits, yields or ends. */
void task_run(struct task *task);

/* ---- frame.c: NULL: done, else the error ---- */

struct error *frame_enter(struct task *task, struct code *code, unsigned count);
/* The same for the code that the call has given, which ends with it. */
struct error *frame_enter_code(struct task *task);
bool frame_leave(struct task *task); /* false: there was no caller */
/*
 * Leaves what was entered in the frame, and the frame, whose caller finds the value on the stack;
 * or a block of finally is to run before. False: it was the last, and the task has ended. Takes value.
 */
bool frame_return(struct task *task, struct value value);
bool frame_result(struct task *task, struct value value); /* nothing entered is left in the frame */

/* ---- region.c ---- */

struct region *region_push(struct task *task, enum region_kind kind);
void region_leave(struct task *task); /* the innermost, with what must be done */
/* So many locals from the first on live until the region ends. */
void names_begin(struct task *task, uint32_t first, uint32_t count);
/* Of the running code: the local of that name, if there is one; borrowed. */
bool names_find(struct task *task, const char *name, struct value *value);
int64_t region_earliest(const struct task *task);
void task_unwind(struct task *task, uint32_t frame, uint32_t height); /* frames and stack */
void task_unwind_all(struct task *task); /* at once: no block of finally runs any more */

/* ---- departure.c ---- */

/*
 * Leaves regions on the way that the departure says, with the value, which it takes, until a handler
 * or a block of finally is to run: true. False: the task has ended.
 */
bool task_depart(struct task *task, struct departure how, struct value value);
/* Runs the block of the innermost region, a FINALLY, and comes back to the place in the code. */
void finally_run(struct task *task, uint32_t place);
/* At the end of the block: goes on as before. False: the task has ended. */
bool finally_end(struct task *task);
bool task_in_finally(const struct task *task);
/* Is the error's name one of these, which are bytes? */
bool error_named(const struct error *error, const struct list *names);
/* A region's deadline has passed: leaves it, and throws from there. False: the task has ended. */
bool task_expire(struct task *task);

/* ---- call.c ---- */

/* False: the arguments do not fit, call->error says why. They are on the stack either way. */
bool call_begin(struct task *task, const struct command *command, unsigned count,
		struct shape *shape);
struct error *call_explained(struct call *call); /* the error of a call that has failed */
/* The task's call, if it is in one, is about to be ended from outside by the error: says there what
 * it has done. */
void call_tell(struct call *call, struct error *error);
void call_abandon(struct call *call); /* ends the one that the task is in, if any */

/* ---- instead.c ---- */

/* After RUN_CALL: the arguments of the command to be called stand in place of those of the call, which
 * is over. Gives the command. */
uint32_t call_replace(struct task *task, uint32_t *count);

/* ---- crowd.c ---- */

/* A task that crowds a place is about to go on: true: not now. */
bool crowd_holds(struct task *task);

/* ---- call_queue.c ---- */

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
	if (!((uintptr_t)call->queue | (uintptr_t)call->state))
		return;
	call_leave(call);
	object_release(call->state);
}

/* ---- current.c ---- */

void current_push(struct task *task, struct object *object);   /* retains it */
void current_remove(struct task *task, struct object *object); /* the dot's entry */
/* The socket called name is current until its region ends. Takes value; NULL, or the error. */
struct error *dot_begin(struct task *task, struct value value, const struct bytes *name);
void task_close_made(struct task *task);

/* ---- unknown.c: NULL: *result is a new reference; else the error ---- */

/* A variable that is not set: the table's socket of that name. */
struct error *lookup_unset(struct task *task, const char *name, struct value *result);
struct error *lookup_argument(struct machine *machine, uint32_t number, struct value *result);
/* What is to be typed instead of the statement that the task is at. False: nothing is known. */
bool hint_habit(struct task *task, enum habit_found found, struct error *error);
/* No such field of a variable's value: where the text at the place shows that text was meant. */
void hint_text_after(const struct task *task, const struct bytes *field, struct error *error);
/* There is no such command: the error says what was meant. */
struct error *unknown_command(struct task *task, const char *name);
/* The same of one that must be built in. */
struct error *unknown_builtin(struct machine *machine, const char *name);

/* ---- assign.c: NULL, or the error: then the slot is as it was ---- */

/*
 * The operation, whose operands and then the keys are below top, is about to give slot[keys…] its
 * value. If it cannot fail, the slot lets go of what is an operand as well, so that this has one
 * holder less and may change in place. The operation that lengthy_copy gives; nil: it is done.
 */
struct value assign_let_go(struct value *slot, struct value *top, uint32_t keys,
			   uint32_t operation);
/* old + value, which the operands are. Takes both; the slot lets go of old likewise. *result, of which the slot has the
 * reference, may be an operation (lengthy.h), and the slot is as it was. */
struct error *assign_sum(struct machine *machine, struct value *slot, struct value *operands,
			 struct value *result);
/* from + by; from, the slot or the global one of its name, may be unset. */
struct error *assign_step(struct task *task, const char *name, struct value *slot,
			  const struct value *from, int64_t by);
/*
 * slot[keys…] = keys[count], in a copy of outer (or NULL) where the slot is unset. Takes all keys;
 * not if *copy becomes the operation that lengthy_copy gives, which is nil otherwise.
 */
struct error *assign_path(struct task *task, const char *name, struct value *slot,
			  const struct value *outer, struct value *keys, uint32_t count,
			  struct value *copy);
/* The slot of the instruction at task->pc, one that does either, and the keys, on the stack. */
struct value *assign_path_of(struct task *task, const struct value **keys, uint32_t *count);

/* ---- failure.c ---- */

/* The error of a task that ends now is to be raised by its starter, which waits for all. */
bool failure_held(const struct task *starter);
void failure_note(struct task *task, bool shown); /* it has ended so, and nobody waits for it */
void failure_waited(struct task *task);           /* somebody does after all */
/* The first of those that the task has started; all count as waited for. NULL: there is none. */
struct error *failure_take(struct task *starter);
void failure_show(struct task *starter);   /* it does not wait for all any more */
void failure_forget(struct task *starter); /* it ends; the failures of others still count */

/* ---- peer.c ---- */

/* The error leaves that many regions and all around them: unless a try is among them, it ends the
 * task, and says whom that was connected to. Before the call is abandoned. */
void peer_name(struct task *task, struct error *error, uint32_t regions);

/* ---- results.c ---- */

void result_note(struct task *task);   /* it has ended, and is no sibling any more */
void result_forget(struct task *task); /* nobody has it any more */

/* ---- await.c ---- */

bool call_wake_waiters(struct task *task); /* false: nobody waits for its end */

/* ---- lookout.c ---- */

/* The task is woken by the next assignment to one of the globals. */
struct lookout *lookout_open(struct task *task, const struct list *globals);
void lookout_close(struct lookout *lookout); /* NULL: nothing is done */
void lookouts_wake(struct machine *machine, uint32_t global);

/* ---- expect.c ---- */

struct error *expect_true(struct machine *machine, struct value value); /* takes value */
/* What a comparison of the two sides has given, or its error; takes the sides and the error. */
struct error *expect_compared(struct machine *machine, unsigned which, const struct value *sides,
			      struct error *error, struct value result);
struct error *timeout_begin(struct task *task, enum region_kind kind, struct value duration);
/*
 * Pops the value; or, with a comparison, both sides, which have given error or result. *again: not
 * yet true, the task is parked until an event, or an assignment to one of the globals; NULL: it is
 * not known what it depends on.
 */
struct error *await_test(struct task *task, uint32_t comparison, struct error *error,
			 struct value result, const struct list *globals, bool *again);
/* A condition, the innermost region, is about to read a field of the value. */
void await_look(struct task *task, struct value value);
struct error *took_begin(struct task *task);
struct error *took_end(struct task *task);
struct error *fails_match(struct task *task);
struct error *fails_missed(struct task *task);

/* ---- present.c: what a top-level statement shows ---- */

void present_value(struct task *task, uint32_t mode, struct value value); /* takes value */
/* The same of a statement of the top level, which ends so. */
void present_statement(struct task *task, uint32_t mode, struct value value);
/* Main's statement with its mark there ends otherwise; error NULL: it has not failed. */
void present_stop(const struct task *main, const struct code *code, uint32_t statement,
		  enum ended how, const struct error *error);
void present_task(struct value value); /* just started by a statement */
void present_detached(struct task *task);
void present_begin(const struct task *starter, const struct task *task);
void present_end(struct task *task); /* done, failed or canceled */
void report_error(struct machine *machine, const struct task *task, const struct error *error,
		  unsigned flags);

#endif
