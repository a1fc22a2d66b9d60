/*
 * host_words: names that hosts and wires of the lab may be given.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_COMMANDS_HOST_WORDS_H
#define HANDSH_COMMANDS_HOST_WORDS_H

#include "handsh/command.h"

/* Is the word a name, of what ("wire")? False: call->error. */
bool name_fits(struct call *call, const char *what, const struct bytes *text);
/* May all arguments of the call be names of new hosts? False: call->error. */
bool host_words_fit(struct call *call);
/* The name of a host, or a host, as its name: bytes. */
extern const struct kind kind_server;
/* Does it name a host that there is, or that the call makes? False: call->error. */
bool server_fits(struct call *call, const struct bytes *name);

#endif
