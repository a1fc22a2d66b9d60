/*
 * run: the machine that runs code: tasks, scheduler, event loop (epoll, timers, signals).
 *
 * A task is a heap object: code, program counter, its own stack and frames. A command that would
 * block says what for and returns RUN_WAIT; the task is parked, and when it is woken the same
 * command runs again with its progress kept in the call. No C function calls back into the
 * machine, no C stacks are switched, no threads run tasks.
 *
 * The machine knows a command as a name, a signature and a function. It never knows sockets.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_RUN_H
#define HANDSH_RUN_H

#include "handsh/journal.h"
#include "handsh/lang.h"

struct machine;
struct task;
struct call;

/* ---- commands ---- */

enum run {
	RUN_DONE,  /* call->result is the value */
	RUN_FAIL,  /* call->error is set */
	RUN_WAIT,  /* parked; exec runs again when woken */
	RUN_ENTER, /* done, and call->enter is code to run next in this task; its value is the
		      result */
};

struct parameter;      /* command.h */
struct command_option; /* command.h */
struct command_error;

enum command_flags {
	COMMAND_RECEIVES = 1,   /* its bytes are shown after its call line at the top level */
	COMMAND_PATIENT = 2,    /* --timeout does not count for its waits: sleep */
	COMMAND_HIDDEN = 4,     /* part of a control form; in no list */
	COMMAND_RAW = 8,        /* takes its arguments as they stand, no signature */
	COMMAND_ON_SOCKET = 16, /* works on the current socket: stands after NAME. */
};

/* Everything about a command, in one const struct in one file of src/commands. */
struct command {
	const char *name;
	const char *summary;                  /* one line, no full stop */
	const struct parameter *parameters;   /* positional, a {0} at the end; NULL: none */
	const struct command_option *options; /* {0} at the end; NULL: none */
	unsigned flags;
	const char *result;                 /* what it gives: "the number of bytes"; NULL: nil */
	const char *calls;                  /* "send(2)": the system calls it makes; NULL: none */
	const struct command_error *errors; /* those that a learner meets; {0} at the end */
	const char *help;                   /* paragraphs */
	const char *python;                 /* the same in Python */
	const char *c;                      /* the same in C */
	const char *example;                /* a script that the tests run */
	enum run (*exec)(struct call *call);
};

/* What the call of a command needs to know of its signature, worked out once. */
struct shape {
	uint16_t least;  /* positional arguments that must be given */
	uint16_t fixed;  /* that there are; those left out are UNSET */
	uint16_t values; /* options that take a value; their places lie after the arguments */
	bool rest;       /* a last parameter takes all further arguments */
};

enum direction { WAIT_READ, WAIT_WRITE };

struct call_queue {
	struct call *first; /* of a ring: the one before it is the last; NULL: nobody */
};

/*
 * One call of a command, alive until exec returns DONE or FAIL. Lives inside its task, where a
 * server has one for each of its connections: every byte here counts as often.
 */
struct call {
	const struct command *command;
	struct value *arguments; /* on the task's stack, bound to the signature; see command.h */
	uint16_t count;          /* of arguments: parameters first, then what REST took */
	uint16_t values;         /* on the stack to release in all: count and the options' values */
	uint16_t options;        /* bit i: option i of the signature was given */
	uint8_t phase;           /* for exec's use; 0 at first */
	bool shown;              /* a top-level statement's own command */
	bool journaled;          /* it has made a call that was written to the journal */
	bool timed_out;          /* woken by call->deadline */
	bool waited;             /* it has waited on its subject, so that may be closed by now */
	uint32_t target;         /* 1 + global that takes the result at once; 0: none */
	uint64_t done;           /* for exec's use: bytes done */
	int64_t deadline;        /* the command's own, absolute; TIME_NEVER: none */
	struct value state; /* for exec's use: whatever must be released if the call is abandoned */
	struct object *subject; /* on what: a socket, borrowed; may be NULL */
	union {
		struct value result; /* of RUN_DONE: nil unless set */
		struct error *error; /* of RUN_FAIL */
		struct code *enter;  /* of RUN_ENTER */
	};
	struct call_queue *queue; /* where it waits for its turn, or NULL */
	struct call *previous, *next;
};

