/*
 * separator: what split and join share: V [SEPARATOR], or -d SEPARATOR when V comes along a pipe.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_COMMANDS_BYTES_SEPARATOR_H
#define HANDSH_COMMANDS_BYTES_SEPARATOR_H

#include "handsh/command.h"

enum separator_option {
	OPTION_SEPARATOR,
	SEPARATOR_OWN, /* the first that a command has for itself */
};

#define SEPARATOR_OPTION                                                                           \
	[OPTION_SEPARATOR] = {'d', NULL, separator_value,                                          \
			      .text = "the separator, for use after a pipe"}

extern const struct parameter separator_value[];

/* The one that was given, borrowed, or NULL. False with call->error when there are two. */
bool separator_argument(struct call *call, const struct bytes **separator);

#endif
