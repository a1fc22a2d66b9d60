/*
 * parse_expression: operators by their precedence, operands, fields and indexes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lang/parse.h"

#include <string.h>

/* How tightly operators bind, loosest first. Comparisons and "in" are not chained. */
enum level {
	LEVEL_NONE,
	LEVEL_OR,
	LEVEL_AND,
	LEVEL_NOT,
	LEVEL_COMPARE,
	LEVEL_IN,
	LEVEL_ADD,
	LEVEL_MULTIPLY,
};

struct operator
{
	enum level level;
	enum node_kind kind;
	enum operation operation;
	unsigned length;
};

static struct operator binary(enum level level, enum operation operation, unsigned length)
{
	return (struct operator){level, NODE_BINARY, operation, length};
}

static struct operator word_operator(const struct parser *parser)
{
	uint32_t end = name_end(parser, parser->at);
	switch (keyword_find(parser->text + parser->at, end - parser->at)) {
	case KEYWORD_OR:
		return (struct operator){LEVEL_OR, NODE_OR, 0, 2};
	case KEYWORD_AND:
		return (struct operator){LEVEL_AND, NODE_AND, 0, 3};
	case KEYWORD_IN:
		return binary(LEVEL_IN, OPERATION_IN, 2);
	default:
		return (struct operator){0};
	}
}

static struct operator operator_at(const struct parser *parser)
{
	bool equals = byte_at(parser, parser->at + 1) == '=';
	switch (peek(parser)) {
	case '=':
		return equals ? binary(LEVEL_COMPARE, OPERATION_EQUAL, 2) : (struct operator){0};
	case '!':
		return equals ? binary(LEVEL_COMPARE, OPERATION_DIFFERENT, 2)
			      : (struct operator){0};
	case '<':
		return binary(LEVEL_COMPARE, equals ? OPERATION_LESS_EQUAL : OPERATION_LESS,
			      1 + equals);
	case '>':
		return binary(LEVEL_COMPARE, equals ? OPERATION_GREATER_EQUAL : OPERATION_GREATER,
			      1 + equals);
	case '+':
		return binary(LEVEL_ADD, OPERATION_ADD, 1);
	case '-':
		return binary(LEVEL_ADD, OPERATION_SUBTRACT, 1);
	case '*':
		return binary(LEVEL_MULTIPLY, OPERATION_MULTIPLY, 1);
	case '/':
		return binary(LEVEL_MULTIPLY, OPERATION_DIVIDE, 1);
	case '%':
		return binary(LEVEL_MULTIPLY, OPERATION_MODULO, 1);
	case 'a':
	case 'i':
	case 'o':
		return word_operator(parser);
	default:
		return (struct operator){0};
	}
}

/* ---- operands ---- */

static struct node *integer(struct parser *parser)
{
	uint32_t start = parser->at, end = start;
	if (byte_at(parser, end) == '-')
		end++;
	while (byte_is(byte_at(parser, end), BYTE_DIGIT))
		end++;
	unsigned char next = byte_at(parser, end);
	bool zero = byte_at(parser, start) == '-' && byte_at(parser, start + 1) == '0';
	if (byte_is(next, BYTE_NAME) || next == '.' ||
	    !shortest_int(parser, zero ? start + 1 : start, end))
		return habit_bare_operand(parser);
	struct node *node = node_new(parser, NODE_INT, start);
	if (!read_int(parser, start, end, &node->integer))
		return NULL;
	parser->at = end;
	return node;
}

static struct node *constant_word(struct parser *parser)
{
	uint32_t end = name_end(parser, parser->at);
	enum keyword keyword = keyword_find(parser->text + parser->at, end - parser->at);
	if (keyword > KEYWORD_NIL)
		return habit_bare_operand(parser);
	struct node *node = node_new(parser, NODE_NIL, parser->at);
	node->kind = keyword == KEYWORD_TRUE    ? NODE_TRUE
		     : keyword == KEYWORD_FALSE ? NODE_FALSE
						: NODE_NIL;
	parser->at = end;
	return node;
}

static struct node *primary(struct parser *parser)
{
	unsigned char byte = peek(parser);
	switch (byte) {
	case '\'':
	case '"':
	case '$':
		return parse_quoted_word(parser);
	case '(':
		return parse_parenthesis(parser);
	case '[':
		return parse_list(parser);
	case '{':
		return parse_map(parser);
	default:
		if (byte_is(byte, BYTE_DIGIT) || byte == '-')
			return integer(parser);
		if (byte_is(byte, BYTE_LETTER))
			return constant_word(parser);
		return habit_no_operand(parser);
	}
}

/* Nodes around what stands behind them, linked through next while they wait for it. */
static struct node *wrap(struct parser *parser, struct node *node, struct node *around)
{
	for (struct node *outer; node && around; around = outer) {
		outer = around->next;
		around->next = NULL;
		around->a = node;
		node = node_measure(parser, around);
	}
	return node;
}

