/*
 * marks: what the pieces of a text are: commands, strings, variables, brackets. For whoever shows a
 * text while it is typed: what there is of it counts, however it goes on. The grammar's own reader
 * finds them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_MARKS_H
#define HANDSH_MARKS_H

#include "handsh/base.h"

enum mark_kind {
	MARK_WORD,     /* a word of the language */
	MARK_COMMAND,  /* the name of a command that is called */
	MARK_SOCKET,   /* the NAME of NAME.command */
	MARK_OPTION,   /* -n, --name */
	MARK_STRING,   /* in quotes, with them; but for what is replaced */
	MARK_NUMBER,   /* and true, false, nil */
	MARK_VARIABLE, /* $name, or the name in ${name}: it is read */
	MARK_SET,      /* a variable's name that gets a value */
	MARK_DEFINED,  /* the name of a command that gets a body */
	MARK_SHELL,    /* !command */
	MARK_COMMENT,
	MARK_PAIR, /* start and end are places of the bracket that opens and the one that closes */
	MARK_OPEN, /* a bracket or quote that is still open at the text's end */
};

struct mark {
	enum mark_kind kind;
	uint32_t start, end;
};

/* In the order in which they were read: of two that overlap, the later one is more exact. */
struct marks {
	struct mark *list;
	uint32_t count, capacity;
};

/* Fills any marks; whoever has them calls marks_free. Takes time in proportion to the text. */
void marks_read(struct marks *marks, const char *text, size_t length);
void marks_free(struct marks *marks);

#endif
