/*
 * portion: a value in the output whose text is too long to be made at once while others wait. Its
 * place is kept in the line; its text is made in pieces, and then written in pieces.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_SHOW_PORTION_H
#define HANDSH_SHOW_PORTION_H

#include "handsh/json.h"
#include "show/shown_value.h"

/* What is made, or written, at once: that takes a millisecond or a few. */
#ifdef HANDSH_STRESS
#define PORTION_PIECE ((size_t)16)
#else
#define PORTION_PIECE ((size_t)1 << 20)
#endif

enum portion_form {
	PORTION_BYTES, /* bytes as they are */
	PORTION_SHOWN, /* a list or map as a statement shows it */
	PORTION_JSON,
};

struct portion {
	struct portion *next;
	size_t place; /* in the text that it was left out of; see portions_add */
	enum portion_form form;
	struct value value; /* held until its text has been made, bytes until they are written */
	union {
		struct shown_value shown;
		struct json_text json;
	};
	struct buffer making;    /* the text, as far as it has been made */
	const char *text;        /* when it is whole; NULL before that */
	size_t length;           /* of text: still to be written */
	struct dismantling rest; /* of what only the portion held */
	struct buffer after;     /* what comes after it in the line */
};

/* Several, in their order. {0} is none. */
struct portions {
	struct portion *first, *last;
};

/* The value, held from here on, in that form at the end of text. */
void portions_add(struct portions *portions, enum portion_form form, struct value value,
		  const struct buffer *text);
void portions_put(struct portions *portions, struct portion *portion); /* takes it */
/* Takes the first one out of line; who took it frees it. */
struct portion *portions_take(struct portions *portions);
void portion_free(struct portion *portion);

/* Goes on making its text. True: there it is. said: a line for standard error, what is left out. */
bool portion_make(struct portion *portion, struct buffer *said);
/* All of it has been written: goes on giving back what was held. True: that was all. */
bool portion_dismantle(struct portion *portion);

#endif
