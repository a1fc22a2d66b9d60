/*
 * envelope: what stands beside the data of a message: flags, control data and descriptors.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_COMMANDS_DATA_ENVELOPE_H
#define HANDSH_COMMANDS_DATA_ENVELOPE_H

#include "commands/data/reception.h"
#include "handsh/control.h"

/* Of a recvmsg: where the kernel writes it, and what it has become. */
struct envelope {
	char *control;
	size_t room;   /* for control data */
	size_t length; /* of what has come */
	int flags;     /* as they came back */
	struct control_list messages;
	struct list *handles; /* the descriptors, in the table; NULL: not looked at yet */
	int refused;          /* errno of a descriptor that could not be used, and was closed */
};

/* recvmsg(2) as recv(2) answers; the sender goes to reception->from. */
ssize_t envelope_receive(struct reception *reception, char *room, int flags);
/* Reads the control data, and enters the descriptors into the table. */
void envelope_open(struct reception *reception);
/* {data from flags fds control}. */
struct value envelope_value(const struct reception *reception, struct value from);
/* What was cut short, and what became of descriptors: appended to a note. */
void envelope_note(const struct reception *reception, struct buffer *note);
/* Descriptors that nobody takes are closed, and said; so are those that could not be used. */
void envelope_drop(const struct reception *reception);
void envelope_free(struct envelope *envelope);

/* Control data as the list of a call line, which names the messages' values. For free(3). */
struct event_argument *control_arguments(const struct control_list *list);

#endif
