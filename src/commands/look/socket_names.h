/*
 * socket_names: what getsockname and getpeername share.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_COMMANDS_LOOK_SOCKET_NAMES_H
#define HANDSH_COMMANDS_LOOK_SOCKET_NAMES_H

#include "handsh/socket.h"

typedef int name_call(int fd, struct sockaddr *restrict address, socklen_t *restrict length);

/* getsockname(2) or getpeername(2) of the current socket: its result as an address. */
enum run socket_address(struct call *call, const char *name, name_call *ask);

#endif
