/*
 * output: descriptors that text is written to, and whether it may be colored.
 *
 * Writing never waits. What is not taken at once stays in line, and its owner learns from the loop
 * when more is taken.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_SHOW_OUTPUT_H
#define HANDSH_SHOW_OUTPUT_H

#include "handsh/show.h"
#include "show/portion.h"

/* How a descriptor is written to without waiting. */
enum output_way {
	OUTPUT_UNKNOWN, /* nothing has been written yet */
	OUTPUT_PLAIN,   /* a file, which never keeps its writer waiting */
	OUTPUT_ANEW,    /* a pipe or a terminal, opened a second time to be non-blocking */
	OUTPUT_SOCKET,  /* by MSG_DONTWAIT */
	OUTPUT_POLLED,  /* what cannot be opened again: asked each time, little at a time */
};

struct output {
	int descriptor; /* to write to; with OUTPUT_ANEW our own */
	enum output_way way;
	struct buffer text; /* not yet taken, from start on */
	size_t start;
	struct portions portions; /* what comes after it, and has texts after it */
	size_t after;             /* bytes of these texts */
	struct buffer said;       /* of portions, for standard error; its owner takes it */
	bool owes_last;           /* a portion has been added; its owner takes that back */
	size_t taken;             /* bytes that were written, in all */
	bool blocked;             /* the last time it took no more */
	int failed;               /* the errno that ended it; what is written is dropped */
};

void output_open(struct output *output, int descriptor);
void output_close(struct output *output);
/* Bytes that have been made and not taken. */
static inline size_t output_waiting(const struct output *output)
{
	return output->text.length - output->start + output->after;
}
static inline bool output_idle(const struct output *output)
{
	return !output_waiting(output) && !output->portions.first;
}
/* Puts text in line. */
void output_add(struct output *output, const void *data, size_t length);
/* Takes a portion and puts it in line. */
void output_add_portion(struct output *output, struct portion *portion);
/* As output_add, but writes at once what can be, and copies only the rest. */
void output_pass(struct output *output, const void *data, size_t length);
/* Writes once, with nothing in line: as write(2), EAGAIN when nothing is taken. */
ssize_t output_try(struct output *output, const void *data, size_t length);
/* Writes what is taken; of portions a piece is made, or written: where it is not blocked then, and
 * not idle, it is to be called again. */
void output_write(struct output *output);
/* Forgets what waits; gives how many bytes it was. Sets more where some had not been made yet. */
size_t output_drop(struct output *output, bool *more);
/* Are both one file, so that their order can be seen? */
bool output_same(const struct output *one, const struct output *other);

/* A terminal that knows colors and a user who has not declined them (NO_COLOR, no-color.org). */
bool color_allowed(enum color color, int descriptor);

/* Select Graphic Rendition, ECMA-48 section 8.3.117. */
#define SHADE_BOLD "\033[1m"
#define SHADE_DIM "\033[2m"
#define SHADE_RED "\033[31m"
#define SHADE_GREEN "\033[32m"
#define SHADE_NONE "\033[0m"

#endif
