/*
 * birth: a child of the shell comes into being as /bin/sh -c TEXT.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_CMD_IO_BIRTH_H
#define HANDSH_CMD_IO_BIRTH_H

#include <stdbool.h>
#include <sys/resource.h>
#include <sys/types.h>

struct host_entry;

/* What the child is to be, and what stopped it. */
struct birth {
	const char *text;
	const struct host_entry
		*entry; /* where the child is to enter a host first; NULL: it stays here,
					 * and is in the group that beside and foreground say */
	char *const *environment;
	int input, output, error; /* its descriptors 0 to 2; -1: as the shell's own */
	bool beside;              /* in a process group of its own */
	bool foreground;          /* in one that has the terminal */
	struct rlimit descriptors;
	volatile int number; /* errno; written in the shell's memory, which vfork(2) shares */
};

/* The child's id; -1 with errno. With birth->number set it was born, but did not become a shell. */
pid_t give_birth(struct birth *birth);

#endif
