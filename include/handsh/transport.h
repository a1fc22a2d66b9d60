/*
 * transport: what a socket's bytes go through. Whatever receives and sends on a handle does it by
 * these, and does not ask whether the socket speaks TLS.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_TRANSPORT_H
#define HANDSH_TRANSPORT_H

#include <sys/types.h>

#include "handsh/net.h"

/* Both as recv(2) and send(2), of a connected socket that does not block: -1 with errno. */
struct transport {
	const char *receive_name, *send_name; /* as the call lines have it */
	ssize_t (*receive)(struct handle *handle, void *room, size_t size, int flags);
	ssize_t (*send)(struct handle *handle, const void *data, size_t length, int flags);
};

extern const struct transport transport_plain;

#endif
