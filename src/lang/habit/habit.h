/*
 * habit: what of other languages a statement is, and what that is here.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_LANG_HABIT_HABIT_H
#define HANDSH_LANG_HABIT_HABIT_H

#include "handsh/lang.h"

/* What is said where no line does the same. */
#define HABIT_ADDRESS                                                                              \
	"an address stands where it is needed: s.bind '' 5000, s.connect 127.0.0.1 5000"
#define HABIT_DEADLINE "a time limit stands around what waits: timeout 1s { s.recv }"
#define HABIT_TASKS                                                                                \
	"a task waits for each socket by itself: spawn { … }, or serve { … } for connections"

struct habit_text {
	const char *text;
	size_t length;
	bool block; /* a { comes after it */
};

#define HABIT_WORDS 40

/* Words with blanks between; brackets and quotes in them may hold blanks. */
struct habit_words {
	struct habit_text word[HABIT_WORDS];
	unsigned count;
};

/* No words where there are too many. */
void habit_split(struct habit_text text, struct habit_words *words);
bool habit_is(struct habit_text word, const char *text);
/* The words from first on as one quoted text, more (as "…" has it) after it. False: they cannot. */
bool habit_quote(const struct habit_words *words, unsigned first, unsigned end, const char *more,
		 struct buffer *out);

/* What is found of a statement: any of these may be left empty. */
struct habit_answer {
	struct buffer line;   /* to type in its place */
	struct buffer advice; /* where no line does the same, or beside it */
	bool unsure;          /* the line calls what may be no command */
};

/* ---- words.c: words that are no commands here ---- */

/* The statement begins with one. */
bool habit_word(struct habit_text statement, struct habit_answer *answer);
/* It begins with a command of ours, whose arguments are another program's of that name. */
bool habit_namesake(struct habit_text statement, struct habit_answer *answer);

/* ---- socat.c ---- */

/* socat - TCP:HOST:PORT */
bool habit_socat(struct habit_text statement, struct habit_answer *answer);

/* ---- statement.c ---- */

/* A statement of Python or C. */
bool habit_statement(struct habit_text statement, struct habit_answer *answer);
/* int x = 5, whose type may be a command of ours. */
bool habit_declaration(struct habit_text statement, struct habit_answer *answer);

/* ---- checked.c ---- */

/* if ((fd = socket(…)) < 0) */
bool habit_checked(struct habit_text statement, struct habit_answer *answer);

/* ---- head.c ---- */

/* The line that begins a block there: while x: */
bool habit_head(struct habit_text statement, struct habit_answer *answer);

/* ---- command.c: statements of ours, but for a slip ---- */

/* $c.send hi: a command after a value, as other languages have methods. */
bool habit_method(struct habit_text statement, struct habit_answer *answer);
/* socket.gethostname, time.sleep 1: Python's modules before our commands. */
bool habit_module(struct habit_text statement, struct habit_answer *answer);
/* A comparison with a command's result: expect recv == 'x'. */
bool habit_comparison(struct habit_text statement, struct habit_answer *answer);
/* Commas between arguments: connect 127.0.0.1, 5000. */
bool habit_commas(struct habit_text statement, struct habit_answer *answer);
/* echo x >&2 */
bool habit_to_errors(struct habit_text statement, struct habit_answer *answer);
/* print x > file */
bool habit_redirection(struct habit_text statement, struct habit_answer *answer);

/* ---- dollar.c ---- */

/* $(cmd), $((1 + x)), $#, $@, $?, `cmd` and ~/file of sh */
bool habit_dollar(struct habit_text statement, struct habit_answer *answer);

#endif
