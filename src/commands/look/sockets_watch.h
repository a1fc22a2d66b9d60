/*
 * sockets_watch: the table of sockets, shown again and again in place.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_COMMANDS_LOOK_SOCKETS_WATCH_H
#define HANDSH_COMMANDS_LOOK_SOCKETS_WATCH_H

#include "handsh/command.h"

/* An exec. values: all that the table says, for whoever wants it as values in the end. */
enum run sockets_watch(struct call *call, struct value (*values)(struct call *call));

#endif
