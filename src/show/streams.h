/*
 * streams: standard output, standard error and the log as the display writes to them. Where the
 * first two are one file they are one stream, so that they keep their order.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_SHOW_STREAMS_H
#define HANDSH_SHOW_STREAMS_H

#include <stdio.h>

#include "show/output.h"

#ifdef HANDSH_STRESS
#define STREAM_ROOM ((size_t)16)
#else
#define STREAM_ROOM ((size_t)64 << 10) /* what is gathered before it is written, and kept waiting */
#endif

struct streams;

/* What a FILE of one stream is made of. */
struct stream_file {
	struct streams *streams;
	enum display_stream stream;
};

struct streams {
	struct output outputs[DISPLAY_STREAMS];
	bool same;              /* what is for standard error goes to standard output */
	bool held;              /* nothing is written */
	struct buffer gathered; /* for standard output, until the prompt has made way */
	unsigned left_out[2];   /* spare texts that found no room */
	struct stream_file files[DISPLAY_STREAMS];
	void (*before)(void *context);
	void (*after)(void *context);
	void *context;
	void (*blocked)(void *context, enum display_stream stream);
	void *blocked_context;
};

void streams_open(struct streams *streams, int output, int error, int log); /* log -1: none */
void streams_close(struct streams *streams);
/* To standard output, when there is enough or at streams_flush. */
void streams_put(struct streams *streams, const void *data, size_t length);
/* The same of text in which portions have their places, and takes these. */
void streams_put_portions(struct streams *streams, const struct buffer *text,
			  struct portions *portions);
/* Is there room on standard output for a spare line? Where there is none it is counted. */
bool streams_spare(struct streams *streams);
/* Past what is gathered: see display_pass. */
ssize_t streams_pass(struct streams *streams, const void *data, size_t length);
/* To standard error at once, after what standard output holds, where both are one. Where there is
 * no room a spare text is counted instead. */
void streams_report(struct streams *streams, const struct buffer *text, bool spare);
/* To the log, when there is enough or at streams_flush. */
void streams_log(struct streams *streams, const struct buffer *text, struct portions *portions);
/* Writes what is taken, and of portions a piece. False: standard output has failed. */
bool streams_flush(struct streams *streams);
/* There are portions, which wait for nobody: streams_flush is to be called again. */
bool streams_make(const struct streams *streams);
/* Nothing is written until it is let go, when a stream that was full is told as blocked. */
void streams_hold(struct streams *streams, bool held);
bool streams_crowded(const struct streams *streams, enum display_stream stream);
/* At once, in its place among what is shown: what drives the terminal. */
void streams_draw(struct streams *streams, enum display_stream stream, const void *data,
		  size_t length);
FILE *streams_file(struct streams *streams, enum display_stream stream);

/* The stream that texts for the other go to as well. */
static inline struct output *stream_output(struct streams *streams, enum display_stream stream)
{
	bool one = streams->same && stream == DISPLAY_ERROR;
	return &streams->outputs[one ? DISPLAY_OUTPUT : stream];
}

#endif
