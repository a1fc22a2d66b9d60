/*
 * option_argument: what getsockopt and setsockopt share.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_COMMANDS_OPTION_OPTION_ARGUMENT_H
#define HANDSH_COMMANDS_OPTION_OPTION_ARGUMENT_H

#include "handsh/socket.h"
#include "handsh/socket_option.h"

/* The option that argument 0 names. NULL: call->error with the nearest names. */
const struct socket_option *option_argument(struct call *call);

/* The value as the kernel has it, put into text, for the call's line. */
struct event_argument setting_argument(const struct socket_option *option,
				       const union option_setting *setting, struct buffer *text);

extern const struct command_error option_errors[];

#endif
