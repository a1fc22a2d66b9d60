/*
 * host: a network stack of its own, in a namespace (network_namespaces(7)), as those see it who make
 * sockets and ask the kernel about them. Who makes hosts says how a descriptor comes from there; NULL
 * is everywhere the host that this machine is, on which the system calls are made themselves.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_HOST_H
#define HANDSH_HOST_H

#include "handsh/value.h"

struct host;
struct libraries;

/* What they give is a descriptor, close-on-exec where asked for, or -1 with errno. */
struct host_operations {
	int (*make)(struct host *host, int family, int type, int protocol);
	int (*pair)(struct host *host, int family, int type, int protocol, int pair[2]); /* 0, -1 */
	/* Of files below /proc/sys/net and /proc/thread-self/net, as on the host. */
	int (*open)(struct host *host, const char *path, bool writable);
};

struct host {
	struct object object;
	const struct host_operations *operations; /* NULL: it is this machine */
	char *name;
	uint32_t number;             /* in the order of making, from 1; no other host ever has it */
	bool open;                   /* false: it was closed */
	struct libraries *libraries; /* that ask its kernel; NULL: it was closed */
};

int host_socket(struct host *host, int family, int type, int protocol); /* socket(2) there */
int host_socketpair(struct host *host, int family, int type, int protocol, int pair[2]);
int host_open(struct host *host, const char *path, bool writable);

static inline const char *host_name(const struct host *host)
{
	return host ? host->name : "here";
}

#endif