struct task *call_task(const struct call *call);
struct machine *call_machine(const struct call *call);

/* ---- what exec ends with ---- */

enum run call_return(struct call *call, struct value value); /* takes value: RUN_DONE */
/* RUN_FAIL with a kernel error of the system call named; format may be NULL. */
enum run call_errno(struct call *call, const char *name, int number, const char *format, ...)
	__attribute__((format(printf, 4, 5)));
/* RUN_FAIL with an error that is not the kernel's: TYPE, RANGE, USAGE … */
enum run call_fail(struct call *call, const char *name, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
enum run call_error(struct call *call, struct error *error); /* takes error */

/*
 * Bytes for a call's result, content undefined. Bytes that a call or a variable has just let go of
 * serve again, so that a server that receives and sends does not allocate for each message.
 */
struct bytes *call_bytes(struct call *call, size_t length);

/* ---- waiting ---- */

/*
 * A descriptor that calls can wait for. Embedded in its owner, which keeps it in place. Armed in
 * epoll once, edge-triggered, when something first waits; "ready" is what is known since.
 */
struct watch {
	int fd;        /* -1: closed */
	uint32_t slot; /* 1 + index in the loop's table; 0: not armed */
	uint8_t ready; /* 1 << WAIT_READ, 1 << WAIT_WRITE: worth trying. Set at first. */
	bool unpolled; /* epoll refused it (a regular file): always ready */
	bool marked;   /* an end, a reset or urgent data was seen: a short read proves nothing */
	bool observed; /* part of a struct observer */
	struct call_queue queues[2]; /* readers and writers, first come first served */
};

void watch_open(struct watch *watch, int fd); /* does not take fd */
/* Forgets it, also in the batch of events being read; waiting calls are woken and see fd -1. */
void watch_close(struct machine *machine, struct watch *watch);

/* Watches for an owner that is no call (the prompt, signals): it is told, level-triggered. */
struct observer {
	struct watch watch;
	void (*notify)(struct machine *machine, struct observer *observer, uint32_t events);
	void *context;
};

/* interest: EPOLLIN or EPOLLOUT. False with errno: epoll_ctl(2). Ends by watch_close. */
bool observer_open(struct machine *machine, struct observer *observer, int fd, uint32_t interest,
		   void (*notify)(struct machine *, struct observer *, uint32_t), void *context);

/*
 * Takes the call's turn: true when no earlier call waits in that direction of the descriptor. When
 * false the call is queued and exec returns RUN_WAIT. A turn ends with the call.
 */
bool call_turn(struct call *call, struct watch *watch, enum direction direction);
/* Parks the call, keeping its turn, until the descriptor is ready, closed, or call->deadline. */
enum run call_wait(struct call *call, struct watch *watch, enum direction direction);
/* Parks it until call->deadline; with TIME_NEVER until call_wake. */
enum run call_pause(struct call *call);
/*
 * For an exec that could go on for long without waiting: has its task had its time? Then it gives
 * way: it runs again after the tasks that are ready, and Ctrl-C and deadlines are seen before.
 */
bool call_overdue(const struct call *call);
enum run call_yield(struct call *call);
/* Keeps the turn that the call has on a descriptor, and no other, while it gives way. */
void call_keep(struct call *call, struct watch *watch, enum direction direction);
void call_wake(struct call *call); /* its exec runs again soon */
/* The descriptor has given all it had (a short read or write on a stream): the next call may wait
 * for the next edge at once. No effect unless armed, nor after a mark: what follows it was there
 * already and makes no edge of its own. */
static inline void watch_drained(struct watch *watch, enum direction direction)
{
	if (watch->slot && !watch->marked)
		watch->ready &= (uint8_t) ~(1u << direction);
}
static inline bool watch_ready(const struct watch *watch, enum direction direction)
{
	return watch->ready & (1u << direction);
}

/*
 * Moves a descriptor of our own out of the way, so that a session's first socket is 3, the number
 * that every tutorial shows. Takes fd and gives the one to use: fd itself where there is no room.
 */
int descriptor_aside(int fd);

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
enum task_state task_state(const struct task *task);
const struct call *task_call(const struct task *task); /* the one it waits in, or NULL */
struct task *task_next(const struct machine *machine, const struct task *task); /* live ones, by
	number; NULL begins, and ends. Main is not among them. */
struct task *task_find(const struct machine *machine, int64_t id); /* live; NULL: none */
void task_cancel(struct machine *machine, struct task *task); /* harmless on one that has ended */
/* How a wait reads: "accept: waiting on s1". */
void task_describe(const struct task *task, struct buffer *buffer);

/*
 * Parks the call until the task has ended: RUN_WAIT, or RUN_DONE when it has. A task that ends with
 * an error while somebody waits for it is not reported; whoever waits raises it.
 */
enum run call_wait_task(struct call *call, struct task *task);
enum run call_wait_started(struct call *call); /* the same for all that the call's task started */
struct value task_result(const struct task *task); /* of TASK_DONE; borrowed */
struct error *task_error(const struct task *task); /* of TASK_FAILED and TASK_CANCELED; borrowed */
/* The task's current object (a socket): latest made current that is still alive; borrowed. */
struct object *task_current(struct task *task);
void task_make_current(struct task *task, struct object *object); /* retains it */
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
	bool (*bind)(struct call *call, const struct shape *shape);
	struct shape (*shape)(const struct command *command);
	/* A name that no variable has: a socket of the table as a new reference, or UNSET. */
	struct value (*lookup)(struct machine *machine, const char *name);
	/* Offers every name that lookup knows, for "did you mean". */
	void (*offer)(struct machine *machine, struct nearest *nearest);
	/* The loop looks for events, and may sleep: flush what is buffered. */
	void (*before_poll)(struct machine *machine);
	/*
	 * Commands that forms of the language call, both COMMAND_RAW. serve accepts one connection
	 * of the socket (or nil: there was no current one) in arguments[0] and gives it; shell runs
	 * the text in arguments[0] with the bytes in arguments[1], if there is one, on its standard
	 * input.
	 */
	const struct command *serve, *shell;
};

