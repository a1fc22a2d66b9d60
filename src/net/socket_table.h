/*
 * socket_table: what the files of the net layer share.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_NET_SOCKET_TABLE_H
#define HANDSH_NET_SOCKET_TABLE_H

#include "handsh/library.h"
#include "handsh/net.h"
#include "handsh/series.h"

struct resolver;
struct bound_path;

/* Files of unix sockets that this shell has bound. */
struct bound_paths {
	struct bound_path *first;
	uint32_t count, sweep_at; /* when as many are in the list, those that are gone leave it */
};

/* Sockets of hosts that were closed last: their connections may live on for a while. */
#define DEPARTED 256
struct departed {
	uint32_t next;
	struct handle *latest[DEPARTED]; /* held */
};

/* The table. Each handle holds it too, so that one that outlives it can still be asked. */
struct socket_table {
	struct machine *machine; /* NULL when socket_table_free has been called */
	uint32_t references;
	struct handle *first; /* of a list of utlist.h, in the order of making */
	struct series series[SERIES_COUNT];
	struct handle *standard[2]; /* stdin and stdout; NULL: nobody has asked for it */
	struct resolver *resolver;  /* NULL until a name is asked for */
	struct bound_paths bound;
	struct departed *departed;        /* NULL: none */
	struct libraries libraries;       /* that are loaded to ask the kernel */
	struct tls *partings;             /* of sockets that were closed, see tls_close */
	struct tls_context *tls_contexts; /* of a list of utlist.h, the latest first */
};

void socket_table_release(struct socket_table *table); /* one reference */
extern const char *const standard_names[2];

void departed_note(struct socket_table *table, struct handle *handle);
void departed_free(struct socket_table *table);
void bound_paths_remove(struct bound_paths *paths);
void resolver_free(struct resolver *resolver);
void tls_contexts_free(struct socket_table *table);

/* The connections that wait in a unix listener's queue, and its length: sock_diag(7). */
bool unix_listen_queue(const struct handle *handle, int64_t *waiting, int64_t *limit);

#endif
