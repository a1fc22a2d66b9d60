/*
 * lang: source text to code. No I/O, no sockets; can be linked alone with base.
 *
 *	text --src/lang/read--> tree (src/lang/tree.h) --src/lang/compile--> struct code --> run
 *
 * Text that does not fit the grammar gives a syntax error with its place and what to type instead.
 * One parser reads every text: a file as a whole, standard input and the prompt unit by unit, as
 * they grow.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_LANG_H
#define HANDSH_LANG_H

#include "handsh/code.h"

enum compile_status {
	COMPILE_DONE,
	COMPILE_INCOMPLETE, /* the text ends inside a bracket or quote, or after a backslash */
	COMPILE_ERROR,
};

/*
 * Compiles a text that is there as a whole, as one unit. COMPILE_DONE gives the code (a new
 * reference), the others an error named SYNTAX with its place, which for COMPILE_INCOMPLETE says
 * what is still open.
 */
enum compile_status compile(struct source *source, struct symbols *globals,
			    struct symbols *commands, struct code **code, struct error **error);
/* The same; who surveys is told of what compiles (handsh/survey.h). */
struct surveyor;
enum compile_status compile_surveyed(struct source *source, struct surveyor *surveyor,
				     struct symbols *globals, struct symbols *commands,
				     struct code **code, struct error **error);
/* The same of a lesson: see machine_compile_lesson. */
enum compile_status compile_lesson(struct source *source, struct symbols *globals,
				   struct symbols *commands, struct code **code,
				   struct error **error);

/* ---- unit by unit ---- */

/* Reads a text that grows. Zero it, set name and line; they are the caller's to keep. */
struct unit_reader {
	const char *name;          /* as source_new takes it; borrowed */
	unsigned line;             /* number of the text's first line */
	struct surveyor *surveyor; /* is told of each unit that compiles; or NULL */
	/* Its own: */
	struct arena arena;
	size_t read;    /* bytes of the text when it was last found to be unfinished; 0: never */
	size_t scanned; /* bytes of it that were looked at for the newline that could end it */
	bool newline;   /* which has come */
};

enum arrival {
	ARRIVAL_MORE,   /* more of the text may be there at once */
	ARRIVAL_PAUSED, /* nothing has come for as long as unit_patience says */
	ARRIVAL_ENDED,  /* nothing will: the text's end is the unit's */
};

/* What was read of a text's beginning. */
struct unit {
	size_t length;       /* in bytes, with the newline that ends it */
	struct code *code;   /* of COMPILE_DONE: a new reference */
	struct error *error; /* of COMPILE_ERROR: a new reference, named SYNTAX, with its place */
};

/*
 * Reads the unit that text, of at least one byte, begins with: to the first newline that stands
 * outside every bracket and quote (else and catch stand on the line of the } before them), or, once
 * something is wrong, to one at which all that is open has been closed. The caller then drops
 * unit->length bytes, whatever the status. COMPILE_INCOMPLETE: it has not ended, or it is not worth
 * looking; call again with the same text and more after it.
 */
enum compile_status unit_read(struct unit_reader *reader, const char *text, size_t length,
			      enum arrival arrival, struct symbols *globals,
			      struct symbols *commands, struct unit *unit);
/*
 * After COMPILE_INCOMPLETE for ARRIVAL_MORE: how long the input must pause, in nanoseconds since it
 * last gave something, before the unit is worth reading again. TIME_NEVER: only more can end it.
 */
int64_t unit_patience(const struct unit_reader *reader);
void unit_reader_free(struct unit_reader *reader); /* to be used again it is set up anew */

/* ---- words ---- */

/* A word of the language. */
struct language_word {
	const char *text; /* "while" */
	bool reserved;    /* no def or variable can take it; others are words within a form only */
};
/* By number, from 0; its text is NULL after the last. */
struct language_word language_word(unsigned number);

/* ---- habits of other languages ---- */

/* How it was found that a statement is not what was meant. */
enum habit_found {
	HABIT_SYNTAX = 1,  /* it does not fit the grammar */
	HABIT_UNKNOWN = 2, /* there is no such command */
	HABIT_USAGE = 4,   /* the command does not take such arguments */
	HABIT_UNSET = 8,   /* a variable is not set */
};

/*
 * Of the statement around a place of the text, at HABIT_UNKNOWN that of the command's word: appends
 * the line to type instead, as "type LINE", where one does the same; or else what to know. False:
 * nothing is known of it, hint is unchanged.
 */
bool habit_hint(const char *text, size_t length, size_t place, enum habit_found found,
		struct buffer *hint);
/* The same for a command at the place with words after its last argument, the one numbered first,
 * from 1: the line in which they are one text, send 'hello world'. */
bool habit_join(const char *text, size_t length, size_t place, unsigned first, struct buffer *hint);

#endif
