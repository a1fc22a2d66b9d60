/*
 * sock_diag: requests to sock_diag(7).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_NET_SOCK_DIAG_H
#define HANDSH_NET_SOCK_DIAG_H

#include <linux/sock_diag.h>

#include "handsh/host.h"
#include "handsh/netlink.h"

/* The request has its header's length, type and flags. Without a word where nothing answers. */
void sock_diag_ask(struct libraries *libraries, struct host *host, struct nlmsghdr *request,
		   netlink_reader *reader, void *context);

#endif
