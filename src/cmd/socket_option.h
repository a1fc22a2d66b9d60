/*
 * socket_option: what getsockopt and setsockopt share.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_CMD_SOCKET_OPTION_H
#define HANDSH_CMD_SOCKET_OPTION_H

#include "cmd/socket_call.h"

/* The option that argument 0 names. NULL: call->error with the nearest names. */
const struct socket_option *option_argument(struct call *call);

extern const struct hint option_hints[];
extern const struct command_error option_errors[];

#endif
