/*
 * interest: what an epoll of the user's looks at, in the user's terms: the kernel's list knows
 * descriptors, this one the sockets that they were.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_COMMANDS_READINESS_INTEREST_H
#define HANDSH_COMMANDS_READINESS_INTEREST_H

#include "handsh/hash_table.h"
#include "handsh/socket.h"

struct interest {
	int fd; /* as it was when it was added */
	uint32_t events;
	struct handle *handle; /* held, so that an event can be told of one that is closed */
	UT_hash_handle hh;
};

/* The companion of an epoll's handle. */
struct interests {
	struct object object;
	struct interest *first; /* uthash head, by fd */
};

struct interests *interests_new(void);
/* Of an epoll; NULL: the handle is something else. */
struct interests *interests_of(const struct handle *handle);
struct interest *interest_find(struct interests *interests, int fd);
void interest_set(struct interests *interests, struct handle *handle, uint32_t events);
void interest_remove(struct interests *interests, int fd);

/* EPOLLIN|EPOLLET as [in et]: the names without EPOLL. */
struct value epoll_events_value(uint32_t events);
/* The socket that argument i names, which is an epoll. NULL: call->error. */
struct handle *epoll_argument(struct call *call, unsigned i);

#endif