/* hooks may be NULL: nothing is lent. */
struct machine *machine_new(const struct hooks *hooks, struct journal *journal, void *shell);
void machine_free(struct machine *machine);         /* ends all tasks first */
void *machine_shell(const struct machine *machine); /* the owner given to machine_new */
struct journal *machine_journal(const struct machine *machine);

void machine_command(struct machine *machine, const struct command *command); /* adds a built-in */
const struct command *machine_find(const struct machine *machine, const char *name); /* built-in */
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
};
void machine_settings(struct machine *machine, const struct settings *settings);

/* Compiles a unit. On an error it is given, not shown. */
enum compile_status machine_compile(struct machine *machine, struct source *source,
				    struct code **code, struct error **error);

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
/* Rounds until every ready task waits and nothing happens any more. */
void machine_settle(struct machine *machine);
/* Ends main's unit where it is, past every try (Ctrl-C). Without effect when main is idle. */
void machine_interrupt(struct machine *machine);
struct task *machine_main(struct machine *machine);

void machine_exit(struct machine *machine, int status); /* ends main at once: OUTCOME_EXIT */
int machine_status(const struct machine *machine);      /* what exit gave */
/* An expectation was not met, anywhere and ever; or -k has gone on after an error. */
bool machine_failed(const struct machine *machine);

/* What is left, for tests that prove that nothing is. */
struct census {
	uint32_t tasks, watches, timers;
};
struct census machine_census(const struct machine *machine);

#endif
