/*
 * journal: every call, value, printed text, wait and error is one event in one stream, and so are
 * the ends of statements, units and tasks. Whoever does something writes to it; call lines, traces,
 * JSON, and whatever else shows what happened subscribe to it and know nothing else. Events that
 * nobody wants cost one comparison.
 *
 * An event borrows what it names from whoever writes it, who holds it until journal_write returns;
 * nothing in it is formatted. The ring copies what it keeps, by the kind of each argument.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_JOURNAL_H
#define HANDSH_JOURNAL_H

#include "handsh/lang.h"
#include "handsh/names.h"

/* ---- what an event names ---- */

enum argument_kind {
	ARGUMENT_END,      /* ends a list of arguments */
	ARGUMENT_NONE,     /* left out: readers pass over it */
	ARGUMENT_INT,      /* a number */
	ARGUMENT_NAMED,    /* a number, by its name if it has one: AF_INET */
	ARGUMENT_FLAGS,    /* a number, by the names of its bits: MSG_PEEK|MSG_OOB */
	ARGUMENT_CONSTANT, /* shown as it stands, and lives for ever: "O_NONBLOCK" */
	/* What these name may be gone after the event. */
	ARGUMENT_TEXT,   /* shown as it stands, put together for this event: "{1, 5}" */
	ARGUMENT_BYTES,  /* data, shown as a literal */
	ARGUMENT_VALUE,  /* a value of the language: an address; bytes that can be held */
	ARGUMENT_LIST,   /* [several]: a vector, descriptors */
	ARGUMENT_STRUCT, /* {several}: a message, control data */
};

struct event_argument {
	uint8_t kind; /* enum argument_kind */
	bool cut;     /* BYTES: there were more, for which the ring has no room */
	union {
		uint32_t length; /* TEXT, BYTES */
		int number;      /* NAMED, FLAGS */
	};
	union {
		int64_t integer;
		const char *text; /* CONSTANT, TEXT, BYTES */
		struct value value;
		const struct names *names;
		const struct event_argument *list; /* {0} at the end */
	};
};

static inline struct event_argument argument_none(void)
{
	return (struct event_argument){.kind = ARGUMENT_NONE};
}

static inline struct event_argument argument_int(int64_t integer)
{
	return (struct event_argument){.kind = ARGUMENT_INT, .integer = integer};
}

static inline struct event_argument argument_named(const struct names *names, int number)
{
	return (struct event_argument){.kind = ARGUMENT_NAMED, .number = number, .names = names};
}

/* No bits are left out. */
static inline struct event_argument argument_flags(const struct names *names, int bits)
{
	return (struct event_argument){
		.kind = bits ? ARGUMENT_FLAGS : ARGUMENT_NONE, .number = bits, .names = names};
}

static inline struct event_argument argument_constant(const char *text)
{
	return (struct event_argument){.kind = ARGUMENT_CONSTANT, .text = text};
}

static inline struct event_argument argument_text(const struct buffer *text)
{
	return (struct event_argument){
		.kind = ARGUMENT_TEXT, .length = (uint32_t)text->length, .text = text->data};
}

static inline struct event_argument argument_bytes(const void *data, size_t length)
{
	return (struct event_argument){
		.kind = ARGUMENT_BYTES, .length = (uint32_t)length, .text = data};
}

static inline struct event_argument argument_value(struct value value)
{
	return (struct event_argument){.kind = ARGUMENT_VALUE, .value = value};
}

/* Data that a reader can hold longer than the event lasts. Borrows it all the same. */
static inline struct event_argument argument_held(const struct bytes *bytes)
{
	return argument_value(value_bytes((struct bytes *)bytes));
}

/* Data in what is BYTES, or a VALUE of the type bytes. */
static inline const char *argument_data(const struct event_argument *argument, size_t *length)
{
	const bool value = argument->kind == ARGUMENT_VALUE;
	*length = value ? argument->value.bytes->length : argument->length;
	return value ? argument->value.bytes->data : argument->text;
}

static inline struct event_argument argument_list(const struct event_argument *list)
{
	return (struct event_argument){.kind = ARGUMENT_LIST, .list = list};
}

static inline struct event_argument argument_struct(const struct event_argument *list)
{
	return (struct event_argument){.kind = ARGUMENT_STRUCT, .list = list};
}

/* A list of arguments, alive until the block ends: any number fit. */
#define ARGUMENTS(...) ((const struct event_argument[]){__VA_ARGS__ __VA_OPT__(, ){0}})

