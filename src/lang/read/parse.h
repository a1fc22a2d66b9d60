/*
 * parse: the rules of the grammar, by recursive descent over the text. Each rule reads from
 * parser->at and gives a node, or NULL when the error is set.
 *
 * Only what is bracketed recurses without a bound of its own, and brackets are counted; chains
 * (not not, - -, x = y =, else if, a + b + c, pipes) are loops, bounded by the tree's height.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_LANG_READ_PARSE_H
#define HANDSH_LANG_READ_PARSE_H

#include "lang/read/keyword.h"
#include "lang/read/scan.h"

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

/* ---- parse_unit.c ---- */

/* before: the words it follows. */
struct node *parse_block(struct parser *parser, const char *before);
/* Is it a unit as a whole? Nothing is said where it is not. */
bool parse_whole(const char *text, size_t length);
/* All of the text, for its cursor. */
void parse_statements(struct parser *parser);
/* Goes on after the word at the place; gives where it begins. */
uint32_t take_word(struct parser *parser, const struct keyword *word);
/* The same for a word that may stand here, and the blanks around it. False: it does not. */
bool take_clause(struct parser *parser, enum word word);
/* The keyword that is the bare word from start to end, or NULL. */
static inline const struct keyword *keyword_at(const struct parser *parser, uint32_t start,
					       uint32_t end)
{
	return keyword_find(parser->text + start, end - start);
}
/* What belongs to another task or definition: no loop, break or global reaches out of it. */
struct body {
	unsigned loops, finally;
	bool body;
	struct escape escape;
};
void body_begin(struct parser *parser, struct body *body);
void body_end(struct parser *parser, const struct body *body);

/* ---- parse_value.c, parse_call.c ---- */

/* task: a & after it makes it a task. */
struct node *parse_value(struct parser *parser, bool task);
struct node *parse_assignment(struct parser *parser, struct node *target, bool task);
/* form: NAME. and a word of the language that takes it, as serve does, can stand here. */
struct node *parse_call(struct parser *parser, bool form);
struct node *parse_shell(struct parser *parser);
/* Whether a !command or NAME.!command begins at offset, which becomes that of its !. */
bool shell_begins(const struct parser *parser, uint32_t *offset);
/* Where the text for sh ends that begins at offset; inside: the innermost open bracket, or 0. */
uint32_t shell_end(const struct parser *parser, uint32_t offset, char inside);
bool value_begins(const struct parser *parser); /* not the end of a statement, nor a { */

/* ---- parse_target.c ---- */

/* Is an assignment at the place? Goes on after its =. *failed: an error is set. */
struct node *assignment_target(struct parser *parser, bool *failed);
struct node *parse_target(struct parser *parser); /* a name with fields and indexes */
bool assignable(struct parser *parser, const struct node *target);
/* Offset after NAME{.NAME} at the place, its own offset when no name stands there. */
uint32_t dotted_end(const struct parser *parser, uint32_t offset);

/* ---- parse_body.c ---- */

/* The name from start to end, unless it is a word of the language. */
struct node *variable_name(struct parser *parser, uint32_t start, uint32_t end);

struct node *parse_name(struct parser *parser); /* a name as a word of its own: NODE_VARIABLE */

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
/* The word from start to end is an int in its shortest form; or in hexadecimal or binary. */
bool shortest_int(const struct parser *parser, uint32_t start, uint32_t end);
bool prefixed_int(const struct parser *parser, uint32_t start, uint32_t end);
bool read_int(struct parser *parser, uint32_t start, uint32_t end, int64_t *integer);

/* ---- parse_quote.c ---- */

bool parse_raw(struct parser *parser, struct sequence *pieces);
/* *replaces: something in it is replaced. */
bool parse_cooked(struct parser *parser, struct sequence *pieces, bool *replaces);

/* ---- cursor.c: rules say what can begin at the place, for a cursor at the text's end ---- */

/* A command, and the words of the language with one of these roles, each 1 << ROLE_…. */
void note_head(struct parser *parser, unsigned roles);
void note_braced(struct parser *parser);                /* what begins in ${ } */
void note_words(struct parser *parser, unsigned roles); /* no command */
void note_word(struct parser *parser, enum word word);
void note_variable(struct parser *parser, uint32_t start);
void note_error(struct parser *parser);
void note_field(struct parser *parser, const struct node *object); /* at the dot after it */
/* A call of the command from start to end, and what is known of it so far. */
struct called {
	const struct node *socket; /* before the dot, or NULL */
	uint32_t start, end;
	const struct sequence *arguments;
};
/* The argument that began at start and ends at the place: node; NULL: one can begin. True: the
 * text ends there. */
bool note_argument(struct parser *parser, const struct called *called, uint32_t start,
		   const struct node *node);
void note_quote(struct parser *parser, char quote); /* which is still open at the end */

#define ROLES_OPERAND (1u << ROLE_CONSTANT | 1u << ROLE_PREFIX)
#define ROLES_VALUE (ROLES_OPERAND | 1u << ROLE_FORM)
#define ROLES_STATEMENT (ROLES_VALUE | 1u << ROLE_STATEMENT)

/* ---- habit_syntax.c: errors where the habits of other languages lead ---- */

/* The command word from start to end is touched by what cannot touch it. */
void *habit_touched_command(struct parser *parser, uint32_t start, uint32_t end);
/* A value that begins at start is followed by what fits nothing. */
void *habit_after_value(struct parser *parser, const struct node *value, uint32_t start);
/* An & at the place, after a value that makes no task; its line begins at start. */
void *habit_bits(struct parser *parser, uint32_t start);
/* The place is after a {. True: {1..3} stands there, and the error is set. */
bool habit_range(struct parser *parser, uint32_t at);
/* Instead of a block after the word before. */
void *habit_no_block(struct parser *parser, const char *before);
/* Nothing that can be an operand: x++, x += 1. */
void *habit_no_operand(struct parser *parser);
/* A bare word where an operand is expected. */
void *habit_bare_operand(struct parser *parser);
/* The bare word from start to end is an argument's first piece. True: what touches it makes it
 * Python's, b'x' or f(x), and the error is set. */
bool habit_touching_word(struct parser *parser, uint32_t start, uint32_t end);
/* The same of what sh replaces in it: `cmd`, ~/file. */
bool habit_shell_word(struct parser *parser, uint32_t start, uint32_t end);
/* An argument begins at the place, after another. True: a comma after a quote separates them. */
bool habit_comma_before(struct parser *parser, uint32_t end);
/* The last two arguments of a call. True: the first of them is a > of sh. */
bool habit_redirected(struct parser *parser, const struct node *sign, const struct node *last);
/* def NAME( … */
void *habit_definition(struct parser *parser, uint32_t start, uint32_t end);

#endif
