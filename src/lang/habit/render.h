/*
 * render: foreign expressions as they are typed here.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_LANG_HABIT_RENDER_H
#define HANDSH_LANG_HABIT_RENDER_H

#include "lang/habit/foreign.h"

/* Where it is to stand: there a word means something else. */
enum stand {
	STAND_VALUE,    /* after = and where a statement begins: a bare word is a command */
	STAND_OPERAND,  /* of an expression */
	STAND_ARGUMENT, /* of a command: a bare word is itself */
	STAND_INSIDE,   /* ${ } */
};

struct rendering {
	struct buffer *out;
	bool unsure; /* it calls what is not known to be a command */
};

/* False: it has no equal here; what stands in out then means nothing. */
bool render(struct rendering *rendering, const struct foreign *node, enum stand stand);
/* Arguments with blanks between; what stands in ( ) are arguments of their own. */
bool render_arguments(struct rendering *rendering, const struct foreign *list);
/* A name with its fields and indexes, as it stands before a dot or a =. False: it is no such. */
bool render_name(struct rendering *rendering, const struct foreign *node);
/* A quote with holes in it for the values of list: %s of C, {} of Python, as "…${x}…". */
bool render_woven(struct rendering *rendering, const struct foreign *text,
		  const struct foreign *list);

#endif
