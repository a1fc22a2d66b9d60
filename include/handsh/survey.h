/*
 * survey: what a text calls, defines and names, for whoever checks it without running it. The
 * grammar's own reader finds it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_SURVEY_H
#define HANDSH_SURVEY_H

#include "handsh/lang.h"

/* A place of a text. */
struct survey_place {
	struct source *source; /* borrowed */
	uint32_t offset;
	bool tolerated; /* an error there is caught, or expected */
};

/* An argument of a call. */
struct survey_argument {
	const char
		*text; /* what it stands for, where nothing in it is replaced; not NUL-terminated */
	size_t length;
	bool option; /* a bare word of - and a letter or a second - */
};

struct survey_call {
	const char *name;
	const struct survey_argument *arguments;
	unsigned count;
	bool piped; /* another one comes by the pipe, after these */
};

/* Who is told. */
struct surveyor {
	void (*call)(struct surveyor *surveyor, const struct survey_place *place,
		     const struct survey_call *call);
	/* required: the names of the least parameters, a blank after each; most: UINT_MAX: any
	 * number of arguments. */
	void (*define)(struct surveyor *surveyor, const char *name, const char *required,
		       unsigned least, unsigned most);
	void (*set)(struct surveyor *surveyor, const char *name);
	void (*read)(struct surveyor *surveyor, const struct survey_place *place, const char *name);
	/* A catch takes every error into the variable. */
	void (*catches)(struct surveyor *surveyor, const struct survey_place *place,
			const char *name);
	/* while NAME = call: ends where that gives something empty. */
	void (*loop)(struct surveyor *surveyor, const struct survey_place *place, const char *name,
		     const char *socket, const struct survey_call *call);
	/* NAME = call. */
	void (*assign)(struct surveyor *surveyor, const char *name, const struct survey_call *call);
	void (*step)(struct surveyor *surveyor); /* of a lesson; NULL: nothing wants to know */
};

/* Goes through a text. The error of one that does not fit the grammar, a new reference, or NULL. */
struct error *survey(struct source *source, struct surveyor *surveyor);

#endif
