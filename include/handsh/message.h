/*
 * message: where a message ends in the bytes of a stream, which may come in any pieces.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_MESSAGE_H
#define HANDSH_MESSAGE_H

#include "handsh/value.h"

enum message_form {
	MESSAGE_LINE,    /* ends with LF or CR LF, which is no part of it */
	MESSAGE_UNTIL,   /* ends with its mark */
	MESSAGE_EXACTLY, /* has most bytes */
	MESSAGE_ALL,     /* ends with the stream */
};

struct message {
	enum message_form form;
	const struct bytes *mark; /* of UNTIL: one byte or more */
	size_t most;              /* bytes that it may have */
};

enum message_state {
	MESSAGE_OPEN,     /* more must come */
	MESSAGE_WHOLE,    /* it is there */
	MESSAGE_TOO_LONG, /* it has more than most bytes, whatever comes */
	MESSAGE_CUT,      /* the stream has ended in the midst of it */
	MESSAGE_NONE,     /* the stream has ended before it */
};

struct message_size {
	size_t length; /* of the message */
	size_t whole;  /* the same with the line end that is no part of it */
};

/*
 * Looks for the message at the beginning of data. *scanned: how much of it was looked through before
 * without finding its end; 0 at first. What came of it depends on the bytes alone, not on the pieces in
 * which they came. WHOLE: *size is set.
 */
enum message_state message_scan(const struct message *message, const char *data, size_t length,
				size_t *scanned, struct message_size *size);
/* The same of one that is OPEN, with length bytes, where the stream has ended. */
enum message_state message_end(const struct message *message, size_t length,
			       struct message_size *size);

#endif
