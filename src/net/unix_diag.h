/*
 * unix_diag: what sock_diag(7) answers about a unix listener.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_NET_UNIX_DIAG_H
#define HANDSH_NET_UNIX_DIAG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct unix_queue {
	bool known;              /* the answer held it */
	uint32_t waiting, limit; /* connections that wait for accept, and how many may */
};

/* The answer to a request from the netlink port; of 0 bytes nothing is known. */
struct unix_queue unix_diag_read(const void *answer, size_t size, unsigned port);

#endif