/* ---- events ---- */

enum event_kind {
	EVENT_CALL,   /* a system call (or getaddrinfo) has returned */
	EVENT_VALUE,  /* the value of a statement at the top level */
	EVENT_PRINT,  /* text that print and friends write */
	EVENT_ERROR,  /* an error that ended a statement or a task */
	EVENT_WAIT,   /* a task waits: "accept: waiting on s1" */
	EVENT_NOTICE, /* anything else worth a line on standard error */
	EVENT_PACKET, /* one has come on a wire of the lab, or something has become of it */
	EVENT_STATE,  /* a packet has changed the state of a connection */
	/* What the ring does not keep: tables as values, beside their PRINT, and beginnings and ends. */
	EVENT_TABLE,
	EVENT_TASK_BEGIN,
	EVENT_TASK_END,
	EVENT_STATEMENT_END, /* of a statement of the top level */
	EVENT_UNIT_END,      /* of text that was read as one: a file, a line of standard input */
	EVENT_KINDS,
};

#define EVENT_MASK(kind) (1u << (kind))
/* In journal.wanted: a subscriber wants the packets too that nobody holds. */
#define EVENT_EVERY_PACKET (1u << 28)
/* In a subscriber's kinds: of tables not the text but the value. */
#define EVENT_AS_VALUES (1u << 29)
/* In a subscriber's kinds: of calls, packets and states, only those with EVENT_TOP. */
#define EVENT_ONLY_TOP (1u << 30)
/* In journal.wanted: somebody wants the others too. */
#define EVENT_EVERY_CALL (1u << 31)

enum event_flags {
	EVENT_TOP =
		1, /* made by a top-level statement's own command: has a call line; PACKET: it was
			    held, or somebody has said what becomes of it; STATE: such a one's */
	EVENT_RAW = 2,   /* PRINT: bytes to pass even to a terminal (print --raw) */
	EVENT_OWN = 4,   /* CALL: its command's value is the statement's, so data is shown too */
	EVENT_KEPT = 16, /* CALL: what was read before was taken, by no system call: see note */
	/* ERROR: of serve or a connection; CALL: an accept of serve; clients may cause any number */
	EVENT_OF_CLIENT = 8,
	EVENT_OF_TABLE = 32, /* PRINT: the text of a TABLE */
	EVENT_CAUGHT = 64,   /* ERROR: of an expectation, which the script has caught */
	EVENT_PAGED = 128,   /* PRINT: which stands on the screen otherwise, as a pager's */
};

enum result_kind {
	RESULT_STATUS,     /* 0: it has worked */
	RESULT_DESCRIPTOR, /* of the socket that it has made */
	RESULT_SENT,       /* so many bytes of the data */
	RESULT_RECEIVED,   /* the data */
};

/* What came back beside the result. */
enum gave_kind {
	GAVE_NOTHING,
	GAVE_VALUE,  /* -> 127.0.0.1:5000 */
	GAVE_SENDER, /* from 127.0.0.1:5000 */
};

/* A socket in an event, shown as its alias if it has one, else as c1. */
struct event_socket {
	const char *alias; /* the variable that holds it; NULL: none */
	uint32_t number;   /* with the letter, the name that no other socket ever has */
	char letter;       /* '\0': there is no socket */
};

struct event_call {
	const char *name;           /* "accept"; lives for ever */
	struct event_socket socket; /* that it has made, or else worked on */
	const char *host;           /* on which; NULL: there is none but this machine */
	int64_t begin;              /* when it began to wait; the event's time if it did not */
	int64_t result;             /* -1 with number set: it failed */
	int number;                 /* errno, of getaddrinfo below 0; 0: success */
	uint8_t result_kind;        /* enum result_kind */
	uint8_t gave_kind;          /* enum gave_kind */
	struct event_argument gave;
	const char *note; /* "end of stream: the peer has closed its side"; may be NULL */
	/* What was received: data, BYTES or a VALUE; or sent: the data, or a LIST of it, among the
	 * arguments. Whole but in the ring, which cuts it; NULL: nothing. */
	const struct event_argument *data;
	size_t left; /* RECEIVED: bytes that are kept with the socket after it */
	const struct event_argument *arguments; /* as the man page orders them */
};

struct event_table {
	const char *name; /* the command's; lives for ever */
	struct event_argument value;
};

