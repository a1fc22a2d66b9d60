/*
 * shell: the one struct that owns all parts, and how a call reaches it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_SHELL_H
#define HANDSH_SHELL_H

#include "handsh/library.h"
#include "handsh/net.h"
#include "handsh/run.h"
#include "handsh/show.h"
#include "handsh/wire.h"

struct chapter;
struct input;

struct shell {
	struct journal journal;
	struct machine *machine;
	struct socket_table *sockets;
	struct lab *lab;      /* hosts and wires; NULL: there has been no host yet */
	struct piece *pieces; /* of relays that are held: piece.h */
	uint32_t last_piece;  /* number last given, before there was a lab */
	struct host *here; /* this machine, as a host; NULL: nobody has named it. See shell_host */
	struct display *display;
	struct input *input;            /* standard input: the script's text, and lines for ask */
	struct libraries libraries;     /* loaded when they are first used */
	const struct chapter *chapters; /* every command there is; see command.h */
	bool interactive;               /* there is a prompt */
	bool hints, colours;            /* it is to have them: set */
	bool json;
	/* Of each socket, by its name in the table, what sockets has last shown on the terminal: a
	 * list of state and queues, and what it has said of a change. NULL: it has shown none. */
	struct map *shown_sockets;
	struct object *lesson; /* that runs: commands/lesson; NULL: none does */
	bool script_input;     /* the script's text comes from standard input */
	uint64_t descriptors;  /* the soft limit that handsh was started with, for !cmd */
};

static inline struct shell *call_shell(const struct call *call)
{
	return machine_shell(call_machine(call));
}

/* The host of that name, here too; NULL: there is none. Borrowed. */
struct host *shell_host(struct shell *shell, const char *name);

/* Text that print and friends write: to the journal as EVENT_PRINT. */
void call_print(struct call *call, const void *data, size_t length);
/* The same of a text that may be large, which it ends; raw: as it is even to a terminal. */
struct formatted;
void call_print_formatted(struct call *call, struct formatted *text, bool raw);

/* Shows a value as the statement's is shown, before that: of a command that gives several. Takes it. */
void call_show_value(struct call *call, struct value value);

/* What a command that shows a table is made of. */
struct exhibit {
	struct value (*value)(struct call *call); /* what it gives; a new reference */
	struct value (*rows)(
		struct call *call); /* all that the table says, as maps; NULL: value's */
	void (*text)(struct call *call, struct buffer *text);
	bool page; /* it is for reading: by the pager where it is longer than the screen */
};
/* Ends exec: where somebody takes the value it gives that, else it shows the table. Of a page exec
 * may run again. */
enum run call_exhibit(struct call *call, const struct exhibit *exhibit);

/* The same of a call that shows several, and goes on: what the table says, for whoever wants it as
 * values, which are taken; and its text, for everybody else. */
bool call_wants_rows(const struct call *call);
void call_print_rows(struct call *call, struct value value);
void call_print_table(struct call *call, const struct buffer *text);
/* The same of one that stands on the screen already. */
void call_print_seen(struct call *call, const struct buffer *text);

/* A call that the journal has: a map. */
struct value call_event_value(const struct event *event);
/* The same of a packet that has come, or of what has become of it; and of what it has changed. */
struct value packet_event_value(const struct event *event);
struct value state_event_value(const struct event *event);

extern const struct hooks shell_hooks; /* what the machine is lent */

#endif
