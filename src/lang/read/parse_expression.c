/*
 * parse_expression: operators by their precedence, operands, fields and indexes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lang/read/parse.h"

/* ---- operators by their signs; those that are words stand in the table of words ---- */

static const struct sign {
	char text[2];
	struct infix infix;
} signs[] = {
	{"==", {LEVEL_COMPARE, NODE_BINARY, OPERATION_EQUAL}},
	{"!=", {LEVEL_COMPARE, NODE_BINARY, OPERATION_DIFFERENT}},
	{"<=", {LEVEL_COMPARE, NODE_BINARY, OPERATION_LESS_EQUAL}},
	{"<", {LEVEL_COMPARE, NODE_BINARY, OPERATION_LESS}},
	{">=", {LEVEL_COMPARE, NODE_BINARY, OPERATION_GREATER_EQUAL}},
	{">", {LEVEL_COMPARE, NODE_BINARY, OPERATION_GREATER}},
	{"+", {LEVEL_ADD, NODE_BINARY, OPERATION_ADD}},
	{"-", {LEVEL_ADD, NODE_BINARY, OPERATION_SUBTRACT}},
	{"*", {LEVEL_MULTIPLY, NODE_BINARY, OPERATION_MULTIPLY}},
	{"/", {LEVEL_MULTIPLY, NODE_BINARY, OPERATION_DIVIDE}},
	{"%", {LEVEL_MULTIPLY, NODE_BINARY, OPERATION_MODULO}},
};

/* The operator at the place and its length; NULL: there is none. */
static const struct infix *infix_at(const struct parser *parser, uint32_t *length)
{
	uint32_t at = parser->at;
	if (byte_is(peek(parser), BYTE_LETTER)) {
		const struct keyword *word = keyword_at(parser, at, name_end(parser, at));
		*length = word ? word->length : 0;
		return word && word->role == ROLE_INFIX ? &word->infix : NULL;
	}
	for (size_t i = 0; i < sizeof(signs) / sizeof(*signs); i++) {
		const char *text = signs[i].text;
		*length = text[1] ? 2 : 1;
		if ((unsigned char)text[0] == peek(parser) &&
		    (!text[1] || (unsigned char)text[1] == byte_at(parser, at + 1)))
			return &signs[i].infix;
	}
	return NULL;
}

/* ---- operands ---- */

static struct node *integer(struct parser *parser)
{
	uint32_t start = parser->at, end = start;
	if (byte_at(parser, end) == '-')
		end++;
	uint32_t digits = end;
	while (byte_is(byte_at(parser, end), BYTE_NAME))
		end++;
	bool zero = byte_at(parser, digits) == '0';
	if (byte_at(parser, end) == '.' || !(shortest_int(parser, zero ? digits : start, end) ||
					     prefixed_int(parser, digits, end)))
		return habit_bare_operand(parser);
	struct node *node = node_new(parser, NODE_INT, start);
	if (!read_int(parser, start, end, &node->integer))
		return NULL;
	parser->at = end;
	mark(parser, MARK_NUMBER, start, end);
	return node;
}

static struct node *constant_word(struct parser *parser)
{
	uint32_t end = name_end(parser, parser->at);
	const struct keyword *word = keyword_at(parser, parser->at, end);
	if (!word || word->role != ROLE_CONSTANT)
		return habit_bare_operand(parser);
	uint32_t start = take_word(parser, word);
	mark(parser, MARK_NUMBER, start, end);
	return node_new(parser, word->node, start);
}

static struct node *primary(struct parser *parser)
{
	unsigned char byte = peek(parser);
	note_words(parser, 1u << ROLE_CONSTANT);
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

/* Nodes around what stands after them, linked through next while they wait for it. */
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

/* The word at the place that stands before an operand of that level, or NULL. */
static const struct keyword *prefix_at(const struct parser *parser, enum level level)
{
	if (!byte_is(peek(parser), BYTE_LETTER))
		return NULL;
	const struct keyword *word = keyword_at(parser, parser->at, name_end(parser, parser->at));
	return word && word->role == ROLE_PREFIX && word->infix.level == level ? word : NULL;
}

static bool at_minus(const struct parser *parser)
{
	return peek(parser) == '-' && !byte_is(byte_at(parser, parser->at + 1), BYTE_DIGIT);
}

/* The - or bnot at the place; NULL: there is none. */
static struct node *sign(struct parser *parser)
{
	note_word(parser, WORD_BNOT);
	if (at_minus(parser))
		return node_new(parser, NODE_NEGATE, parser->at++);
	const struct keyword *word = prefix_at(parser, LEVEL_UNARY);
	return word ? node_new(parser, word->node, take_word(parser, word)) : NULL;
}

static struct node *operand(struct parser *parser)
{
	struct node *around = NULL;
	for (struct node *outer; (outer = sign(parser)); skip_blanks(parser)) {
		outer->next = around;
		around = outer;
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

static struct node *negation(struct parser *parser)
{
	struct node *around = NULL;
	const struct keyword *word;
	for (; note_words(parser, ROLES_OPERAND), (word = prefix_at(parser, LEVEL_NOT));
	     skip_blanks(parser)) {
		struct node *prefix = node_new(parser, word->node, take_word(parser, word));
		prefix->next = around;
		around = prefix;
	}
	return around ? wrap(parser, climb(parser, LEVEL_COMPARE), around) : operand(parser);
}

static void *chained(struct parser *parser, const struct infix *infix)
{
	fail(parser, parser->at, "%s not chained",
	     infix->level == LEVEL_IN ? "'in' is" : "comparisons are");
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
		uint32_t offset = parser->at, length;
		note_words(parser, 1u << ROLE_INFIX);
		const struct infix *infix = infix_at(parser, &length);
		if (!infix || infix->level < least)
			break;
		if (infix->level == last && (last == LEVEL_COMPARE || last == LEVEL_IN))
			return chained(parser, infix);
		last = infix->level;
		parser->at += length;
		if (byte_is(byte_at(parser, offset), BYTE_LETTER))
			mark(parser, MARK_WORD, offset, parser->at);
		skip_blanks(parser);
		struct node *right = climb(parser, infix->level + 1);
		if (!right)
			return NULL;
		left = node_with(parser, infix->kind, offset, left, right, NULL);
		if (left)
			left->operation = infix->operation;
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

/* The inside of [ ] after a value. */
static struct node *subscript(struct parser *parser, struct node *node)
{
	struct node *from = NULL, *to = NULL;
	enum node_kind kind = NODE_INDEX;
	skip_blanks(parser);
	uint32_t start = parser->at;
	if (peek(parser) != ':' && !(from = parse_expression(parser)))
		return NULL;
	skip_blanks(parser);
	if (peek(parser) == ':') {
		parser->at++;
		kind = NODE_SLICE;
		skip_blanks(parser);
		start = parser->at;
		if (peek(parser) != ']' && !(to = parse_expression(parser)))
			return NULL;
		skip_blanks(parser);
	}
	if (peek(parser) == '&')
		return habit_bits(parser, start);
	return node_with(parser, kind, node->offset, node, from, to);
}

struct node *parse_postfixes(struct parser *parser, struct node *node)
{
	for (;;) {
		uint32_t at = parser->at;
		if (peek(parser) == '.')
			note_field(parser, node);
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
