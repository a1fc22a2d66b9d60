/*
 * receive: what recv and recvfrom share.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_COMMANDS_DATA_RECEIVE_H
#define HANDSH_COMMANDS_DATA_RECEIVE_H

#include "handsh/socket.h"

/* Receives at most N (argument 0) bytes: the bytes, or with sender a map {data from}. */
enum run receive(struct call *call, bool sender);
void receive_abandon(struct call *call, struct error *error);

extern const struct parameter receive_parameters[];
extern const struct command_option receive_options[];
extern const struct command_error receive_errors[];

#endif
