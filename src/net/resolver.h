/*
 * resolver: what the helper thread and those who ask it share.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_NET_RESOLVER_H
#define HANDSH_NET_RESOLVER_H

#include <netdb.h>

#include "net/socket_table.h"

/* One question: the addresses of a name, or the names of an address. */
struct job {
	struct job *previous, *next; /* in a list of utlist.h */
	char *host, *port;           /* of a name; port may be NULL */
	struct addrinfo hints;
	struct addrinfo *answer;
	struct socket_address address; /* length 0: of a name */
	int flags;                     /* NI_ */
	char names[2][NI_MAXHOST];     /* the answer of an address: host and service */
	int result, number;            /* of getaddrinfo, and errno for EAI_SYSTEM */
	struct request *request; /* who waits; NULL: nobody any more. The main thread's own. */
};

/* What the call holds in its state. */
struct request {
	struct object object;
	struct job *job;
	struct call *call;
};

/* NULL with errno when there is no descriptor or no thread to be had. */
struct resolver *resolver_new(struct machine *machine);
/* The job is the resolver's until it is answered, and its request's then. */
void resolver_submit(struct resolver *resolver, struct job *job);
void job_free(struct job *job);

#endif
