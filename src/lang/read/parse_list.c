/*
 * parse_list: [lists] and {maps: of values}. Newlines, blanks and commas separate.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lang/read/parse.h"

static struct node *element(struct parser *parser)
{
	if (peek(parser) == '[')
		return parse_list(parser);
	if (peek(parser) == '{')
		return parse_map(parser);
	return parse_argument(parser, true);
}

/* After an element: a comma, a blank, or the end. */
static bool separator(struct parser *parser, unsigned char closing)
{
	uint32_t after = parser->at;
	if (peek(parser) == '#')
		return unexpected(parser, "a blank before the comment");
	skip_blanks(parser);
	bool blank = parser->at > after;
	if (peek(parser) == '&')
		return habit_bits(parser, parser->at);
	if (peek(parser) == ',') {
		parser->at++;
		skip_blanks(parser);
		return true;
	}
	if (blank || at_end(parser) || peek(parser) == closing)
		return true;
	unexpected(parser, closing == ']' ? "a blank, a comma or a ]" : "a blank, a comma or a }");
	if (peek(parser) == '[' || peek(parser) == ']')
		fail_hint(parser, "in a list a word with [ or ] stands in quotes");
	return false;
}

struct node *parse_list(struct parser *parser)
{
	struct open open;
	struct sequence elements = {0};
	uint32_t start = parser->at;
	if (!open_bracket(parser, &open, '[', true))
		return NULL;
	skip_blanks(parser);
	while (peek(parser) != ']') {
		struct node *node = element(parser);
		if (!node)
			return NULL;
		sequence_add(&elements, node);
		if (!separator(parser, ']'))
			return NULL;
	}
	if (!close_bracket(parser, &open))
		return NULL;
	return node_sequence(parser, NODE_LIST, start, &elements);
}

/* ---- maps ---- */

static struct node *key(struct parser *parser)
{
	uint32_t start = parser->at, end = name_end(parser, start);
	unsigned char byte = peek(parser);
	if (end > start) {
		parser->at = end;
		return node_bytes(parser, start, parser->text + start, end - start);
	}
	if (byte == '\'' || byte == '"')
		return parse_quoted_word(parser);
	if (byte == '(')
		return parse_parenthesis(parser);
	if (habit_range(parser, start))
		return NULL;
	unexpected(parser, "a map's key");
	if (byte_is(byte, BYTE_DIGIT))
		fail_hint(parser, "a key is a name or in quotes, as in {'1': V}");
	else
		fail_hint(parser, "a { where a value begins is a map: {name: V 'other': V}");
	return NULL;
}

static struct node *pair(struct parser *parser)
{
	uint32_t start = parser->at;
	struct node *name = key(parser);
	if (!name)
		return NULL;
	skip_blanks(parser);
	if (peek(parser) != ':') {
		unexpected(parser, "the : after a map's key");
		fail_hint(parser,
			  "a { where a value begins is a map, {name: V}; a block stands after "
			  "if, loop, try …");
		return NULL;
	}
	parser->at++;
	skip_blanks(parser);
	struct node *value = element(parser);
	return value ? node_with(parser, NODE_PAIR, start, name, value, NULL) : NULL;
}

struct node *parse_map(struct parser *parser)
{
	struct open open;
	struct sequence pairs = {0};
	uint32_t start = parser->at;
	if (!open_bracket(parser, &open, '{', true))
		return NULL;
	skip_blanks(parser);
	while (peek(parser) != '}') {
		struct node *node = pair(parser);
		if (!node)
			return NULL;
		sequence_add(&pairs, node);
		if (!separator(parser, '}'))
			return NULL;
	}
	if (!close_bracket(parser, &open))
		return NULL;
	return node_sequence(parser, NODE_MAP, start, &pairs);
}
