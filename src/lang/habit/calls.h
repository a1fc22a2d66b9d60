/*
 * calls: functions and methods of Python and C, and what they are here.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_LANG_HABIT_CALLS_H
#define HANDSH_LANG_HABIT_CALLS_H

#include "lang/habit/render.h"

/* What becomes of a call; see calls_table.c. */
struct habit_call {
	const char *name;
	/* name(…) or module.name(…), module.name(…) alone, or value.name(…) */
	enum { CALL_FUNCTION, CALL_MODULE, CALL_METHOD } way;
	uint8_t least, most; /* so many arguments */
	/*
	 * What is typed, NULL where nothing does the same. In it stand for
	 *   %r  the value before the dot, which is a name      %R  the same, any value
	 *   %1  an argument                                    %*  all of them
	 *   %n1 an argument that is a name                     %d2 argument 2, cut to the length 3
	 *   %o3 an argument, or nothing where it is a sizeof   %z4 nothing, of one that is 0 or NULL
	 *   %w1 a text with the others woven in                %t  the name that it is assigned to
	 *   %b1 a name as it is    %k1 the same, of AF_… with the type that is usual
	 *   %p1 all of them as print of Python has them        %!1 on for what is false, and off
	 *   %f  pack's format for an integer of so many bytes (argument 1) in an order (2)
	 *   %=  those that Python names, as options of ours    %%  a %
	 */
	const char *typed;
	uint8_t out;        /* C: the argument that receives, which becomes the name before the = */
	const char *length; /* and what the call's result is: "len" of that; NULL: nothing */
	const char *parts[2]; /* of the result, where two names stand before the =: fields, or "" */
	const char *then;     /* a statement after it; %t and arguments stand in it */
	const char *gives;    /* what stands for its result, where what is typed has none */
	const char *given;    /* an argument that there has to be, as a quote */
	const char *advice;   /* what to say where nothing is typed */
	const char *remark;   /* what to say beside the line */
};

/* The first row that fits counts; the last one has no name. */
extern const struct habit_call habit_calls[];

const struct habit_call *habit_call_find(const struct foreign *call);
/* What its typed, or then, becomes; target: see %t. */
bool habit_call_expand(struct rendering *rendering, const char *pattern, const struct foreign *call,
		       const struct foreign *target);
/* A call that stands for a value: its typed, or for what is not known its name and arguments. */
bool render_call(struct rendering *rendering, const struct foreign *call, enum stand stand);

#endif