static bool at_negation(const struct parser *parser)
{
	return peek(parser) == '-' && !byte_is(byte_at(parser, parser->at + 1), BYTE_DIGIT);
}

static struct node *operand(struct parser *parser)
{
	struct node *around = NULL;
	for (; at_negation(parser); skip_blanks(parser)) {
		struct node *negate = node_new(parser, NODE_NEGATE, parser->at++);
		negate->next = around;
		around = negate;
	}
	struct node *node = primary(parser);
	if (node)
		node = parse_postfixes(parser, node);
	if (node && peek(parser) == '#') {
		fail(parser, parser->at, "a # that touches a value begins no comment");
		fail_hint(parser, "put a blank before it");
		return NULL;
	}
	return wrap(parser, node, around);
}

/* ---- operators ---- */

static struct node *climb(struct parser *parser, enum level least);

static bool at_not(const struct parser *parser)
{
	return peek(parser) == 'n' && name_end(parser, parser->at) == parser->at + 3 &&
	       memcmp(parser->text + parser->at, "not", 3) == 0;
}

static struct node *negation(struct parser *parser)
{
	struct node *around = NULL;
	for (; at_not(parser); skip_blanks(parser)) {
		struct node *not = node_new(parser, NODE_NOT, parser->at);
		parser->at += 3;
		not ->next = around;
		around = not ;
	}
	return around ? wrap(parser, climb(parser, LEVEL_COMPARE), around) : operand(parser);
}

static void *chained(struct parser *parser, const struct operator* operator)
{
	bool in = operator->operation == OPERATION_IN;
	fail(parser, parser->at, "%s not chained", in ? "'in' is" : "comparisons are");
	fail_hint(parser, "join two with 'and', as in $a < $b and $b < $c");
	return NULL;
}

/* Operators that bind at least as tightly as least, from left to right. */
static struct node *climb(struct parser *parser, enum level least)
{
	enum level last = LEVEL_NONE;
	struct node *left = least <= LEVEL_NOT ? negation(parser) : operand(parser);
	while (left) {
		skip_blanks(parser);
		struct operator operator= operator_at(parser);
		if (operator.level == LEVEL_NONE || operator.level<least)
			break;
		if (operator.level == last &&(last == LEVEL_COMPARE || last == LEVEL_IN))
			return chained(parser, &operator);
		last = operator.level;
		uint32_t offset = parser->at;
		parser->at += operator.length;
		skip_blanks(parser);
		struct node *right = climb(parser, operator.level + 1);
		if (!right)
			return NULL;
		left = node_with(parser, operator.kind, offset, left, right, NULL);
		if (left)
			left->operation = operator.operation;
	}
	return left;
}

struct node *parse_expression(struct parser *parser)
{
	skip_blanks(parser);
	return climb(parser, LEVEL_OR);
}

/* ---- ( ), .name and [ ] ---- */

struct node *parse_parenthesis(struct parser *parser)
{
	struct open open;
	if (!open_bracket(parser, &open, '(', true))
		return NULL;
	skip_blanks(parser);
	uint32_t start = parser->at;
	if (peek(parser) == ')')
		return unexpected(parser, "a value");
	struct node *node = parse_value(parser, true);
	if (!node)
		return NULL;
	skip_blanks(parser);
	if (peek(parser) != ')')
		return habit_after_value(parser, node, start);
	return close_bracket(parser, &open) ? node : NULL;
}

/* The inside of [ ] behind a value. */
static struct node *subscript(struct parser *parser, struct node *node)
{
	struct node *from = NULL, *to = NULL;
	enum node_kind kind = NODE_INDEX;
	skip_blanks(parser);
	if (peek(parser) != ':' && !(from = parse_expression(parser)))
		return NULL;
	skip_blanks(parser);
	if (peek(parser) == ':') {
		parser->at++;
		kind = NODE_SLICE;
		skip_blanks(parser);
		if (peek(parser) != ']' && !(to = parse_expression(parser)))
			return NULL;
		skip_blanks(parser);
	}
	return node_with(parser, kind, node->offset, node, from, to);
}

struct node *parse_postfixes(struct parser *parser, struct node *node)
{
	for (;;) {
		uint32_t at = parser->at;
		if (peek(parser) == '.' && byte_is(byte_at(parser, at + 1), BYTE_LETTER)) {
			parser->at = name_end(parser, at + 1);
			struct node *field = node_name(parser, NODE_FIELD, at + 1, parser->at);
			field->offset = node->offset;
			field->a = node;
			node = node_measure(parser, field);
		} else if (peek(parser) == '[') {
			struct open open;
			if (!open_bracket(parser, &open, '[', true))
				return NULL;
			node = subscript(parser, node);
			if (node && !close_bracket(parser, &open))
				return NULL;
		} else {
			return node;
		}
		if (!node)
			return NULL;
	}
}
