/*
 * journal: every call, result, printed text, wait and error is one event in one stream. Whoever
 * does something writes to it; call lines, traces, JSON, and whatever else shows what happened
 * subscribe to it and know nothing else. Events that nobody wants cost one comparison.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_JOURNAL_H
#define HANDSH_JOURNAL_H

#include "handsh/value.h"

enum event_kind {
	EVENT_CALL,     /* a system call (or getaddrinfo) has returned */
	EVENT_VALUE,    /* the value of a statement at the top level */
	EVENT_RECEIVED, /* the received bytes of such a statement, after its calls */
	EVENT_PRINT,    /* text that print and friends write */
	EVENT_ERROR,    /* an error that ended a statement or a task */
	EVENT_WAIT,     /* a task waits: "accept: waiting on s1" */
	EVENT_NOTICE,   /* anything else worth a line on standard error */
	EVENT_KINDS,
};

#define EVENT_MASK(kind) (1u << (kind))
#define EVENT_ONLY_TOP                                                                             \
	(1u                                                                                        \
	 << 30) /* in a subscriber's kinds: of calls, only those with EVENT_TOP                 \
		    */
#define EVENT_EVERY_CALL (1u << 31) /* in journal.wanted: somebody wants the other calls too */

enum event_flags {
	EVENT_TOP = 1, /* made by a top-level statement's own command: has a call line */
	EVENT_RAW = 2, /* PRINT: bytes to pass even to a terminal (print --raw) */
};

#define EVENT_ARGUMENTS 6

/* One argument of a call as the man page orders them. */
struct event_argument {
	const char *word;   /* a constant's name, AF_INET, which lives for ever (but for the last
			       word of a call's arguments); NULL: the value */
	struct value value; /* borrowed: an int, an address, or bytes shown as a literal */
};

/* Borrowed in all its parts: a subscriber copies what it keeps. */
struct event {
	enum event_kind kind;
	unsigned flags;
	int64_t time;  /* CLOCK_MONOTONIC, nanoseconds */
	uint32_t task; /* 0: the main task */
	union {
		struct {
			const char *name;   /* "accept"; lives for ever */
			const char *socket; /* shown name of the one it made or worked on, or NULL
					     */
			int64_t result;     /* -1 with number set: it failed */
			int number;         /* errno, 0: success */
			unsigned count;     /* of arguments */
			struct value from;  /* address after "from", or the value that came back;
					       UNSET: none */
			const char *word;   /* a constant's name that came back, instead of from */
			const char *note;   /* "end of stream: the peer has closed its side"; may be
					       NULL */
			/* At the end: the ring copies as many as there are. */
			struct event_argument arguments[EVENT_ARGUMENTS];
		} call;
		struct value value; /* VALUE, RECEIVED, PRINT (bytes, the newline included) */
		const struct error *error;
		const char *text; /* WAIT, NOTICE */
	};
};

struct subscriber {
	unsigned kinds; /* EVENT_MASK of what it wants */
	void (*notify)(void *context, const struct event *event);
	void *context;
	struct subscriber *next;
};

struct journal {
	unsigned wanted; /* union of all subscribers' kinds; see journal_wants */
	struct subscriber *subscribers;
	struct ring *ring; /* the latest events, NULL when none are kept */
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

void journal_subscribe(struct journal *journal, struct subscriber *subscriber); /* borrows it */
void journal_unsubscribe(struct journal *journal, struct subscriber *subscriber);
/* Fills in the time and hands the event to all who want its kind, in the order they came. */
void journal_write(struct journal *journal, struct event *event);

/* Keeps the latest count events (bytes cut to 64) for whoever asks later; 0 keeps none. */
void journal_keep(struct journal *journal, unsigned count);
/* The kept events, oldest first: index from 0; false: no such event. Borrowed until the next write.
 */
bool journal_kept(const struct journal *journal, unsigned index, struct event *event);
void journal_free(struct journal *journal);

#endif
