/*
 * flow: bytes that are moved from one stream to another: what copy does in one direction, relay and
 * interact in both. Of sockets that keep messages apart it moves messages.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_COMMANDS_DATA_FLOW_H
#define HANDSH_COMMANDS_DATA_FLOW_H

#include "commands/data/streaming.h"

enum flow_state { FLOW_GOES, FLOW_ENDED, FLOW_FAILED };

struct flow;

/* What stands in place of FROM's own reading or TO's own writing, for a call: as stream_read and
 * stream_write; and between them. NULL: nothing does. */
struct flow_device {
	enum run (*read)(struct call *call, struct flow *flow, struct bytes **bytes, int *number);
	enum run (*write)(struct call *call, struct flow *flow, const char *data, size_t length,
			  size_t *count, int *number);
	/* Takes what was read of no socket, and gives what goes to TO: as much, or more. */
	struct bytes *(*change)(struct call *call, struct bytes *bytes);
};

/* One direction. */
struct flow {
	struct handle *from, *to;     /* arguments of the call */
	uint64_t done;                /* bytes that have arrived in TO */
	uint8_t state;                /* enum flow_state */
	bool passes_end;              /* TO is shut down for writing where FROM ends */
	bool shown;                   /* what passes is printed */
	bool holds;                   /* each piece waits for what somebody says: flow_hold.c */
	bool decided;                 /* what is pending goes on */
	bool drains;                  /* nothing is waited for: the other direction has failed */
	bool first;                   /* among those that read FROM */
	bool source_ended;            /* what is left is on its way */
	bool crowded;                 /* TO had no room at the last try */
	bool sending;                 /* what has failed: else it was to receive */
	int number;                   /* errno of that */
	struct error *error;          /* the same, where it was no call on either */
	struct bytes *message;        /* received, not sent, and kept nowhere else: of sockets that
					 keep messages apart, or of a closed one */
	struct piece *piece;          /* of what is pending; NULL: none */
	struct flow_pipe *pipe;       /* bytes go through it by splice(2); NULL: they do not */
	bool unspliced;               /* they cannot */
	struct turn reading, writing; /* of FROM from the beginning to the end, of TO while
					 something waits for it */
	struct object *place;         /* of stream_read */
	struct handle *awaited;       /* the socket that it waits for; NULL: none */
	enum direction awaited_for;
	const struct flow_device *device; /* NULL: there is none */
};

/* A call's flows: its state. */
struct flows {
	struct object object;
	unsigned count;
	bool loose;            /* messages and streams may meet: who types wants to see */
	struct flow *failed;   /* the first of them that has; NULL: none */
	const char *note;      /* for the call's line; NULL: none */
	struct object *beside; /* of the command's own, released with them; NULL: none */
	/* They are over before all have come to their ends. NULL: they are not. */
	bool (*over)(const struct flows *flows);
	struct flow flows[2];
};

/* Those of the call, new and without ends at first. */
struct flows *flows_of(struct call *call, unsigned count);
/* The flow's ends, which the call's arguments hold. */
void flows_join(struct flows *flows, unsigned i, struct handle *from, struct handle *to);
/* RUN_DONE when all have come to their ends, or are over. What RUN_FAIL ends with is told. */
enum run flows_run(struct call *call, struct flows *flows);

/* ---- flow.c ---- */

/* RUN_DONE; RUN_WAIT: parked, unless it is for flow->awaited, for which it is about to be. */
enum run flow_step(struct call *call, struct flow *flow);
/* It has failed at sending or receiving: RUN_DONE. */
enum run flow_fail(struct flow *flow, bool sending, int number);
void flow_leave(struct flow *flow); /* its turns */
/* So many of the bytes that are pending do not wait any more. */
void flow_drop(struct flow *flow, size_t count);
/* Of what is no stream each receive is a message, and what does not fit of it is lost. */
bool flow_is_stream(const struct handle *handle);

/* ---- flow_pipe.c ---- */

/* A receive has given so many bytes: from now on they may go through a pipe. */
void flow_pipe_open(struct flow *flow, size_t got);
/* What is in it is kept with FROM, and it is gone. */
void flow_pipe_close(struct flow *flow);
bool flow_pipe_holds(const struct flow *flow); /* bytes for TO */
/* 0, and flow->source_ended where nothing more will come; or errno. */
int flow_pipe_take(struct flow *flow);
int flow_pipe_give(struct flow *flow, size_t *gone); /* 0 or errno */

/* ---- flow_shown.c ---- */

/* Prints the first count bytes of what waits for TO, which have just gone there. */
void flow_show(struct call *call, const struct flow *flow, size_t count);
void flow_show_end(struct call *call, const struct flow *flow);
/* What is shown is taken too slowly: the call is parked until there may be room. */
bool flow_show_waits(struct call *call);

/* ---- flow_hold.c ---- */

/* What is pending waits, and the call is parked. False: it goes on, or nothing is left of it. */
bool flow_hold_waits(struct call *call, struct flow *flow);

/* ---- flow_told.c ---- */

/* RUN_FAIL with the error of the one that has failed, and what all have done. */
enum run flows_refused(struct call *call, struct flows *flows);
/* What a command's abandon does. */
void flows_abandon(struct call *call, struct error *error);
/* The command's line, of the call that has come to its end. Takes value, its result. */
enum run flows_answered(struct call *call, const struct flows *flows, struct value value);
struct value flows_result(const struct flows *flows); /* {sent received}, of two */
/* What a command's measure does: of all together. */
bool flows_measure(const struct call *call, struct measure *measure);

/* What waits for TO: bytes kept with FROM, or a message; NULL: nothing. */
static inline const struct bytes *flow_pending(const struct flow *flow)
{
	return flow->message ? flow->message : flow->from->shared->kept;
}

/* With less the ends are woken more often; with more it leaves the processor's cache. */
#define FLOW_PIECE ((size_t)1 << 20)

#define ERRORS_OF_FLOWS                                                                            \
	{"EINVAL", "one of the two keeps messages apart, and the other does not",                  \
	 "messages are received and sent"},                                                        \
		{"EPIPE", "nobody reads what is written any more", NULL, when_no_socket},          \
		{"EPIPE", "the peer has closed the connection that is written to"},                \
		{"ECONNRESET", "a peer has reset its connection"}, {"ENOSPC", "the disk is full"}, \
		{"EFBIG", "the file would be longer than files may be"},                           \
		{"EMSGSIZE", "a message is longer than the other side takes"}, ERRORS_OF_STREAMS,  \
		ERRORS_OF_TLS

#endif
