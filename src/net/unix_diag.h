/*
 * unix_diag: what sock_diag(7) tells of unix sockets, those of other programs too.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_NET_UNIX_DIAG_H
#define HANDSH_NET_UNIX_DIAG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "net/sock_diag.h"

/* One socket. */
struct unix_socket {
	uint32_t inode;
	bool listening, connected;
	uint32_t file, device; /* inode and device of its file, as stat(2) has them; file 0: none */
	const char *name;      /* as bound; an abstract one begins with a NUL byte */
	size_t length;
};

typedef void unix_diag_reader(void *context, const struct unix_socket *socket);

/* Tells of each of the host. Without a word where the kernel does not answer. */
void unix_diag_each(struct libraries *libraries, struct host *host, unix_diag_reader *reader,
		    void *context);
/* netlink_read, of the answer. */
int unix_diag_read_sockets(const struct mnl *mnl, const void *answer, size_t size,
			   unix_diag_reader *reader, void *context);

struct unix_queue {
	bool known;              /* the answer held it */
	uint32_t waiting, limit; /* connections that wait for accept, and how many may */
};

/* The answer to a request; of 0 bytes nothing is known. */
struct unix_queue unix_diag_read(const struct mnl *mnl, const void *answer, size_t size);

#endif
