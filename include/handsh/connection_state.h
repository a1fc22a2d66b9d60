/*
 * connection_state: one connection of tcp on a host of the lab, as its kernel knows it: that of a socket, or one
 * that is not accepted yet, or whose socket was closed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_CONNECTION_STATE_H
#define HANDSH_CONNECTION_STATE_H

#include "handsh/net.h"

struct mnl;

/* By what is known of it: the numbers of its packets. */
struct connection_ends {
	int family;                     /* AF_INET, AF_INET6 */
	unsigned interface;             /* on which its packets come */
	const uint8_t *local, *peer;    /* in the order of the network */
	uint16_t local_port, peer_port; /* not so */
};

struct connection {
	int state;       /* a number of names_states; 0: there is none */
	bool has_socket; /* false: it is not accepted yet, or its socket was closed */
	uint64_t cookie; /* of its socket, or which that will have */
};

/* Asks by a socket of NETLINK_SOCK_DIAG of its host. */
void connection_ask(const struct mnl *mnl, int socket, const struct connection_ends *ends,
		    struct connection *connection);
/* The name of the socket of the table that the connection has, or had, or whose listener it waits for. */
struct event_socket connection_socket(const struct socket_table *table, const struct mnl *mnl,
				      int socket, const struct connection_ends *ends,
				      const struct connection *connection);

#endif
