/*
 * process: /bin/sh -c TEXT beside the loop: its input is fed by a watch and its output is read by
 * its call, so that neither side ever blocks the other.
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

enum process_output {
	PROCESS_OUTPUT_INHERITED, /* straight to the shell's own */
	PROCESS_OUTPUT_PIPE,      /* for process_read */
};

enum process_error {
	PROCESS_ERROR_INHERITED, /* straight to the shell's own */
	PROCESS_ERROR_OUTPUT,    /* where its output goes */
	PROCESS_ERROR_SHOWN,     /* its lines are shown on the shell's own: see error_lines.h */
};

struct process_plan {
	const struct bytes *text; /* for sh -c; borrowed, without NUL */
	struct host *host;        /* where it runs; NULL: here */
	enum process_input source;
	struct bytes *input; /* of PROCESS_INPUT_BYTES; borrowed */
	enum process_output output;
	enum process_error error;
	bool terminal; /* it has the terminal, until it ends */
	bool beside;   /* keys do not mean it: it is in a process group of its own */
	int peer; /* standard input and output are this descriptor, and no call waits for its end;
			  0: they are as said above */
};

struct foreground;

/* Held by its call, or as a socket's companion; released before it has ended, it is ended. */
struct process {
	struct object object;
	struct machine *machine;
	struct call *call; /* woken at the end; NULL: none */
	pid_t pid;         /* 0: there is none, or it has been reaped */
	int status;        /* as of wait(2) */
	bool ended;
	bool stopped;  /* by Ctrl-Z; it has given the terminal back */
	bool overflow; /* more than BYTES_MAX of output: it was stopped */
	int number;    /* errno of reading its output, for which it was stopped too; 0: none */
	struct bytes *input;
	size_t written;
	struct buffer output;        /* read and not taken */
	size_t rest;                 /* bytes in the pipe that are its own, once it has ended */
	struct watch from;           /* the pipe of its output; fd -1: closed, or there is none */
	struct observer to, exit;    /* the pipe of its input, and the pidfd */
	struct observer errors;      /* the pipe of its standard error, unless that is inherited */
	struct alarm errors_later;   /* until then nobody takes more of it */
	struct buffer error_text;    /* of a line that has not ended */
	const struct handle *socket; /* whose companion it is; NULL: none's */
	struct alarm look;           /* instead of the pidfd, where the system has none */
	struct observer stops;       /* tells that it has stopped, while it has the terminal */
	struct foreground *terminal; /* NULL: it has not got it */
};

/* RUN_DONE: *process runs. RUN_FAIL: call->error. */
enum run process_start(struct call *call, const struct process_plan *plan,
		       struct process **process);
/*
 * Reads what there is of its output, into process->output, until that holds limit bytes or the task
 * has had its time. True: there may be more at once.
 */
bool process_read(struct process *process, size_t limit);
/* A stopped program that the call runs has the terminal again, and goes on; else without effect. */
void process_resume(const struct call *call);
/* The call has become a task's by Ctrl-Z, which has stopped its program too: that goes on. */
void process_go_on(const struct call *call);
/* The shell itself stops as for Ctrl-Z, until it is let go on; at once where nothing around it could
 * do that, for it leads its session, or what has started it is gone. */
void suspend_shell(void);
/* Parks the call until there is output, or the end. */
enum run process_wait(struct call *call, struct process *process);

#endif
