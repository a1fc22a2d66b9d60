/*
 * statement: a statement of another language while it is read, for the files that read its parts.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_LANG_HABIT_STATEMENT_H
#define HANDSH_LANG_HABIT_STATEMENT_H

#include "lang/habit/render.h"

#define TARGETS_MAX 8

struct statement {
	struct foreign_reader reader;
	struct foreign *targets[TARGETS_MAX];
	unsigned count;
	char sign;    /* before the =, of x += V; or 0 */
	bool typed;   /* a type of C stands before it */
	bool touched; /* x= V or x =V */
	bool unpacks; /* a, b = V or a, = V */
	bool tight;   /* x=V, as sh has it, where a bare word is text */
	struct foreign *value;
	struct rendering rendering;
};

/* ---- target.c ---- */

/* int, const char *, struct sockaddr_in: false, and nothing taken, unless a name follows. */
bool statement_type(struct foreign_reader *reader);
/* a, b = and x +=, up to the value; none is taken where none stands. */
void statement_targets(struct statement *statement);
/* x++, with its value. */
bool statement_step(struct statement *statement);

/* ---- loose.c ---- */

/* The arguments of a command of that name, after a blank, as Python has them: print "a", b. */
bool statement_loose(struct statement *statement, struct foreign *name);
/* A command after a value's dot, where only a socket's can stand: q.put 1. A bare word is text. */
bool statement_method(struct rendering *rendering, struct foreign *name, struct foreign *list);

#endif
