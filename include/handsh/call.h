/*
 * call: a command, and a call of it, which is all that the command's exec sees.
 *
 * A command that would block says what for and returns RUN_WAIT; its task is parked, and when that
 * is woken the same exec runs again, with its progress kept in the call. So does a command that
 * could go on for long: it gives way with call_yield.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_CALL_H
#define HANDSH_CALL_H

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
	RUN_CALL,  /* done, and another command is called in its place: call_instead */
	RUN_EXIT,  /* its task ends, as main does: see machine_exit */
};

struct parameter;      /* command.h */
struct command_option; /* command.h */
struct command_error;

enum command_flags {
	COMMAND_PATIENT = 1,   /* --timeout does not count for its waits: sleep */
	COMMAND_HIDDEN = 2,    /* stands for a form of the language; in no list */
	COMMAND_ON_SOCKET = 4, /* works on the current socket: stands after NAME. */
	COMMAND_ON_HOST = 16,  /* works on the current host: stands after NAME. of one */
	COMMAND_ON_WIRE = 64,  /* works on a wire of the lab: stands after NAME. of one */
	COMMAND_NAMES = 32,    /* what its arguments say are names from then on: host */
	COMMAND_VERBATIM = 8,  /* its arguments are another command's, with that one's options */
};

/* How far a call has come. */
struct measure {
	uint64_t done;  /* bytes */
	uint64_t total; /* that there are; 0: nobody knows */
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
	/* The call has begun to wait, and is ended from outside by the error: a deadline's, of cancel or
	 * Ctrl-C. Says there what it has done so far. NULL: nothing that counts. */
	void (*abandon)(struct call *call, struct error *error);
	/* Appends what could end its wait: "; 127.0.0.1:5000 has to send, or close". NULL: nothing
	 * that could be said. */
	void (*ends)(const struct call *call, struct buffer *text);
	/* Of a call that waits, or has given way. False: there is nothing to be told. NULL: there never
	 * is. */
	bool (*measure)(const struct call *call, struct measure *measure);
};

/* A word of a script that was found to be a flag: an option without a value. */
struct known_flag {
	struct bytes *word; /* held, so that no other has its address; NULL: none yet */
	unsigned option;
};

#define FLAGS_KNOWN 8

/* What the call of a command needs to know of its signature, worked out once. */
struct shape {
	uint16_t least;  /* positional arguments that must be given */
	uint16_t fixed;  /* that there are */
	uint16_t values; /* options that take a value; their places lie after the arguments */
	uint16_t usual;  /* of those, the places that a call without options has: all, or none where
			    no option has a default */
	bool rest;       /* a last parameter takes all further arguments */
	struct value *defaults; /* fixed and values of them: what stands where nothing was given,
				   UNSET where there is no default; NULL when they are none */
	struct known_flag flags[FLAGS_KNOWN]; /* the latest that its calls had */
	unsigned flag_next;                   /* which of them the next one replaces */
};

void shape_release(struct shape *shape); /* what it holds */

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
	uint16_t values;         /* on the stack to release in all: count and the options' places */
	uint16_t options;        /* bit i: option i of the signature was given */
	uint8_t manner;          /* enum call_manner */
	uint8_t phase : 5;       /* for exec's use; 0 at first */
	bool journaled : 1;      /* it has made a call that was written to the journal */
	bool timed_out : 1;      /* until has passed */
	bool waited : 1;         /* it has waited on its subject, so that may be closed by now */
	int64_t began;           /* to wait; 0: it has not yet, or nobody wanted to know */
	struct object *subject;  /* what it works on: a socket, or NULL. Held; see call_on */
	struct object *state;    /* for exec's use: one object of its own, NULL at first. Held */
	uint64_t done;           /* for exec's use: bytes done */
	int64_t until;           /* its own deadline, absolute; TIME_NEVER at first: none */
	union {
		struct value result; /* of RUN_DONE: nil unless set */
		struct error *error; /* of RUN_FAIL */
		struct code *enter;  /* of RUN_ENTER */
		struct call *keeper; /* of a turn: the call that keeps it */
	};
	struct call_queue *queue; /* where it waits for its turn, or NULL */
	struct call *previous, *next;
};

struct task *call_task(const struct call *call);
struct machine *call_machine(const struct call *call);
/* By a statement of the top level itself: what it does is shown. */
static inline bool call_shown(const struct call *call)
{
	return call->manner & CALL_SHOWN;
}
/* The word that the user typed: the command's name, or serve. */
const char *call_name(const struct call *call);
/* 1 + global that takes the result at once; 0: none. */
uint32_t call_target(const struct call *call);
/*
 * Nobody takes what the call gives: it is a statement, or the last one of a command or a task whose
 * own call is one.
 */
bool call_dropped(const struct call *call);
/* Whose text makes the call, and where in it; borrowed. */
struct source *call_place(const struct call *call, uint32_t *offset);

