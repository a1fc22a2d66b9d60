/*
 * run: the machine that runs code: tasks, scheduler, event loop (epoll, timers, signals).
 *
 * A task is a heap object: code, program counter, its own stack and frames. No C function calls
 * back into the machine, no C stacks are switched, no threads run tasks.
 *
 * The machine knows a command as a name, a signature and a function. It never knows sockets.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_RUN_H
#define HANDSH_RUN_H

#include "handsh/call.h"
#include "handsh/journal.h"
#include "handsh/lang.h"

/* ---- descriptors and times of whoever is no task ---- */

/* Watches for an owner that is no call (the prompt, signals): it is told, level-triggered. */
struct observer {
	struct watch watch;
	void (*notify)(struct machine *machine, struct observer *observer, uint32_t events);
	void *context;
	bool late; /* it is told only when a statement has said what the task waits for that it has started */
};

/* interest: EPOLLIN or EPOLLOUT. False with errno: epoll_ctl(2). Ends by watch_close. */
bool observer_open(struct machine *machine, struct observer *observer, int fd, uint32_t interest,
		   void (*notify)(struct machine *, struct observer *, uint32_t), void *context);

/* A deadline in the loop's heap: of a task, or part of a struct alarm. */
struct timer {
	int64_t deadline;  /* TIME_NEVER: not set */
	uint32_t position; /* 1 + index in the heap; 0: not in it */
	bool alarm;
};

/* A timer for whoever is no task; {0} is one that is not set. */
struct alarm {
	struct timer timer;
	void (*ring)(struct machine *machine, struct alarm *alarm);
};
void alarm_set(struct machine *machine, struct alarm *alarm, int64_t deadline,
	       void (*ring)(struct machine *machine, struct alarm *alarm));
void alarm_clear(struct machine *machine, struct alarm *alarm);

/* ---- tasks ---- */

enum task_state { TASK_READY, TASK_RUNNING, TASK_WAITING, TASK_DONE, TASK_FAILED, TASK_CANCELED };

uint32_t task_id(const struct task *task); /* 0: main */
const char *task_name(const struct task *task);
struct source *
task_source(const struct task *task); /* of the code it runs; borrowed, may be NULL */
/*
 * The statement of the top level that it is in, the innermost where one has sourced a file, or that
 * which has started it; borrowed; NULL: it is idle, or has ended.
 */
struct source *task_statement(const struct task *task, uint32_t *offset);
enum task_state task_state(const struct task *task);
const struct call *task_call(const struct task *task); /* the one it waits in, or NULL */
struct task *task_next(const struct machine *machine, const struct task *task); /* live ones, by
	number; NULL begins, and ends. Main is not among them. */
struct task *task_find(const struct machine *machine, int64_t id); /* live; NULL: none */
void task_cancel(struct machine *machine, struct task *task); /* harmless on one that has ended */
/* The same, for whoever looks again and again how far it comes: *first: he has not seen this one. */
const struct call *task_call_seen(struct task *task, bool *first);
/* How a wait reads: "accept: waiting on s1". */
void task_describe(const struct task *task, struct buffer *buffer);

struct value task_result(const struct task *task); /* of TASK_DONE; borrowed */
struct error *task_error(const struct task *task); /* of TASK_FAILED and TASK_CANCELED; borrowed */
/* The task's current object (a socket): latest made current that is still alive; borrowed. */
struct object *task_current(struct task *task);
void task_make_current(struct task *task, struct object *object); /* retains it */
/*
 * Where what the task makes is made (a host), taken from its starter; borrowed. NULL: where the shell
 * is. One that is no longer alive is left.
 */
struct object *task_place(struct task *task);
void task_go(struct task *task, struct object *place); /* retains it */
/*
 * The task has made the object, or got it from elsewhere. What a connection of serve has is closed
 * when its task ends, unless it is closed by then; what other tasks have stays open.
 */
void task_own(struct task *task, struct object *object);
/* The value of a variable as the task's running code sees it; borrowed; false: unset. */
bool task_variable(struct task *task, const char *name, struct value *value);

extern const struct behaviour task_behaviour;

/* ---- the machine ---- */

/*
 * What the layers above lend to the machine, which does without what is NULL: commands then take
 * any arguments as they stand, and no name is known beside the variables.
 */
struct hooks {
	/* Checks and converts a call's arguments by its command's signature; false: call->error. */
	bool (*bind)(struct call *call, struct shape *shape);
	struct shape (*shape)(const struct command *command); /* the machine releases it */
	/* A call has failed: says in call->error, which no other holds, what its command knows. */
	void (*explain)(struct call *call);
	/* A name that no variable has: a socket of the table as a new reference, or UNSET. */
	struct value (*lookup)(struct machine *machine, const char *name);
	/* Offers every name that lookup knows, for "did you mean". */
	void (*offer)(struct machine *machine, struct nearest *nearest);
	/* Appends where to read about what is no command's name: "'help backlog' explains it". False:
	 * nowhere. */
	bool (*point)(struct machine *machine, const char *name, struct buffer *text);
	/* Appends "the connection from" whom, or to whom, an object is, or was, connected. False: it
	 * is no socket, or has no peer with a name. */
	bool (*peer)(const struct object *object, struct buffer *text);
	/* The loop looks for events, and may sleep: flush what is buffered, and do what there is to do
	 * without being told. May wake calls. */
	void (*before_poll)(struct machine *machine);
};

