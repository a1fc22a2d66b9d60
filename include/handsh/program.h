/*
 * program: what !cmd, sh and pages that are longer than the screen share.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_PROGRAM_H
#define HANDSH_PROGRAM_H

#include "handsh/command.h"

/* Runs the text by /bin/sh with the input, UNSET: none; of exec, which runs again. */
enum run program_run(struct call *call, const struct bytes *text, struct value input);
/*
 * Ends exec with a page for a person: where it is a prompt's own statement and longer than the screen
 * by the pager, PAGER or less(1), while which exec runs again: then text is not looked at.
 */
enum run call_page(struct call *call, struct buffer *text);
enum run program_exec(struct call *call); /* of a command whose arguments are these two */

extern const struct parameter program_parameters[];
extern const struct command_error program_errors[];

#endif
