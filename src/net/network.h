/*
 * network: what the files of the net layer share.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_NET_NETWORK_H
#define HANDSH_NET_NETWORK_H

#include "handsh/net.h"

struct resolver;

/* ---- index.c: open handles of one letter by number ---- */

struct place { /* handle NULL: it has been closed */
	uint32_t number;
	struct handle *handle;
};

struct index {
	struct place *places; /* ascending */
	uint32_t count, capacity;
};

void index_add(struct index *index, struct handle *handle); /* its number is the highest */
struct handle *index_find(const struct index *index, uint32_t number);
void index_remove(struct index *index, uint32_t number); /* it is there */
void index_free(struct index *index);

/* The table. Each handle holds it too, so that one that outlives it can still be asked. */
struct network {
	struct machine *machine; /* NULL when network_free has been called */
	uint32_t references;
	struct handle *first, *last;
	struct index made, accepted; /* s1, s2 … and c1, c2 … */
	uint32_t count;
	uint32_t next_s, next_c;   /* numbers last given */
	struct resolver *resolver; /* NULL until a name is asked for */
};

void network_release(struct network *network); /* one reference */

void resolver_free(struct resolver *resolver);

/* The connections that wait in a unix listener's queue, and its length: sock_diag(7). */
bool unix_listen_queue(int fd, int64_t *waiting, int64_t *limit);

#endif
