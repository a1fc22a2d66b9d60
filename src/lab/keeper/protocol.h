/*
 * protocol: what the shell and the keeper say to each other, over a socketpair(2) that keeps
 * messages whole, and what they say before. Both check what comes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_LAB_PROTOCOL_H
#define HANDSH_LAB_PROTOCOL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "handsh/lab.h"

/* Descriptors that a keeper is started with. Of those after the first each may be missing. */
enum keeper_descriptor {
	KEEPER_SOCKET = 3, /* requests come, answers go */
	KEEPER_GUARDED,    /* a guardian is wanted, whose life hangs on it, as GUARDIAN_SOCKET */
	KEEPER_USER,       /* the user namespace to enter, instead of a new one */
	KEEPER_DESCRIPTORS,
};

enum keeper_task {
	/* A network namespace. One descriptor comes back: it. */
	KEEPER_NAMESPACE,
	/* socket(2) in the namespace that came with the request. */
	KEEPER_MAKE,
	/* socketpair(2) there: two descriptors. */
	KEEPER_PAIR,
	/* open(2) of what the kernel tells of the namespace's network: a path below /proc/sys/net or
	 * /proc/net. */
	KEEPER_OPEN,
	KEEPER_TASKS,
};

#define KEEPER_PATH 160 /* bytes of the longest path, with its NUL */

struct keeper_request {
	uint32_t task;                  /* enum keeper_task */
	int32_t family, type, protocol; /* MAKE, PAIR */
	uint32_t writable;              /* OPEN: for reading and writing; 0: for reading */
	char path[KEEPER_PATH];         /* OPEN; {0} else */
};

struct keeper_answer {
	int32_t number; /* errno; 0: done */
	uint32_t
		step; /* enum lab_step, of the first answer, which comes without a request: where it
			   has failed; LAB_LIBRARY, the first that is not its own, where it has not */
};

/* To the guardian go numbers (uint32_t) of hosts: with its network namespace one is to be guarded,
 * alone it is no more. */

/* With the first answer: the namespaces of the wire, of users and of processes (if guarded). */
enum { KEEPER_WIRE, KEEPER_OWNER, KEEPER_PROCESSES, KEEPER_NAMESPACES };

#define PARCEL_DESCRIPTORS 4

/*
 * Sends or receives one message and the descriptors with it. The number of bytes, which is above size
 * where a message was too long; 0: the other end is closed; -1 with errno. Of more descriptors than
 * fit the rest is closed. They are close-on-exec.
 */
ssize_t parcel_send(int socket, const void *data, size_t size, const int *descriptors,
		    unsigned count);
ssize_t parcel_receive(int socket, void *data, size_t size, int descriptors[PARCEL_DESCRIPTORS],
		       unsigned *count);
void descriptors_close(const int *descriptors, unsigned count);

/* Is what has come, of so many bytes and descriptors, a request? A path leads to no place but those of
 * KEEPER_OPEN. */
bool keeper_request_fits(const struct keeper_request *request, ssize_t size, unsigned count);

#endif
