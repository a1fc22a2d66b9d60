/*
 * receive: what recv and recvfrom share.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_CMD_RECEIVE_H
#define HANDSH_CMD_RECEIVE_H

#include "cmd/socket_call.h"

/* Receives at most N (argument 0) bytes: the bytes, or with sender a map {data from}. */
enum run receive(struct call *call, bool sender);

extern const struct parameter receive_parameters[];
extern const struct command_option receive_options[];
extern const struct command_error receive_errors[];

#endif
