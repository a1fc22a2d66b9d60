/*
 * process: /bin/sh -c TEXT beside the loop: its input is fed and its output collected by watches,
 * so that neither side ever blocks the other.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_PROCESS_H
#define HANDSH_PROCESS_H

#include <sys/types.h>

#include "handsh/command.h"

enum process_input {
	PROCESS_INPUT_NONE,      /* end of file at once */
	PROCESS_INPUT_INHERITED, /* the shell's own standard input */
	PROCESS_INPUT_BYTES,     /* a pipe */
};

struct process_plan {
	const char *text; /* for sh -c */
	enum process_input source;
	struct bytes *input;  /* of PROCESS_INPUT_BYTES; borrowed */
	bool captured;        /* standard output is collected */
	uint64_t descriptors; /* the soft RLIMIT_NOFILE it gets */
};

/* Its call holds it; released before it has ended, it is sent SIGTERM and left to be reaped. */
struct process {
	struct object object;
	struct machine *machine;
	struct call *call; /* woken at the end */
	pid_t pid;         /* 0: there is none, or it has been reaped */
	int status;        /* as of wait(2) */
	bool ended;
	bool captured;
	bool overflow; /* more than BYTES_MAX of output: it was stopped */
	int number;    /* errno of reading its output, for which it was stopped too; 0: none */
	struct bytes *input;
	size_t written;
	struct buffer output;
	struct observer to, from, exit; /* pipes, and the pidfd */
	struct alarm look;              /* instead of the pidfd, where the system has none */
	bool lent;                      /* it has the terminal */
};

/* NULL with errno, and *what: the system call that failed. */
struct process *process_start(struct call *call, const struct process_plan *plan,
			      const char **what);

#endif
