/*
 * name_lookup: one question to getaddrinfo(3) or getnameinfo(3). They wait for their answer, so it is
 * asked where that may be: on the resolver's thread, or by a process on the host whose names are meant.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_NAME_LOOKUP_H
#define HANDSH_NAME_LOOKUP_H

#include <netdb.h>

#include "handsh/net.h"

struct lookup {
	char *host, *port; /* of a name; port may be NULL */
	struct addrinfo hints;
	struct addrinfo *answer;       /* for freeaddrinfo(3) */
	struct socket_address address; /* length 0: of a name */
	int flags;                     /* NI_ */
	char names[2][NI_MAXHOST];     /* the answer of an address: host and service */
	int result, number;            /* of the call, and errno for EAI_SYSTEM */
};

/* What getaddrinfo(3) is asked for an address of such a socket. */
struct addrinfo lookup_hints(int family, int type);
void lookup_answer(struct lookup *lookup);
/* Below 0 an EAI_, above an errno, of one that has not succeeded. */
int lookup_number(const struct lookup *lookup);
/* In their order; a new list. */
struct list *lookup_addresses(const struct addrinfo *answer);

#endif