struct event_task {
	const char *name; /* the command that it begins with */
	uint32_t starter; /* the task that has started it */
};

/* Its behaviour's format is a line of it, and its fields are what there is to know. */
struct event_packet {
	const struct object *packet;
	const char *became; /* of one that was held: "passed"; lives for ever. NULL: it has come */
	bool held;          /* when it came, whatever has become of it since */
};

/* On that host; the names of states live for ever. */
struct event_state {
	const char *host, *before, *after;
	struct event_socket socket; /* or the listener, where it is not accepted yet */
	uint32_t packet;            /* the number of that which has changed it */
};

/* How a task, a statement or a unit has ended. */
enum ended {
	ENDED_DONE,
	ENDED_FAILED, /* by an error */
	ENDED_SYNTAX, /* of a unit: it does not fit the grammar, and nothing of it has run */
	ENDED_CANCELED,
	ENDED_INTERRUPTED,
	ENDED_EXIT, /* in the midst of it exit was called */
};

struct event_end {
	uint8_t how;                 /* enum ended */
	struct event_argument value; /* of DONE: what it gave, NONE of a unit */
	const struct error *error;   /* of FAILED and CANCELED, unless of a unit; else NULL */
};

struct event {
	enum event_kind kind;
	unsigned flags;
	int64_t time;          /* CLOCK_MONOTONIC, nanoseconds; of a call its end */
	uint32_t task;         /* 0: the main task */
	uint32_t offset;       /* where in source */
	struct source *source; /* whose text made it; NULL: unknown, or the error says it */
	union {
		struct event_call call;
		struct event_argument value; /* VALUE: one; PRINT: data, the newline included */
		const struct error *error;
		const char *text; /* WAIT, NOTICE */
		struct event_table table;
		struct event_task begun;
		struct event_end end;
		struct event_packet packet;
		struct event_state state;
	};
};

struct subscriber {
	unsigned kinds; /* EVENT_MASK of what it wants */
	void (*notify)(void *context, const struct event *event);
	void *context;
	struct subscriber *next;
	const struct subscriber *like; /* wants what that one does; NULL: what kinds says */
};

struct journal {
	unsigned wanted; /* union of all subscribers' kinds; see journal_wants */
	struct subscriber *subscribers;
	unsigned kept;     /* so many of each ring */
	struct ring *ring; /* the latest events, NULL when none are kept */
	/* Packets that nobody holds, which would push the others out, and what they change; NULL: none
	 * has come. */
	struct ring *passing;
};

static inline bool journal_wants(const struct journal *journal, enum event_kind kind)
{
	return journal->wanted & EVENT_MASK(kind);
}

/* The same for a call: those inside blocks and tasks are wanted by traces alone. */
static inline bool journal_wants_call(const struct journal *journal, bool top)
{
	return journal_wants(journal, EVENT_CALL) && (top || (journal->wanted & EVENT_EVERY_CALL));
}

/* The same for a packet: those that nobody holds are wanted by traces alone. */
static inline bool journal_wants_packet(const struct journal *journal, bool held)
{
	return journal_wants(journal, EVENT_PACKET) &&
	       (held || (journal->wanted & EVENT_EVERY_CALL));
}

/* The same for what a packet brings about: who keeps the latest events alone does not have it asked for. */
static inline bool journal_wants_state(const struct journal *journal, bool held)
{
	return journal_wants(journal, EVENT_STATE) &&
	       (held || (journal->wanted & EVENT_EVERY_PACKET));
}

void journal_subscribe(struct journal *journal, struct subscriber *subscriber); /* borrows it */
void journal_unsubscribe(struct journal *journal, struct subscriber *subscriber);
void journal_want(struct journal *journal, struct subscriber *subscriber, unsigned kinds);
/* Fills in the time and hands the event to all who want its kind, in the order they came. */
void journal_write(struct journal *journal, struct event *event);

/* Keeps the latest count events for whoever asks later; 0 keeps none. */
void journal_keep(struct journal *journal, unsigned count);
/* The kept events, oldest first: index from 0; false: no such event. Borrowed until the next write.
 */
bool journal_kept(const struct journal *journal, unsigned index, struct event *event);
/* All that are kept, in the order of their times; reader {0} at first. False: there are no more. The same. */
struct journal_reader {
	unsigned kept, passing;
};
bool journal_read(const struct journal *journal, struct journal_reader *reader,
		  struct event *event);
void journal_free(struct journal *journal);

#endif
