/*
 * ghosts: connections of a host that have no socket.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <string.h>

#include "net/inet_diag.h"
#include "net/socket_table.h"

/* Those of connections: bits, as inet_diag takes them. */
#define CONNECTED ((2u << STATE_CLOSING) - 2 - (1u << STATE_CLOSE) - (1u << STATE_LISTEN))

struct telling {
	void (*tell)(void *context, const struct ghost *ghost);
	void *context;
};

/* port and address as in struct inet_diag_sockid. */
static void put(struct socket_address *address, int family, uint16_t port, const uint32_t *host)
{
	memset(&address->storage, 0, sizeof(address->storage));
	address->any.sa_family = (sa_family_t)family;
	address->in.sin_port = port; /* at the same place in both families */
	if (family == AF_INET6) {
		address->length = sizeof(address->in6);
		memcpy(&address->in6.sin6_addr, host, sizeof(address->in6.sin6_addr));
	} else {
		address->length = sizeof(address->in);
		address->in.sin_addr.s_addr = host[0];
	}
}

/* One with an inode has a descriptor, and a row of its own. */
static void take(void *context, const struct inet_diag_msg *socket)
{
	const struct telling *telling = context;
	const char *state = name_of(&names_states, socket->idiag_state);
	struct ghost ghost = {.family = socket->idiag_family,
			      .state = state ? state : "-",
			      .receive = socket->idiag_rqueue,
			      .send = socket->idiag_wqueue};
	if (socket->idiag_inode)
		return;
	put(&ghost.local, ghost.family, socket->id.idiag_sport, socket->id.idiag_src);
	put(&ghost.peer, ghost.family, socket->id.idiag_dport, socket->id.idiag_dst);
	telling->tell(telling->context, &ghost);
}

void ghosts_each(struct socket_table *table, struct host *host,
		 void (*tell)(void *context, const struct ghost *ghost), void *context)
{
	struct telling telling = {tell, context};
	inet_diag_states(&table->libraries, host, CONNECTED, take, &telling);
}
