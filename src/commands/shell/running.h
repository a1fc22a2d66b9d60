/*
 * running: what !cmd and sh share.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_COMMANDS_SHELL_RUNNING_H
#define HANDSH_COMMANDS_SHELL_RUNNING_H

#include "handsh/command.h"

/* Runs the text by /bin/sh with the input, UNSET: none; of exec, which runs again. */
enum run program_run(struct call *call, const struct bytes *text, struct value input);
enum run program_exec(struct call *call); /* of a command whose arguments are these two */

extern const struct parameter program_parameters[];
extern const struct command_error program_errors[];

#endif
