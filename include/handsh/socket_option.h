/*
 * socket_option: the socket options that have a name here: a table a level, a row an option. What
 * getsockopt, setsockopt and options take, completion, call lines, help and the manual are read from
 * them.
 *
 * What an option is set to is kept as getsockopt(2) and setsockopt(2) have it: so many bytes, in a
 * buffer ("setting"), which the caller frees.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_SOCKET_OPTION_H
#define HANDSH_SOCKET_OPTION_H

#include "handsh/net.h"

enum option_access {
	OPTION_SETTABLE, /* and read */
	OPTION_SET_ONLY, /* an order rather than a state: join a group */
	OPTION_READ_ONLY,
	OPTION_CONSTANT, /* read only: what the socket is, and always will be */
	OPTION_TAKEN,    /* read only: reading it takes it away */
};

enum option_unit {
	UNIT_NONE,
	UNIT_BYTES,
	UNIT_SECONDS,
	UNIT_MILLISECONDS,
	UNIT_MICROSECONDS,
	UNIT_RATE, /* bytes a second */
};

struct option_type;      /* how a setting is made of a value, and shown: see net/option/option.h */
struct option_structure; /* the members of those that are structures */

/* One row an option: the only place that knows it. */
struct socket_option {
	const char *name;                 /* as typed, and in lists: "reuseaddr"; no other has it */
	const struct option_level *level; /* whose row it is */
	const char *c_name;               /* "SO_REUSEADDR" */
	int number;                       /* SO_REUSEADDR */
	const struct option_type *type;
	enum option_access access;
	bool basic;                /* among the few that info shows too */
	bool moves;                /* by itself, as a clock does: it has no default */
	int64_t least, most;       /* of those that are numbers, or times in seconds */
	enum option_unit unit;     /* of those that are numbers */
	const struct names *names; /* of those that are one of a list, or several of it */
	const struct option_structure *structure;
	/* What it is for a new socket, as print writes it ("off", "64"), or the setting of the
	 * system that decides: "net.ipv4.ip_default_ttl". NULL: nothing that could be said. */
	const char *usual;
	const char *since; /* the first Linux that has it, after 2.6.0; NULL: all have it */
	const char *text;  /* what it does, for help */
	/* What the shell must know as soon as it has been set; may be NULL. */
	void (*remember)(struct handle *handle);
};

/* The options of one level of getsockopt(2). */
struct option_level {
	const char *name;                          /* "SOL_SOCKET" */
	int number;                                /* SOL_SOCKET */
	const struct socket_option *options;       /* name NULL at the end */
	bool (*fits)(const struct handle *handle); /* has a socket such as this the level? */
};

/* All of them, in the order in which they are listed: NULL begins, and ends. */
const struct socket_option *socket_option_next(const struct socket_option *option);
/*
 * By its name, or the name in C with or without what stands before its first _, in any case. Where
 * several levels know it, that of the socket; handle NULL: the first.
 */
const struct socket_option *socket_option_find(const char *name, const struct handle *handle);
/* The same within one level; by its number. NULL: it has no row. */
const struct socket_option *socket_option_at(int level, const char *name);
const struct socket_option *socket_option_of(int level, int number);
/* "on or off", "a number, 1 to 255", "only read": what it takes. */
void socket_option_takes(const struct socket_option *option, struct buffer *buffer);
/* How many words setsockopt takes for it. */
void socket_option_counts(const struct socket_option *option, unsigned *least, unsigned *most);
const char *socket_option_unit(const struct socket_option *option); /* "seconds"; "" of none */
/* All about it, a line each. */
void socket_option_explain(const struct socket_option *option, struct buffer *buffer);
/* Tells the words that its value may be, and what each means, as kinds of arguments do; interfaces are
 * those of the host, here and below NULL: of this machine. */
void socket_option_words(const struct socket_option *option, struct host *host,
			 void (*tell)(void *context, const char *word, const char *text),
			 void *context);

/*
 * What to set it to: a value, or the list of what was typed after the name. On which socket matters
 * for some; NULL: none. False with *error: TYPE, RANGE; USAGE of one that is only read; what
 * belongs to the machine (ENODEV).
 */
bool socket_option_convert(const struct socket_option *option, const struct handle *handle,
			   struct value value, struct buffer *setting, struct error **error);
/* The same of what is known by its numbers alone: an int as C's, bytes as they stand. */
bool socket_option_convert_raw(struct value value, const char *call, struct buffer *setting,
			       struct error **error);
/* As a value of the language, a new reference: of as much of it as there is. */
struct value socket_option_value(const struct socket_option *option, struct host *host,
				 const struct buffer *setting);
/* As a call line shows it: 1, {1, 5}, {2, 500000}, SOCK_STREAM. */
void socket_option_format(const struct socket_option *option, struct host *host,
			  const struct buffer *setting, struct buffer *buffer);

/* getsockopt(2), setsockopt(2): 0, or errno. What is read takes the place of what setting held. */
int socket_option_get(int fd, const struct socket_option *option, struct buffer *setting);
int socket_option_set(struct handle *handle, const struct socket_option *option,
		      const struct buffer *setting);
/* By its numbers: what the shell must know of it is learnt all the same. */
int socket_option_set_raw(struct handle *handle, int level, int number,
			  const struct buffer *setting);

/* ---- beside a new socket of the same kind ---- */

/* An option of a socket: what it is, and what it is for a new socket of the same kind. */
struct option_finding {
	const struct socket_option *option;
	struct value value, usual; /* new references; usual: nil when that cannot be known */
	bool differs;
};

struct option_survey {
	const struct handle *handle;
	int fresh;  /* a new socket's descriptor; -1: none could be made */
	int number; /* errno of that */
	struct buffer setting;
	const struct socket_option *option; /* the latest */
};

struct option_survey option_survey_begin(const struct handle *handle);
/* The next that the socket has. False: there is none. */
bool option_survey_next(struct option_survey *survey, struct option_finding *finding);
void option_survey_end(struct option_survey *survey);
/* Can it be read, and read again? */
bool socket_option_is_state(const struct socket_option *option);
/* A value of an option as it can be typed, cut where it is long; "-" for nil. */
void socket_option_show(struct value value, struct buffer *text);

#endif