/* hooks may be NULL: nothing is lent. NULL with errno: there is no descriptor for epoll(7). */
struct machine *machine_new(const struct hooks *hooks, struct journal *journal, void *shell);
void machine_free(struct machine *machine);         /* ends all tasks first */
void *machine_shell(const struct machine *machine); /* the owner given to machine_new */
struct journal *machine_journal(const struct machine *machine);

void machine_command(struct machine *machine, const struct command *command); /* adds a built-in */
const struct command *machine_find(const struct machine *machine, const char *name); /* built-in */
/* The user's own command, a def; borrowed; NULL: there is none. */
const struct code *machine_definition(const struct machine *machine, const char *name);
/* Calls each with every command's name, the user's own too (command NULL). */
void machine_each_command(struct machine *machine,
			  void (*each)(void *context, const char *name,
				       const struct command *command),
			  void *context);
struct value machine_global(const struct machine *machine, const char *name); /* borrowed */
struct value machine_global_at(const struct machine *machine, uint32_t index);
const char *machine_global_name(const struct machine *machine, uint32_t index);
void machine_set_global(struct machine *machine, const char *name, struct value value); /* takes */
void machine_arguments(struct machine *machine, struct list *arguments); /* $1 …, $args; takes */
void machine_each_global(struct machine *machine,
			 void (*each)(void *context, const char *name, struct value value),
			 void *context);

struct settings {
	bool keep_going;      /* -k */
	int64_t wait_timeout; /* --timeout: of every wait, nanoseconds; 0: none */
	uint32_t tasks_most;  /* that live at once; 0: TASKS_MOST */
};
#define TASKS_MOST 1000000 /* which take 400 MB where each only waits */
void machine_settings(struct machine *machine, const struct settings *settings);

/* Compiles a unit. On an error it is given, not shown. */
enum compile_status machine_compile(struct machine *machine, struct source *source,
				    struct code **code, struct error **error);
/* The same, while who surveys is told of it. */
enum compile_status machine_survey(struct machine *machine, struct source *source,
				   struct surveyor *surveyor, struct code **code,
				   struct error **error);
/* The code of a lesson (handsh/onlooker.h): of its variables those that it assigns are its own. */
enum compile_status machine_compile_lesson(struct machine *machine, struct source *source,
					   struct code **code, struct error **error);
/* unit_read, for code that this machine runs. */
enum compile_status machine_read(struct machine *machine, struct unit_reader *reader,
				 const char *text, size_t length, enum arrival arrival,
				 struct unit *unit);

enum outcome {
	OUTCOME_BUSY, /* main still runs */
	OUTCOME_DONE,
	OUTCOME_FAILED,      /* an error ended the unit; it has been written to the journal */
	OUTCOME_INTERRUPTED, /* by machine_interrupt */
	OUTCOME_EXIT,        /* exit was called: see machine_status */
};

/* Gives the main task a unit to run; it must be idle. Borrows code. */
void machine_start(struct machine *machine, struct code *code);
/*
 * One round of the scheduler: epoll for at most timeout nanoseconds (0: does not sleep, TIME_NEVER:
 * until something happens; no sleep while a task can run), then timers, then every task that was
 * woken until it waits or its budget ends, then those that compute, for one slice of time.
 */
void machine_round(struct machine *machine, int64_t timeout);
enum outcome machine_outcome(const struct machine *machine);
/* machine_start, and rounds until main is done. */
enum outcome machine_run(struct machine *machine, struct code *code);
/* The shell is about to end: from the first call on all blocks of finally together have a second. */
void machine_hurry(struct machine *machine);
void machine_end(
	struct machine *machine); /* ends main and all tasks, and lets them run until then */
/* Ends main's unit where it is, past every try (Ctrl-C). Without effect when main is idle. */
void machine_interrupt(struct machine *machine);
struct task *machine_main(struct machine *machine);
/*
 * What main is doing goes on as a task, as if it had been started with &, and main is idle:
 * OUTCOME_DONE. Not from within a task's turn. Without effect when main is idle.
 */
void machine_detach(struct machine *machine);

/* Ends main where it is: OUTCOME_EXIT. */
void machine_exit(struct machine *machine, int status);
int machine_status(const struct machine *machine); /* what exit gave */
/* An expectation was not met, anywhere and ever; an error has ended a task that nobody has waited
 * for; or -k has gone on after an error. */
bool machine_failed(const struct machine *machine);

/*
 * What a task shows is taken more slowly than it comes: the task goes no further than to the end of
 * its iteration or statement, and runs again after machine_uncrowd. What it waits for is one bit
 * of the places where that can happen, so that one does not hold up the other.
 */
void machine_crowd(struct machine *machine, uint32_t task, uint8_t place);
void machine_uncrowd(struct machine *machine, uint8_t place);

/* What is left, for tests that prove that nothing is. */
struct census {
	uint32_t tasks, watches, timers;
};
struct census machine_census(const struct machine *machine);

#endif
