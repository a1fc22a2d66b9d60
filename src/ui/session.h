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
#include "ui/advance.h"
#include "ui/foot.h"
#include "ui/options.h"

/* ---- signals.c: signal(7) as events of the loop, through signalfd(2) ---- */

struct signals {
	struct machine *machine;
	struct observer observer;
	sigset_t mask;
	void (*notify)(void *context, int number); /* set before signals_add */
	void *context;
};

/* False with errno: there are no descriptors. */
bool signals_open(struct signals *signals, struct machine *machine);
/* Another signal to hear of, unless handsh was started with it ignored (nohup). */
void signals_add(struct signals *signals, int number);
/* Notifies of those that have come since the loop has looked. */
void signals_look(struct signals *signals);
void signals_close(struct signals *signals);

/* ---- outlet.c ---- */

struct outlet {
	struct subscriber subscriber, logged;
	struct observer room[DISPLAY_STREAMS]; /* of each, while it is blocked */
	struct alarm again;                    /* the same where the loop cannot watch */
	struct alarm making;                   /* more is to be made of what is shown */
	struct alarm counts;                   /* of errors left out are to be told */
	int64_t flushed;                       /* when output was last brought to the terminal */
};

void outlet_open(struct outlet *outlet);
/* Waits until everything is taken, or for session->hurry. False: not everything. */
bool outlet_drain(struct outlet *outlet);
void outlet_close(struct outlet *outlet);

/* ---- shell.c ---- */

struct session {
	struct shell shell; /* first: a session is its shell */
	const struct options *options;
	struct signals signals;
	struct outlet outlet;
	struct foot foot;
	struct advance advance;
	bool interrupted;  /* SIGINT has come, maybe while main was idle */
	int signal_number; /* of the signal that ends the session; 0: none */
	int64_t hurry;     /* until when it may take; TIME_NEVER: there is no hurry */
};

/* From now on SIGINT, SIGTERM, SIGHUP and SIGQUIT end what runs. */
void session_listen(struct session *session);
void session_hurry(struct session *session); /* its end has begun, and takes a second at most */

static inline struct session *shell_session(struct shell *shell)
{
	return (struct session *)shell;
}

/* ---- settings.c ---- */

void settings_run(struct shell *shell);

/* ---- unit.c ---- */

/* Runs a unit to its end and gives the status it would end the script with; -1: go on. */
int unit_run(struct shell *shell, struct code *code);
/* Main has run the unit to its end, or leaves it unfinished; or it was only read: that is told. */
void unit_ended(struct shell *shell, const struct code *code);
void unit_checked(struct shell *shell, const struct code *code);
void unit_error(struct shell *shell, struct error *error); /* takes the error and shows it */
/* The same of one that does not let a unit run, which ends so. */
void unit_refused(struct shell *shell, struct error *error);

#endif
