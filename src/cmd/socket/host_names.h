/*
 * host_names: names as a host of the lab knows them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_CMD_HOST_NAMES_H
#define HANDSH_CMD_HOST_NAMES_H

#include "handsh/socket.h"

/* As resolve, on a host that is not this machine; never waits. */
enum run host_resolve(struct call *call, const struct bytes *host, const struct bytes *port,
		      int family, int type, struct list **addresses);

#endif
