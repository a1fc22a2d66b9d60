/*
 * running: what !cmd and sh share.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_COMMANDS_SHELL_RUNNING_H
#define HANDSH_COMMANDS_SHELL_RUNNING_H

#include "handsh/command.h"

/* Argument 0 is the text for /bin/sh, argument 1, if any, what is piped in. */
enum run program_exec(struct call *call);

extern const struct parameter program_parameters[];
extern const struct command_error program_errors[];

#endif
