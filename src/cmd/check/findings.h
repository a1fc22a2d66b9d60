/*
 * findings: what the files of this folder share of a check.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_CMD_CHECK_FINDINGS_H
#define HANDSH_CMD_CHECK_FINDINGS_H

#include "handsh/check.h"
#include "handsh/command.h"
#include "handsh/hash_table.h"
#include "handsh/survey.h"

/* A place that is kept. */
struct kept_place {
	struct source *source; /* a reference; NULL: none */
	uint32_t offset;
};

/* A name, as a variable and as a command. */
struct known {
	UT_hash_handle hh;
	bool set;               /* something gives the variable a value */
	bool datagrams;         /* it is set to a socket of datagrams */
	struct kept_place read; /* where it is read first, unless an error there is caught */
	unsigned definitions;   /* defs of the command */
	unsigned least, most;   /* arguments of the latest def */
	char *required;         /* the names of its parameters without a default, see survey.h */
	char name[];
};

/* A call of a command that is no built-in: whether it is known shows at the end. */
struct pending {
	struct kept_place place;
	struct known *command;
	unsigned count;
};

/* while NAME = SOCKET.recv */
struct loop_end {
	struct kept_place place;
	struct known *socket;
	char *name;
};

struct check {
	struct surveyor surveyor;
	struct shell *shell;
	struct known *names;
	struct pending *calls;
	uint32_t call_count, call_capacity;
	struct loop_end *loops;
	uint32_t loop_count, loop_capacity;
	struct error **found;
	uint32_t found_count, found_capacity;
	struct list *files; /* sourced, by path */
	bool open;          /* some text is not known: it may define and set anything */
};

struct known *check_name(struct check *check, const char *name);
void check_keep(struct check *check, struct error *error); /* takes it */
/* Adds what was found, for its hint to be set. */
struct error *check_found(struct check *check, const struct kept_place *place, const char *name,
			  const char *call, const char *format, ...)
	__attribute__((format(printf, 5, 6)));

/* ---- check_call.c ---- */

void check_call(struct surveyor *surveyor, const struct survey_place *place,
		const struct survey_call *call);
void check_pending(struct check *check); /* at the end */

/* ---- check_remark.c ---- */

void check_catches(struct surveyor *surveyor, const struct survey_place *place, const char *name);
void check_loop(struct surveyor *surveyor, const struct survey_place *place, const char *name,
		const char *socket, const struct survey_call *call);
void check_assign(struct surveyor *surveyor, const char *name, const struct survey_call *call);
void check_loops(struct check *check); /* at the end */

#endif