/*
 * The call works on that object from now on, and holds it to its end. serve's accept has the socket
 * that serve was begun on from the first.
 */
static inline void call_on(struct call *call, struct object *object)
{
	struct object *before = call->subject;
	call->subject = object_retain(object);
	object_release(before);
}

/* ---- what exec ends with ---- */

enum run call_return(struct call *call, struct value value); /* takes value: RUN_DONE */
/*
 * RUN_CALL of the command that argument 0 names, with the other arguments as they stand; RUN_FAIL
 * (UNKNOWN) where there is none. spread: the last is a list, whose elements they are. builtin: the
 * built-in one, also when a def has taken its name.
 */
enum run call_instead(struct call *call, bool spread, bool builtin);
/* RUN_FAIL with a kernel error of the system call named; format may be NULL. */
enum run call_errno(struct call *call, const char *name, int number, const char *format, ...)
	__attribute__((format(printf, 4, 5)));
/* RUN_FAIL with an error that is not the kernel's: TYPE, RANGE, USAGE … */
enum run call_fail(struct call *call, const char *name, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
enum run call_error(struct call *call, struct error *error); /* takes error */
/* Shows the error that one of these has set, of a call that goes on in spite of it. */
void call_report(struct call *call);

/*
 * Bytes for a call's result, content undefined. Bytes that a call or a variable has just let go of
 * serve again, so that a server that receives and sends does not allocate for each message.
 */
struct bytes *call_bytes(struct call *call, size_t length);
/* Takes bytes that were made beside the result: they may serve again. */
void call_spare(struct call *call, struct bytes *bytes);

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
	struct call_queue *queues; /* readers and writers, first come first served: its own, or
				      those of another descriptor of the same file */
	struct call_queue own[2];
};

void watch_open(struct watch *watch, int fd); /* does not take fd */
/* The same of a copy of the other's descriptor, with which calls wait in the same lines. The other
 * stays in place as long as this one is used. */
void watch_open_copy(struct watch *watch, int fd, const struct watch *other);
/* Forgets it, also in the batch of events being read; waiting calls are woken and see fd -1. */
void watch_close(struct machine *machine, struct watch *watch);

/*
 * Takes the call's turn: true when no earlier call waits in that direction of the descriptor. When
 * false the call is queued and exec returns RUN_WAIT. A turn ends with the call.
 */
bool call_turn(struct call *call, struct watch *watch, enum direction direction);
/*
 * A turn beside that for which the call waits: who copies stays the next reader while it waits to
 * write. It stands in the queue as a call that is none. {0} at first.
 */
struct turn {
	struct call place;
};

/* The same as call_turn, of a turn that the call keeps from now on until turn_leave. */
bool turn_take(struct turn *turn, struct call *call, struct watch *watch, enum direction direction);
void turn_leave(struct turn *turn);
/*
 * For a call that waits for several descriptors, on which it has turns: an event of that one wakes
 * it, once it has parked by any of the functions below. False: call->error.
 */
bool call_expect(struct call *call, struct watch *watch, enum direction direction);
/*
 * Parks the call, keeping its turn, until the descriptor is ready, closed, or call->until. It may
 * have been parked already, by waiting for another: the first of them to come wakes it.
 */
enum run call_wait(struct call *call, struct watch *watch, enum direction direction);
/* Parks it until call->until; with TIME_NEVER until call_wake. */
enum run call_pause(struct call *call);
/* The same where nothing wakes it: exec looks again after so many nanoseconds at the latest. */
enum run call_look(struct call *call, int64_t after);
/*
 * The same; where happens, also after each event that conditions wait for (expect within). That it
 * runs again is itself no such event.
 */
enum run call_attend(struct call *call, int64_t after, bool happens);
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
 * What a call has looked at that is evaluated for "expect within": an object whose format says what was
 * seen instead, in lines with newlines before them, where the time passes. Wanted once; takes witness.
 */
bool call_wants_witness(const struct call *call);
void call_witness(struct call *call, struct object *witness);

/*
 * Parks the call until the task has ended: RUN_WAIT, or RUN_DONE when it has. A task that ends with
 * an error while somebody waits for it is not reported; whoever waits raises it.
 */
enum run call_wait_task(struct call *call, struct task *task);
/* The same for all that the call's task started. RUN_FAIL: the first error that has ended one. */
enum run call_wait_started(struct call *call);
/*
 * The same for several: until one of them has ended, *ended, whose error is not raised; or until all
 * have, or an error has ended one, *failed, else NULL. They take the tasks, at first, and have them
 * in call_awaited from then on (NULL before), where their exec has tasks NULL. The call's state is
 * theirs.
 */
enum run call_wait_any(struct call *call, struct list *tasks, struct task **ended);
enum run call_wait_all(struct call *call, struct list *tasks, struct task **failed);
const struct list *call_awaited(const struct call *call);

#endif
