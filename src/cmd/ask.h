/*
 * ask: one line of standard input for a command, wherever standard input comes from.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_CMD_ASK_H
#define HANDSH_CMD_ASK_H

#include "handsh/cmd.h"

/*
 * The next line without its newline. Keeps its progress in call->state, leaves call->phase alone.
 * RUN_DONE: *line is a new reference, NULL at the end of standard input. The question may be "".
 */
enum run ask_line(struct call *call, const char *question, struct bytes **line);

#endif
