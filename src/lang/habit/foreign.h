/*
 * foreign: expressions as Python and C write them, for saying what they are here.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_LANG_HABIT_FOREIGN_H
#define HANDSH_LANG_HABIT_FOREIGN_H

#include "handsh/base.h"

#define FOREIGN_DEPTH 32 /* of brackets and choices in each other */

enum foreign_kind {
	FOREIGN_NAME,   /* text */
	FOREIGN_VALUE,  /* text: a number, or $name: as it is */
	FOREIGN_TEXT,   /* a quote: text is what stands inside, as it is written */
	FOREIGN_TUPLE,  /* a: list of what stands in ( ) */
	FOREIGN_LIST,   /* a: list of what stands in [ ] */
	FOREIGN_FIELD,  /* a.text */
	FOREIGN_INDEX,  /* a[b] */
	FOREIGN_CALL,   /* a(b): b is the list of arguments */
	FOREIGN_SIZEOF, /* a */
	FOREIGN_CHAIN,  /* a: operands and, between and before them, FOREIGN_SIGN */
	FOREIGN_SIGN,   /* text: an operator */
	FOREIGN_NAMED,  /* text=a, as Python names an argument */
	FOREIGN_CHOICE, /* a if b else c, b ? a : c: the list of b, a and c */
	FOREIGN_BRACES, /* { … } after a cast: of what type it is told, and no more */
};

struct foreign {
	enum foreign_kind kind;
	bool strange;    /* we have no such: b'…', && */
	bool raw, woven; /* of FOREIGN_TEXT: r'…', where a backslash is itself; f'…' */
	const char *text;
	size_t length;
	struct foreign *a, *b, *next; /* next: in the list that it is an element of */
};

/* A text that is being read. */
struct foreign_reader {
	const char *text;
	size_t at, end;
	struct arena *arena;
	unsigned depth; /* of brackets and prefixes */
};

/* The byte so many after the place; NUL after the end. */
unsigned char foreign_byte(const struct foreign_reader *reader, size_t ahead);

/* What stands at the place; each goes on after what it reads. */
void foreign_blanks(struct foreign_reader *reader);
bool foreign_ends(struct foreign_reader *reader); /* nothing but blanks is left */
bool foreign_take(struct foreign_reader *reader, const char *sign);
bool foreign_word(struct foreign_reader *reader, const char *word);    /* which ends there */
size_t foreign_name(struct foreign_reader *reader, const char **name); /* 0: there is none */
/* NULL: it is no expression. */
struct foreign *foreign_read(struct foreign_reader *reader);
/* One without operators. */
struct foreign *foreign_operand(struct foreign_reader *reader);
/* Elements up to the closing bracket at the place, with commas between; *list NULL: there is none.
 */
bool foreign_elements(struct foreign_reader *reader, const char *closing, struct foreign **list);

struct foreign *foreign_new(struct arena *arena, enum foreign_kind kind, const char *text,
			    size_t length);
bool foreign_is(const struct foreign *node, const char *text); /* of names, signs and values */

#endif
