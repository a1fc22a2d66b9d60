/*
 * lang: source text to code. No I/O, no sockets; can be linked alone with base.
 *
 *	text --lex, parse--> tree (src/lang/tree.h) --compile--> struct code --> run
 *
 * Text that does not fit the grammar gives a syntax error with its place and what to type instead;
 * text that ends inside a bracket or quote is told apart, so that a prompt can ask for more.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_LANG_H
#define HANDSH_LANG_H

#include "handsh/value.h"

/* ---- source: a piece of text and where it came from; shared by all code compiled from it ---- */

struct source {
	struct object object;
	char *name; /* "lab.hsh", "<stdin>", "-c"; NULL at the prompt: places are not shown */
	struct bytes *text;
	unsigned first_line; /* number of the text's first line, from 1 */
};

struct source *source_new(const char *name, struct bytes *text,
			  unsigned first_line); /* takes text */
/* Line (with first_line added), column in characters from 1, and the line's own text. */
void source_place(const struct source *source, uint32_t offset, unsigned *line, unsigned *column,
		  const char **text, size_t *length);

/* ---- is the text a whole unit? ---- */

/*
 * Follows brackets, quotes, comments and !commands of text that arrives in pieces, so that
 * nothing is read twice however long a unit grows. Zero it to begin a unit.
 */
struct splitter {
	struct buffer open; /* what is open, outermost first, each with what goes on behind it */
	uint32_t inner[2];  /* open inside the text of a !command: ( and { */
	uint8_t mode;       /* what may come next */
	uint8_t touch;      /* what the next byte touches */
	char quote;         /* the quote, comment or !command that it stands in */
	char pending;       /* a backslash or CR that the next byte explains */
	bool continued;     /* a backslash has just continued the line */
	bool broken;        /* brackets do not match: parse is to say so at the next newline */
	uint8_t path;       /* is the word being read a NAME, a NAME.NAME? */
	uint8_t length;     /* of word */
	char word[12];      /* the word being read, where it can be a keyword */
};

/*
 * Reads on from *offset. True: a unit ends there, behind a newline that stands outside every
 * bracket and quote (or behind one that continues with no else, catch or pipe: those must stand on
 * the same line). False: all was read and more is needed.
 */
bool splitter_feed(struct splitter *splitter, const char *text, size_t length, size_t *offset);
bool splitter_open(
	const struct splitter *splitter); /* inside a bracket or quote: the prompt is … */
void splitter_free(struct splitter *splitter);

/* ---- names are resolved when code is compiled ---- */

/* Interned names: every name has one index for ever, its cell in the machine's tables. */
struct symbols {
	struct symbol *table; /* uthash head */
	char **names;         /* by index */
	uint32_t count, capacity;
};

uint32_t symbol_intern(struct symbols *symbols, const char *name, size_t length);
bool symbol_find(const struct symbols *symbols, const char *name, uint32_t *index);
void symbols_free(struct symbols *symbols);

/* ---- code ---- */

/* How the text calls a command: bits that go with the call through the code to the command. */
enum call_manner {
	CALL_SHOWN = 1,   /* by a statement of the top level itself: what it does is shown */
	CALL_ALONE = 2,   /* it is that statement: a program may have the terminal */
	CALL_BUILTIN = 4, /* the built-in, also when a def has taken its name */
	CALL_SERVES = 8,  /* it is serve's accept: an error that may pass does not end it */
};

enum capture_from { CAPTURE_LOCAL, CAPTURE_GLOBAL, CAPTURE_EITHER };

/* A variable that a task's text names: copied when the task starts. */
struct capture {
	uint8_t from;    /* enum capture_from */
	uint32_t local;  /* in the starter's frame */
	uint32_t global; /* the shell's */
	uint32_t to;     /* local of the task */
};

enum code_kind { CODE_UNIT, CODE_DEFINITION, CODE_TASK };

struct code {
	struct object object;
	enum code_kind kind;
	struct source *source;
	char *name;        /* of the definition, or the task's first command: "accept", "spawn" */
	uint32_t *words;   /* see operations.h */
	uint32_t *offsets; /* source offset of each word */
	uint32_t length;   /* in words */
	struct value *constants;
	uint32_t constant_count;
	struct code **children; /* definitions and tasks inside */
	uint32_t child_count;
	char **locals; /* names; parameters first */
	uint32_t local_count, parameter_count;
	struct capture *captures;
	uint32_t capture_count;
	uint32_t stack; /* values it needs at most, locals included */
};

enum compile_status { COMPILE_DONE, COMPILE_INCOMPLETE, COMPILE_ERROR };

/*
 * Compiles a whole unit. COMPILE_DONE gives the code (a new reference); the others an error named
 * SYNTAX with its place, which for COMPILE_INCOMPLETE says what is still open.
 */
enum compile_status compile(struct source *source, struct symbols *globals,
			    struct symbols *commands, struct code **code, struct error **error);

/* One line an instruction, for tests. */
void code_disassemble(const struct code *code, struct buffer *buffer);

/* A word of the language. */
struct language_word {
	const char *text; /* "while" */
	bool reserved;    /* no def or variable can take it; others are words within a form only */
};
/* By number, from 0; its text is NULL after the last. */
struct language_word language_word(unsigned number);

/*
 * What to type instead of an unknown command that is a habit of another language: x=5, x == 3,
 * echo, elif. first_argument may be NULL. False: nothing is known of it, hint is unchanged.
 */
bool habit_hint(const char *command, const char *first_argument, const char *rest,
		struct buffer *hint);

#endif
