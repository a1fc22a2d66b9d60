/*
 * streaming: what recv, send and sendall do with what is no socket.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_COMMANDS_DATA_STREAMING_H
#define HANDSH_COMMANDS_DATA_STREAMING_H

#include "handsh/socket.h"

/* Reads at most N (argument 0) bytes: read(2). */
enum run streaming_receive(struct call *call, struct handle *handle);
/* Writes data, as much as is taken at once or all of it; what is done is in call->done. Ends with the
 * call's line only where that is not transmit's: number is an errno, or 0. */
enum run streaming_send(struct call *call, struct handle *handle, const struct bytes *data,
			bool all, int *number);

/* Rows of the errors that both can end with. */
bool when_no_socket(const struct call *call);
#define ERRORS_OF_STREAMS                                                                          \
	{"EBADF", "it is not open for that", "file PATH r reads, file PATH w writes",              \
	 when_no_socket},                                                                          \
		{"ENOTSOCK", "it is no socket, and is only read or written to",                    \
		 "without options, and without an address"},                                       \
		{"EISDIR", "it is a directory"},                                                   \
	{                                                                                          \
		"EIO", "the terminal is gone, or the disk has failed"                              \
	}

#endif
