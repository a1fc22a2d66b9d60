/*
 * inet_diag: what sock_diag(7) tells of tcp and udp sockets, those of other programs too.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_NET_INET_DIAG_H
#define HANDSH_NET_INET_DIAG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <linux/inet_diag.h>

#include "handsh/net.h"
#include "net/sock_diag.h"

/* Numbers of names_states, as <netinet/tcp.h> has them, whose struct tcp_info ends before fields that are
 * read and keeps out that of <linux/tcp.h>. */
enum tcp_states {
	STATE_ESTABLISHED = 1,
	STATE_SYN_SENT = 2,
	STATE_SYN_RECV = 3,
	STATE_CLOSE = 7,
	STATE_CLOSE_WAIT = 8,
	STATE_LISTEN = 10,
	STATE_CLOSING = 11,
	STATE_BOUND = 13, /* sock_diag's own: bound, and nothing more */
};

/* port is in the byte order of the network, as all of socket. */
typedef void inet_diag_reader(void *context, const struct inet_diag_msg *socket);

/* Tells of each socket of the host with that local port. Without a word where the kernel does not answer. */
void inet_diag_each(struct libraries *libraries, struct host *host, int protocol, uint16_t port,
		    inet_diag_reader *reader, void *context);
/* The same of those connections of tcp that have no socket: whose states are these bits of 1 << state. */
void inet_diag_states(struct libraries *libraries, struct host *host, uint32_t states,
		      inet_diag_reader *reader, void *context);
/* Whom the socket, of that local address, connects to: getpeername(2) knows only when it has. False:
 * nobody. */
bool inet_diag_peer(const struct handle *handle, const struct socket_address *local,
		    struct socket_address *peer);
/* netlink_read, of an answer to such a request. */
int inet_diag_read(const struct mnl *mnl, const void *answer, size_t size, inet_diag_reader *reader,
		   void *context);

#endif
