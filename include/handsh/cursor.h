/*
 * cursor: what stands where a text ends: which command, which of its arguments, inside which quote.
 * The parser reads the text and says what it was looking for when it came to the end. For whoever
 * helps with a line while it is typed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_CURSOR_H
#define HANDSH_CURSOR_H

#include "handsh/base.h"

enum cursor_kind {
	CURSOR_NOTHING, /* nothing that is known: a comment, a !command, a new name, a wrong text */
	CURSOR_HEAD,    /* the first word of a statement or value: a command, or one of the words */
	CURSOR_WORD,    /* one of the words */
	CURSOR_ARGUMENT, /* an argument of the command */
	CURSOR_VARIABLE, /* a variable's name */
	CURSOR_FIELD,    /* a field of the object */
	CURSOR_ERROR,    /* the name of an error */
};

/* A piece of the text, by its offsets. */
struct cursor_span {
	uint32_t start, end; /* the same: there is none */
};

/* An argument before the one that is being typed. */
struct cursor_argument {
	uint32_t start;            /* where it begins */
	struct cursor_span option; /* the bare word such as -n, --name or -- that it is; or none */
};

struct cursor {
	enum cursor_kind kind;
	uint32_t start; /* where the word that is being typed begins, its quotes included */
	char quote;     /* the quote, ' or ", that it ends in and that is still open; 0: none */
	bool bare;      /* it has no quotes, or is not begun */
	bool literal;   /* it stands for bytes, which typed has, and nothing in it is replaced */
	struct buffer typed;
	uint64_t words;            /* of HEAD and WORD: bit n: language_word(n) can stand here */
	bool variable;             /* of HEAD: in ${ }, where a variable's name can stand as well */
	struct cursor_span socket; /* of HEAD and ARGUMENT: the NAME of NAME.command */
	struct cursor_span object; /* of FIELD: the value before the dot, such as $name */
	struct cursor_span command; /* of ARGUMENT: its name */
	struct cursor_argument *arguments;
	uint32_t argument_count, argument_capacity;
};

/* What stands at the end of the text. Fills any cursor; whoever has it calls cursor_free. */
void cursor_read(struct cursor *cursor, const char *text, size_t length);
void cursor_free(struct cursor *cursor);

/* ---- words that stand for bytes ---- */

/*
 * Appends the word that is exactly these bytes as an argument of a command: bare where it can be,
 * else in quotes. open: more is to be typed, the quote is not closed.
 */
void word_write(struct buffer *out, const void *data, size_t length, bool open);
/*
 * Appends what a word that has quotes must be followed by, so that these bytes stand after those
 * that it has. quote: the one that is open at its end, or 0.
 */
void word_go_on(struct buffer *out, char quote, const void *data, size_t length, bool open);

#endif
