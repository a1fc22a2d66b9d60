/*
 * several: what poll and select share: waiting for one of several sockets.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_COMMANDS_READINESS_SEVERAL_H
#define HANDSH_COMMANDS_READINESS_SEVERAL_H

#include <poll.h>

#include "handsh/socket.h"

/* Bytes that the kernel does not have any more, which a receive takes first. */
size_t buffered(const struct handle *handle);

/* Of a value that is a socket, a name of one, or of a list of them: TYPE_SOCKET each. */
extern const struct kind kind_sockets;
extern const struct parameter several_timeout[]; /* of --timeout D */
/* The deadline that the option gives, absolute; TIME_NEVER: none. The same each time exec runs. */
int64_t several_deadline(struct call *call, unsigned option);
/* As the call takes it; -1: for ever. */
int several_milliseconds(const struct call *call, unsigned option);
/*
 * Parks the call until one of the descriptors may be ready for its events, or the deadline has
 * passed. Uses call->state.
 */
enum run several_wait(struct call *call, const struct pollfd *polls, size_t count,
		      int64_t deadline);
/* "s2: 17 bytes kept", of each socket that is ready for what was read already; appended. */
void several_note(const struct handle *handle, struct buffer *note);

#endif
