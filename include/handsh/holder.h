/*
 * holder: who has what a bind that has failed wanted: a socket of ours, another program's, or what is
 * left of one.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_HOLDER_H
#define HANDSH_HOLDER_H

#include "handsh/net.h"

/* The open socket, of the same host, that uses the local address in the way of the handle's bind, which
 * has failed; or NULL. */
struct handle *handle_holder(const struct handle *bound, const struct address *address);

/* Who has a socket open. */
struct socket_program {
	int pid;       /* 0: that may not be known */
	char name[16]; /* proc_pid_comm(5) */
};

/* By the socket's inode: proc_pid_fd(5), where the user may see that. */
void socket_program_find(uint32_t inode, struct socket_program *program);

/* What keeps a port from being bound, of this machine's programs and of none. */
struct port_holder {
	unsigned weight; /* how likely it is the reason; 0: nothing was found */
	int state;       /* as names_states has it, or beyond those: bound, and nothing more */
	bool connection; /* it has, or had, a peer */
	uint32_t inode;  /* 0: an old connection, which is no program's any more */
	uint32_t left;   /* milliseconds that it stays in TIME_WAIT; 0: it is not there */
	struct socket_program program;
};

/* Asks the kernel, for a bind of the handle to that address (of a port) that has failed. */
bool port_holder_find(const struct handle *handle, const struct address *wanted,
		      struct port_holder *holder);

/* What keeps a unix path or abstract name from being bound. */
struct path_holder {
	enum {
		PATH_UNKNOWN,
		PATH_NO_SOCKET, /* a file of another kind */
		PATH_LEFT_OVER, /* a socket's file, of a socket that is no more */
		PATH_BOUND,     /* a socket has it */
	} use;
	const char *kind;      /* NO_SOCKET: "a directory" */
	uint32_t inode;        /* BOUND: the socket's; 0: it is not among those of this network
				 namespace */
	bool listening;        /* BOUND */
	struct handle *handle; /* BOUND: it is this one of the table; NULL: it is a program's */
	struct socket_program program;
};

/* For a bind of the handle to that unix address that has failed: asks the file system and the kernel. */
void path_holder_find(const struct handle *handle, const struct address *wanted,
		      struct path_holder *holder);

#endif
