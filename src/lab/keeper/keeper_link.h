/*
 * keeper_link: the shell's side of the keeper.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_LAB_KEEPER_LINK_H
#define HANDSH_LAB_KEEPER_LINK_H

#include "lab/keeper/protocol.h"

/* Descriptors are -1 where there is none; see keeper_link_init. */
struct keeper_link {
	pid_t pid;                         /* 0: there is no keeper */
	int socket;                        /* to it */
	int guardian;                      /* to the guardian, which ends when it is closed */
	int namespaces[KEEPER_NAMESPACES]; /* of the first keeper, which later ones enter */
};

void keeper_link_init(struct keeper_link *link);
/*
 * Starts a keeper, unless there is one, and with the first a guardian. 0, or errno with *step, which
 * has failed.
 */
int keeper_start(struct keeper_link *link, enum lab_step *step);
/*
 * Does what is asked, in the network namespace where (-1: none is needed), and starts another keeper
 * where that has died. 0 with the descriptors made, close-on-exec, or errno.
 */
int keeper_ask(struct keeper_link *link, const struct keeper_request *request, int where,
	       int made[2]);
/* Whether there is a guardian, and it lives. */
bool keeper_is_guarded(const struct keeper_link *link);
/* Another, with a keeper and a namespace of processes; it knows of no hosts. 0, or errno with *step. */
int keeper_start_guardian(struct keeper_link *link, enum lab_step *step);
/* Tells the guardian of a host's namespace; network -1: it is no more. */
void keeper_guard(const struct keeper_link *link, uint32_t number, int network);
/* Ends both; safe without a start. */
void keeper_end(struct keeper_link *link);

/* ---- keeper_answers.c ---- */

/* The first answer, with the namespaces, of a keeper that has just been started. 0, or errno with *step,
 * unless that is LAB_START. */
int keeper_take_first(struct keeper_link *link, enum lab_step *step);
/* keeper_ask, of this keeper alone. EPIPE: it has died, or makes no sense. */
int keeper_exchange(const struct keeper_link *link, const struct keeper_request *request, int where,
		    int made[2]);

#endif
