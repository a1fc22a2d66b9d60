/*
 * keeper: what the parts of the keeper's process share.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_LAB_KEEPER_H
#define HANDSH_LAB_KEEPER_H

#include "lab/keeper/protocol.h"

/* From here on: three capabilities, no new ones by execve(2), and the system calls of its work alone.
 * -1 with errno. */
int keeper_confine(void);
/* The first process of the hosts' programs; the socket is the guardian's side. */
_Noreturn void guardian_main(int socket);

#endif
