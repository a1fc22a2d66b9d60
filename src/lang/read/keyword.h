/*
 * keyword: the words of the language. All that is to know of a word stands in its row.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_LANG_READ_KEYWORD_H
#define HANDSH_LANG_READ_KEYWORD_H

#include "lang/tree.h"

struct parser;

/* What a word does where it stands. */
enum word_role {
	ROLE_CONSTANT,  /* is a value: node */
	ROLE_PREFIX,    /* stands before an operand: node, and infix.level */
	ROLE_INFIX,     /* stands between two operands: infix */
	ROLE_FORM,      /* begins a control form, which can stand wherever a value can: parse */
	ROLE_STATEMENT, /* begins what is a statement only: parse */
	ROLE_CLAUSE,    /* goes on after the } of a form */
	ROLE_PART,      /* a word only within its form, elsewhere as free as any other */
};

/* How tightly an operator binds, loosest first. Comparisons and "in" are not chained. */
enum level {
	LEVEL_NONE,
	LEVEL_OR,
	LEVEL_AND,
	LEVEL_NOT,
	LEVEL_COMPARE,
	LEVEL_IN,
	LEVEL_ADD,
	LEVEL_MULTIPLY,
	LEVEL_UNARY,
};

/* An operator between two operands. */
struct infix {
	enum level level;
	enum node_kind kind;
	enum operation operation; /* of NODE_BINARY */
};

struct keyword {
	char text[10];
	uint8_t length; /* of text */
	enum word_role role;
	bool dotted; /* NAME. can stand before it */
	bool free;   /* as a variable's name it is like any other */
	enum node_kind node;
	struct infix infix;
	/* Reads what the word begins, from the word on. */
	struct node *(*parse)(struct parser *parser, const struct keyword *word);
	const char *hint; /* what to do where it stands wrong */
};

struct node *parse_if(struct parser *parser, const struct keyword *word);
struct node *parse_while(struct parser *parser, const struct keyword *word);
struct node *parse_loop(struct parser *parser, const struct keyword *word);
struct node *parse_each(struct parser *parser, const struct keyword *word);
struct node *parse_spawn(struct parser *parser, const struct keyword *word);
struct node *parse_serve(struct parser *parser, const struct keyword *word);
struct node *parse_try(struct parser *parser, const struct keyword *word);
struct node *parse_timeout(struct parser *parser, const struct keyword *word);
struct node *parse_until(struct parser *parser, const struct keyword *word);
struct node *parse_expect(struct parser *parser, const struct keyword *word);
struct node *parse_step(struct parser *parser, const struct keyword *word);
struct node *parse_definition(struct parser *parser, const struct keyword *word);
struct node *parse_global(struct parser *parser, const struct keyword *word);
struct node *parse_jump(struct parser *parser, const struct keyword *word);
struct node *parse_return(struct parser *parser, const struct keyword *word);

