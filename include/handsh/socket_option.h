/*
 * socket_option: the socket options that have a name here: a table a level, a row an option. What
 * getsockopt and setsockopt take, completion, call lines, help and the manual are read from them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_SOCKET_OPTION_H
#define HANDSH_SOCKET_OPTION_H

#include <sys/time.h>

#include "handsh/net.h"

enum option_access {
	OPTION_SETTABLE, /* and read */
	OPTION_READ_ONLY,
	OPTION_CONSTANT, /* read only: what the socket is, and always will be */
	OPTION_TAKEN,    /* read only: reading it takes it away */
};

enum option_unit { UNIT_NONE, UNIT_BYTES, UNIT_SECONDS, UNIT_MILLISECONDS };

/* What an option is set to, as getsockopt(2) and setsockopt(2) have it. */
union option_setting {
	int integer;
	struct linger linger;
	struct timeval time;
};

struct option_type; /* how a setting is made of a value, and shown: see net/option/option.h */

/* One row an option: the only place that knows it. */
struct socket_option {
	const char *name;                 /* as typed, and in lists: "reuseaddr" */
	const struct option_level *level; /* whose row it is */
	const char *c_name;               /* "SO_REUSEADDR" */
	int number;                       /* SO_REUSEADDR */
	const struct option_type *type;
	enum option_access access;
	int64_t least, most;       /* of those that are numbers, or times in seconds */
	enum option_unit unit;     /* of those that are numbers */
	const struct names *names; /* of those that are one of a list */
	const char *text;          /* what it does, for help */
	/* What the shell must know as soon as it has been set; may be NULL. */
	void (*remember)(struct handle *handle);
};

/* The options of one level of getsockopt(2). */
struct option_level {
	const char *name;                    /* "SOL_SOCKET" */
	int number;                          /* SOL_SOCKET */
	const struct socket_option *options; /* name NULL at the end */
};

/* All of them, in the order in which they are listed: NULL begins, and ends. */
const struct socket_option *socket_option_next(const struct socket_option *option);
/* By its name, or the name in C with or without what stands before its first _, in any case. */
const struct socket_option *socket_option_find(const char *name);
/* "on or off", "a number, 1 to 255", "only read": what it takes. */
void socket_option_takes(const struct socket_option *option, struct buffer *buffer);

/* What to set it to. False with *error: TYPE, RANGE; USAGE of one that is only read. */
bool socket_option_convert(const struct socket_option *option, struct value value,
			   union option_setting *setting, struct error **error);
/* As a value of the language: a new reference. */
struct value socket_option_value(const struct socket_option *option,
				 const union option_setting *setting);
/* As a call line shows it: 1, {1, 5}, {2, 500000}, SOCK_STREAM. */
void socket_option_format(const struct socket_option *option, const union option_setting *setting,
			  struct buffer *buffer);

/* getsockopt(2), setsockopt(2): 0, or errno. */
int socket_option_get(const struct handle *handle, const struct socket_option *option,
		      union option_setting *setting);
int socket_option_set(struct handle *handle, const struct socket_option *option,
		      const union option_setting *setting);

#endif
