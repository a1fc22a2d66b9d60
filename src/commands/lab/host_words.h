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

#endif