/* X(NAME, text, fields…) */
/* clang-format off */
#define KEYWORDS(X)                                                                                \
	X(TRUE, "true", .role = ROLE_CONSTANT, .node = NODE_TRUE)                                  \
	X(FALSE, "false", .role = ROLE_CONSTANT, .node = NODE_FALSE)                               \
	X(NIL, "nil", .role = ROLE_CONSTANT, .node = NODE_NIL)                                     \
	X(NOT, "not", .role = ROLE_PREFIX, .node = NODE_NOT, .infix.level = LEVEL_NOT)             \
	X(BNOT, "bnot", .role = ROLE_PREFIX, .node = NODE_BNOT, .infix.level = LEVEL_UNARY)        \
	X(OR, "or", .role = ROLE_INFIX, .infix = {LEVEL_OR, NODE_OR, 0})                           \
	X(AND, "and", .role = ROLE_INFIX, .infix = {LEVEL_AND, NODE_AND, 0})                       \
	X(IN, "in", .role = ROLE_INFIX, .infix = {LEVEL_IN, NODE_BINARY, OPERATION_IN})            \
	X(BAND, "band", .role = ROLE_INFIX,                                                        \
	  .infix = {LEVEL_MULTIPLY, NODE_BINARY, OPERATION_BAND})                                  \
	X(BOR, "bor", .role = ROLE_INFIX,                                                          \
	  .infix = {LEVEL_ADD, NODE_BINARY, OPERATION_BOR})                                        \
	X(BXOR, "bxor", .role = ROLE_INFIX,                                                        \
	  .infix = {LEVEL_ADD, NODE_BINARY, OPERATION_BXOR})                                       \
	X(BSL, "bsl", .role = ROLE_INFIX,                                                          \
	  .infix = {LEVEL_MULTIPLY, NODE_BINARY, OPERATION_BSL})                                   \
	X(BSR, "bsr", .role = ROLE_INFIX,                                                          \
	  .infix = {LEVEL_MULTIPLY, NODE_BINARY, OPERATION_BSR})                                   \
	X(IF, "if", .role = ROLE_FORM, .parse = parse_if)                                          \
	X(ELSE, "else", .role = ROLE_CLAUSE,                                                       \
	  .hint = "it stands on the line of the } before it: } else {")                            \
	X(WHILE, "while", .role = ROLE_FORM, .parse = parse_while)                                 \
	X(LOOP, "loop", .role = ROLE_FORM, .parse = parse_loop)                                    \
	X(FOR, "for", .role = ROLE_FORM, .parse = parse_each, .node = NODE_FOR)                    \
	X(FILTER, "filter", .role = ROLE_FORM, .parse = parse_each, .node = NODE_FILTER,           \
	  .free = true)                                                                            \
	X(SPAWN, "spawn", .role = ROLE_FORM, .parse = parse_spawn)                                 \
	X(SERVE, "serve", .role = ROLE_FORM, .parse = parse_serve, .dotted = true)                 \
	X(TRY, "try", .role = ROLE_FORM, .parse = parse_try)                                       \
	X(CATCH, "catch", .role = ROLE_CLAUSE,                                                     \
	  .hint = "it stands on the line of the } before it: } catch e {")                         \
	X(FINALLY, "finally", .role = ROLE_CLAUSE, .free = true,                                   \
	  .hint = "it stands on the line of the } before it: } finally {")                         \
	X(TIMEOUT, "timeout", .role = ROLE_FORM, .parse = parse_timeout)                           \
	X(UNTIL, "until", .role = ROLE_FORM, .parse = parse_until, .free = true)                   \
	X(EXPECT, "expect", .role = ROLE_FORM, .parse = parse_expect)                              \
	X(STEP, "step", .role = ROLE_FORM, .parse = parse_step, .node = NODE_STEP, .free = true)   \
	X(MISTAKE, "mistake", .role = ROLE_FORM, .parse = parse_step, .node = NODE_MISTAKE,        \
	  .free = true)                                                                            \
	X(AS, "as", .role = ROLE_PART)                                                             \
	X(WITHIN, "within", .role = ROLE_PART)                                                     \
	X(TOOK, "took", .role = ROLE_PART)                                                         \
	X(ERROR, "error", .role = ROLE_PART)                                                       \
	X(DEF, "def", .role = ROLE_STATEMENT, .parse = parse_definition)                           \
	X(GLOBAL, "global", .role = ROLE_STATEMENT, .parse = parse_global,                         \
	  .hint = "leave it out: a variable is global there anyway")                               \
	X(BREAK, "break", .role = ROLE_STATEMENT, .parse = parse_jump, .node = NODE_BREAK)         \
	X(CONTINUE, "continue", .role = ROLE_STATEMENT, .parse = parse_jump, .node = NODE_CONTINUE)\
	X(RETURN, "return", .role = ROLE_STATEMENT, .parse = parse_return,                         \
	  .hint = "exit ends a script")
/* clang-format on */

enum word {
#define X(name, ...) WORD_##name,
	KEYWORDS(X)
#undef X
		WORDS
};

extern const struct keyword keywords[WORDS];

/* The word that text is, unless it is none or a part of forms only: NULL. */
const struct keyword *keyword_find(const char *text, size_t length);

#endif
