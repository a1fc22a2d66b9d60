/*
 * host_entry: how a program comes to run on a host of the lab. This program, executed anew with
 * ENTRY_WORD, enters the host's namespaces, is the parent of a process that stays in them, and goes;
 * that one is a child of the shell's all the same (CLONE_PARENT), for whom it is a program as any
 * other: with its status, its stops and the terminal. It has files of its own where those of the
 * machine would mislead it (/etc/hosts), is the user who has started the shell, may do to the host's
 * network what it likes, and becomes /bin/sh -c TEXT. Nothing of the keeper's restrictions is in it.
 *
 *	shell ------ vfork, execve ------> this program
 *	  |   <---- who it is, or errno ---  |  setns, clone(CLONE_PARENT)
 *	  |                                  |
 *	  +------------- child ------------- the program
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_HOST_ENTRY_H
#define HANDSH_HOST_ENTRY_H

#include <sys/types.h>

#include "handsh/lab.h"

#define ENTRY_WORD "--enter"
#define ENTRY_WORDS 5 /* of its command line, see words below */

_Noreturn void entry_main(char **words);

struct host_program {
	const char *text; /* for sh -c */
	bool beside;      /* in a process group of its own, hung up when the shell ends */
	bool foreground;  /* in one that has the terminal */
};

/* In what order the descriptors stand on the command line. */
enum {
	ENTRY_USERS,
	ENTRY_NETWORK,
	ENTRY_PROCESSES,
	ENTRY_NAMES,   /* the text of /etc/hosts */
	ENTRY_SERVERS, /* that of /etc/resolv.conf */
	ENTRY_REPORT,  /* where it writes who it is, and what fails */
	ENTRY_DESCRIPTORS
};

struct host_entry {
	char *path;                   /* of this program */
	char *words[ENTRY_WORDS + 1]; /* what it is executed with */
	int kept[ENTRY_DESCRIPTORS];  /* that it inherits; they are close-on-exec here */
	int report;                   /* the other end of ENTRY_REPORT */
};

/* What must be at hand to execute it. False with *failure; closed in either case by host_entry_close. */
bool host_entry_open(struct host *host, const struct host_program *program,
		     struct host_entry *entry, struct lab_failure *failure);
/* In a child, which goes on if it cannot: with errno. After vfork(2) as well. */
void host_entry_execute(const struct host_entry *entry, char *const *environment);
/* Waits until the program runs. Its process, a child; 0 with *failure: there is none. helper, which
 * was executed by the entry, has ended. */
pid_t host_entry_finish(struct host_entry *entry, pid_t helper, struct lab_failure *failure);
void host_entry_close(struct host_entry *entry);

#endif
