/*
 * outgoing: what a sendmsg puts together: data, and control data beside it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_COMMANDS_DATA_OUTGOING_H
#define HANDSH_COMMANDS_DATA_OUTGOING_H

#include <sys/uio.h>

#include "commands/data/transmit.h"
#include "handsh/control.h"

/* Options of the command that has one. */
enum outgoing_option {
	OPTION_TO = TRANSMIT_LINE, /* after those of all sends */
	OPTION_FD,
	OPTION_CONTROL,
	OPTION_EOR,
};

/* What goes out with one try. The call's arguments hold what it names. */
struct outgoing {
	struct call *call;
	struct handle *handle;
	const struct address *to; /* NULL: the peer */
	struct iovec *data;
	struct buffer control;
	struct control_list messages; /* the same, for the call line */
	size_t length;                /* of the data */
};

/* From the call's arguments. False: call->error. */
bool outgoing_fill(struct outgoing *outgoing);
/* The data alone. */
void outgoing_put_data(struct outgoing *outgoing);
/* Writes the call to the journal. */
void outgoing_tell(const struct outgoing *outgoing, struct answer *answer);
void outgoing_free(struct outgoing *outgoing);

#endif
