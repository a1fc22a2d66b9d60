/*
 * session: what the files of the ui layer share: signals, the shell and what surrounds it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_UI_SESSION_H
#define HANDSH_UI_SESSION_H

#include <signal.h>

#include "handsh/input.h"
#include "handsh/ui.h"
#include "ui/options.h"

/* ---- signals.c: signal(7) as events of the loop, through signalfd(2) ---- */

struct signals {
	struct machine *machine;
	struct observer observer;
	sigset_t mask;
	void (*notify)(void *context, int number);
	void *context;
};

/* False with errno: there are no descriptors. */
bool signals_open(struct signals *signals, struct machine *machine,
		  void (*notify)(void *context, int number), void *context);
/* Another signal to hear of, unless handsh was started with it ignored (nohup). */
void signals_add(struct signals *signals, int number);
void signals_close(struct signals *signals);

/* ---- shell.c ---- */

struct session {
	struct shell shell; /* first: a session is its shell */
	const struct options *options;
	struct signals signals;
	struct subscriber output_check; /* of what is written: does anybody take it? */
	int64_t flushed;                /* when output was last brought to the terminal */
	bool interrupted;               /* SIGINT has come, maybe while main was idle */
};

static inline struct session *shell_session(struct shell *shell)
{
	return (struct session *)shell;
}

/* ---- unit.c ---- */

/* Runs a unit to its end and gives the status it would end the script with; -1: go on. */
int unit_run(struct shell *shell, struct code *code);
void unit_error(struct shell *shell, struct error *error); /* takes the error and shows it */

#endif
