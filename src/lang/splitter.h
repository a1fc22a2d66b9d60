/*
 * splitter: where a unit ends, found byte by byte. It follows the grammar only as far as that
 * tells what a bracket, quote or # means at its place; whether the text is right is for parse.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_LANG_SPLITTER_H
#define HANDSH_LANG_SPLITTER_H

#include "lang/read/parse.h"

/* What may come next in the innermost bracket. */
enum mode {
	MODE_HEAD,    /* a statement or value; a { is a map */
	MODE_FORM,    /* a value or a block: after loop, try, else, catch */
	MODE_TASK,    /* a call or a block: after spawn, serve and | */
	MODE_EXPECT,  /* after expect */
	MODE_WITHIN,  /* after expect within: one argument */
	MODE_FOR,     /* after for, up to in */
	MODE_COMMAND, /* directly after a command's name: a lone = makes it an assignment */
	MODE_CALL,    /* in arguments: [ is a byte like any other */
	MODE_AFTER,   /* after a block: else, catch */
	MODE_OPERAND, /* in an expression, before an operand */
	MODE_EXPR,    /* after one */
	MODE_LIST,
	MODE_KEY,   /* in a map, before the : */
	MODE_VALUE, /* and after it */
};

/* What the next byte touches. */
enum touch {
	TOUCH_NONE,
	TOUCH_BARE,   /* a bare word, whose bytes may be in splitter->word */
	TOUCH_OTHER,  /* some other piece of a word */
	TOUCH_DOLLAR, /* a $ */
	TOUCH_NAME,   /* a variable's name or a field */
	TOUCH_DOT,    /* a dot after one */
	TOUCH_POST,   /* a ) or ] after which . and [ are fields and indexes */
};

/* Is a bare word NAME, NAME.NAME, or does it end in the dot of such? */
enum path { PATH_NONE, PATH_NAME, PATH_DOTTED, PATH_DOT, PATH_START };

/* What can be open; a map's { and an index's [ need no mark of their own. */
void splitter_push(struct splitter *splitter, char what, enum mode inside, enum mode after);
/* Closes the innermost, if it is what. */
bool splitter_pop(struct splitter *splitter, const char *what, enum touch touch);
char splitter_innermost(const struct splitter *splitter); /* 0: nothing is open */
/* A newline is a blank here. */
bool splitter_flat(const struct splitter *splitter);

/* Takes the $, name or ) touched into account. True: the byte belongs to it and is dealt with. */
bool splitter_postfix(struct splitter *splitter, char byte);
/* A byte outside quotes. True: it ends the unit. */
bool splitter_bare(struct splitter *splitter, char byte);

#endif
