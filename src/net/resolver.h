/*
 * resolver: what the helper thread and those who ask it share.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_NET_RESOLVER_H
#define HANDSH_NET_RESOLVER_H

#include "handsh/name_lookup.h"
#include "net/socket_table.h"

struct job {
	struct job *previous, *next; /* in a list of utlist.h */
	struct lookup lookup;
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
