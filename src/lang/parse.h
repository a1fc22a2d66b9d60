/*
 * parse: the rules of the grammar, by recursive descent over the text. Each rule reads from
 * parser->at and gives a node, or NULL when the error is set.
 *
 * Only what is bracketed recurses without a bound of its own, and brackets are counted; chains
 * (not not, - -, x = y =, else if, a + b + c, pipes) are loops, bounded by the tree's height.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_LANG_PARSE_H
#define HANDSH_LANG_PARSE_H

#include "lang/lex.h"

/* ---- keyword.c ---- */

/* In the order of language_keywords. */
enum keyword {
	KEYWORD_TRUE,
	KEYWORD_FALSE,
	KEYWORD_NIL,
	KEYWORD_NOT, /* these begin an expression */
	KEYWORD_AND,
	KEYWORD_OR,
	KEYWORD_IN,
	KEYWORD_IF,
	KEYWORD_WHILE,
	KEYWORD_LOOP,
	KEYWORD_FOR,
	KEYWORD_SPAWN,
	KEYWORD_SERVE,
	KEYWORD_TRY,
	KEYWORD_TIMEOUT,
	KEYWORD_EXPECT, /* from IF to here: control forms */
	KEYWORD_DEF,
	KEYWORD_GLOBAL,
	KEYWORD_BREAK,
	KEYWORD_CONTINUE,
	KEYWORD_RETURN,
	KEYWORD_ELSE,
	KEYWORD_CATCH,
	KEYWORD_NONE,
};

enum keyword keyword_find(const char *text, size_t length);

/* ---- node.c ---- */

struct node *node_new(struct parser *parser, enum node_kind kind, uint32_t offset);
/* With children, whose heights count. NULL: too high. */
struct node *node_with(struct parser *parser, enum node_kind kind, uint32_t offset, struct node *a,
		       struct node *b, struct node *c);
/* After children were added or changed. */
struct node *node_measure(struct parser *parser, struct node *node);
struct node *node_name(struct parser *parser, enum node_kind kind, uint32_t start, uint32_t end);
struct node *node_bytes(struct parser *parser, uint32_t offset, const char *text, size_t length);
const char *copy_text(struct parser *parser, uint32_t start, uint32_t end); /* NUL-terminated */

/* Children in the order in which they come. */
struct sequence {
	struct node *first, *last;
	unsigned count;
	uint16_t height;
};
void sequence_add(struct sequence *sequence, struct node *node);
/* A node whose a is the sequence. */
struct node *node_sequence(struct parser *parser, enum node_kind kind, uint32_t offset,
			   const struct sequence *sequence);

/* ---- parse.c: units and statements ---- */

struct node *parse_block(struct parser *parser,
			 const char *before); /* before: the word it follows */
/* What belongs to another task or definition: no loop, break or global reaches out of it. */
struct body {
	unsigned loops;
	bool body;
	struct escape escape;
};
void body_begin(struct parser *parser, struct body *body);
void body_end(struct parser *parser, const struct body *body);

/* ---- parse_value.c, parse_call.c ---- */

/* task: a & behind it makes it a task. */
struct node *parse_value(struct parser *parser, bool task);
struct node *parse_assignment(struct parser *parser, struct node *target, bool task);
struct node *parse_target(struct parser *parser); /* a name with fields and indexes */
/* Offset behind NAME{.NAME} at the place, its own offset when no name stands there. */
uint32_t dotted_end(const struct parser *parser, uint32_t offset);
struct node *parse_call(struct parser *parser, bool serve); /* serve: NAME.serve can stand here */
struct node *parse_shell(struct parser *parser);
bool value_begins(const struct parser *parser); /* not the end of a statement, nor a { */

/* ---- parse_control.c ---- */

struct node *parse_control(struct parser *parser, enum keyword keyword);

/* ---- parse_body.c ---- */

struct node *parse_name(struct parser *parser); /* a name as a word of its own: NODE_VARIABLE */
struct node *parse_spawn(struct parser *parser);
/* Behind the word serve; socket: before its dot, or NULL. */
struct node *parse_serve(struct parser *parser, struct node *socket);
struct node *parse_definition(struct parser *parser);
struct node *parse_global(struct parser *parser);

/* ---- parse_expression.c ---- */

struct node *parse_expression(struct parser *parser);
struct node *parse_parenthesis(struct parser *parser);
struct node *parse_postfixes(struct parser *parser, struct node *node);
struct node *parse_list(struct parser *parser);
struct node *parse_map(struct parser *parser);

/* ---- parse_word.c ---- */

struct node *parse_argument(struct parser *parser, bool in_list);
struct node *parse_quoted_word(struct parser *parser); /* of quotes and $ that touch */
struct node *parse_dollar(struct parser *parser);
/* The word from start to end is an int in its shortest form. It is checked for its range. */
bool shortest_int(const struct parser *parser, uint32_t start, uint32_t end);
bool read_int(struct parser *parser, uint32_t start, uint32_t end, int64_t *integer);

/* ---- parse_quote.c ---- */

bool parse_raw(struct parser *parser, struct sequence *pieces);
/* *replaces: something in it is replaced. */
bool parse_cooked(struct parser *parser, struct sequence *pieces, bool *replaces);

/* ---- parse_habit.c, habit.c: errors with the line to type ---- */

/* The command word from start to end is touched by what cannot touch it. */
void *habit_touched_command(struct parser *parser, uint32_t start, uint32_t end);
/* A value that begins at start is followed by what fits nothing. */
void *habit_after_value(struct parser *parser, const struct node *value, uint32_t start);
/* Instead of a block behind the word before. */
void *habit_no_block(struct parser *parser, const char *before);
/* Nothing that can be an operand: x++, x += 1. */
void *habit_no_operand(struct parser *parser);
/* A bare word where an operand is expected. */
void *habit_bare_operand(struct parser *parser);
/* An argument of the command cannot be read: words of other languages say why. */
void *habit_failed_argument(struct parser *parser, const char *command);
/* def NAME( … */
void *habit_definition(struct parser *parser, uint32_t start, uint32_t end);

#endif
