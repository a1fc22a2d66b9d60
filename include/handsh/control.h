/*
 * control: what stands beside the data of sendmsg(2) and recvmsg(2): the types of control data that
 * have a name here, a row each, and the way between their bytes (cmsg(3)) and values.
 *
 * A row is one of struct socket_option, and is read and made as the setting of an option is: its
 * access says whether it can be sent (OPTION_SETTABLE), or only comes (OPTION_READ_ONLY).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_CONTROL_H
#define HANDSH_CONTROL_H

#include "handsh/socket_option.h"

/* All rows, level by level: NULL begins, and ends. */
const struct socket_option *control_type_next(const struct socket_option *type);
/* By its numbers, as it comes. NULL: it has no row. */
const struct socket_option *control_type_of(int level, int number);
/* By its name, here or in C, in any case: as it is sent, if it can be. */
const struct socket_option *control_type_at(int level, const char *name);

/* One message of control data, as it stands or as it is wanted. */
struct control_message {
	int level, number;
	const struct socket_option *type; /* NULL: known by its numbers alone */
	/* What it tells, a reference of its own. Bytes as they stand of what has no row, and of what is
	 * shorter than its C type because it was cut; of descriptors their numbers, a list. */
	struct value value;
};

/* Does it bring descriptors? Then they are the receiver's, who closes them. */
bool control_brings_descriptors(const struct control_message *message);

struct control_list {
	struct control_message *messages;
	size_t count;
};

/* Reads what recvmsg(2) has given, or sendmsg(2) is given, of a socket on the host; NULL: here. The list
 * is for control_free. */
struct control_list control_read(struct host *host, const char *data, size_t length);
void control_free(struct control_list *list);

/* Appends one message with these bytes. */
void control_append(struct buffer *control, int level, int number, const void *data, size_t length);
/* The same of a value, for the socket; NULL: any. type NULL: an int of C or bytes as they stand. False:
 * *error is set. */
bool control_append_value(struct buffer *control, const struct handle *handle,
			  const struct control_message *message, struct error **error);

#endif
