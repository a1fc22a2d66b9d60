/*
 * transmit: what send, sendall and sendto share.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_COMMANDS_DATA_TRANSMIT_H
#define HANDSH_COMMANDS_DATA_TRANSMIT_H

#include "handsh/socket.h"

/*
 * Sends data on the call's socket, to an address when there is one; all: until everything is sent.
 * The call's options are those of transmit_options.
 */
enum run transmit(struct call *call, struct handle *handle, const struct bytes *data,
		  const struct address *to, bool all);
/* Of a command whose argument 0 is the data. */
void transmit_abandon(struct call *call, struct error *error);

extern const struct command_option transmit_options[];
extern const struct command_error transmit_errors[];

#endif
