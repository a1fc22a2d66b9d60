/*
 * option_argument: what getsockopt, setsockopt and options share.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_COMMANDS_OPTION_OPTION_ARGUMENT_H
#define HANDSH_COMMANDS_OPTION_OPTION_ARGUMENT_H

#include "handsh/socket.h"
#include "handsh/socket_option.h"

/* What the first arguments name. */
struct option_meant {
	const struct socket_option *option; /* NULL: by its numbers alone */
	int level, number;
	unsigned next; /* the argument after it */
};

/*
 * Reads NAME, or LEVEL and an option's name or number. False: call->error, for an unknown name with
 * the nearest, for that of another level with the level.
 */
bool option_argument(struct call *call, const struct handle *handle, struct option_meant *meant);

/* Level and option as a call line shows them. */
struct event_argument level_argument(const struct option_meant *meant);
struct event_argument number_argument(const struct option_meant *meant);
/* The value as the kernel has it, put into text, for the call's line. */
struct event_argument setting_argument(const struct option_meant *meant, struct host *host,
				       const struct buffer *setting, struct buffer *text);

/* Rows of errors that they have in common. */
/* clang-format off */
#define ERRORS_OF_OPTIONS                                                                          \
	{"ENOPROTOOPT", "this kind of socket has no such option"},                                 \
	{"EOPNOTSUPP", "this kind of socket has no such option"},                                  \
	{"EPERM", "this is for root alone"},                                                       \
	{"UNKNOWN", "there is no option of that name in handsh's table",                           \
	 "help setsockopt lists the options; two numbers, level and option, serve for any"}
/* clang-format on */

#endif
