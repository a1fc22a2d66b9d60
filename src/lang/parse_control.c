/*
 * parse_control: if, loops, tasks, try, timeout and expect.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lang/parse.h"

#include <string.h>

/* The value of a control form. Such values can stand in each other without a bracket. */
static struct node *head_value(struct parser *parser)
{
	if (parser->heads == NEST_MAX)
		return fail(parser, parser->at, "nested deeper than %d", NEST_MAX);
	parser->heads++;
	struct node *node = parse_value(parser, false);
	parser->heads--;
	return node;
}

/* else and catch, on the line of the } before them. */
static bool clause(struct parser *parser, const char *word)
{
	skip_blanks(parser);
	if (!at_word(parser, word))
		return false;
	parser->at += (uint32_t)strlen(word);
	skip_blanks(parser);
	return true;
}

/* ---- if ---- */

static struct node *branch(struct parser *parser)
{
	uint32_t start = parser->at;
	parser->at += 2;
	struct node *condition = head_value(parser);
	struct node *block = condition ? parse_block(parser, "if") : NULL;
	return block ? node_with(parser, NODE_IF, start, condition, block, NULL) : NULL;
}

static struct node *parse_if(struct parser *parser)
{
	struct node *chain = NULL, *otherwise = NULL;
	for (unsigned branches = 1;; branches++) {
		if (branches > NEST_MAX)
			return fail(parser, parser->at, "more than %d branches", NEST_MAX);
		struct node *node = branch(parser);
		if (!node)
			return NULL;
		node->next = chain;
		chain = node;
		if (!clause(parser, "else"))
			break;
		if (at_word(parser, "if"))
			continue;
		otherwise = parse_block(parser, "else");
		if (!otherwise)
			return NULL;
		break;
	}
	for (struct node *outer; chain; chain = outer) {
		outer = chain->next;
		chain->next = NULL;
		chain->c = otherwise;
		otherwise = node_measure(parser, chain);
		if (!otherwise)
			return NULL;
	}
	return otherwise;
}

/* ---- loops ---- */

static struct node *parse_while(struct parser *parser)
{
	uint32_t start = parser->at;
	parser->at += 5;
	parser->loops++;
	struct node *condition = head_value(parser);
	struct node *block = condition ? parse_block(parser, "while") : NULL;
	parser->loops--;
	return block ? node_with(parser, NODE_WHILE, start, condition, block, NULL) : NULL;
}

static struct node *loop_block(struct parser *parser, const char *before)
{
	parser->loops++;
	struct node *block = parse_block(parser, before);
	parser->loops--;
	return block;
}

static struct node *parse_loop(struct parser *parser)
{
	uint32_t start = parser->at;
	struct node *count = NULL;
	parser->at += 4;
	skip_blanks(parser);
	if (peek(parser) != '{' && value_begins(parser) && !(count = head_value(parser)))
		return NULL;
	struct node *block = loop_block(parser, "loop");
	return block ? node_with(parser, NODE_LOOP, start, count, block, NULL) : NULL;
}

static struct node *loop_variable(struct parser *parser)
{
	struct node *name = parse_name(parser);
	if (!name)
		fail_hint(parser, "for x in V { … }, for i x in V { … }; to count: "
				  "for i in range 0 10 { … }");
	return name;
}

static struct node *parse_for(struct parser *parser)
{
	uint32_t start = parser->at;
	parser->at += 3;
	struct node *first = loop_variable(parser), *second = NULL;
	if (!first)
		return NULL;
	skip_blanks(parser);
	if (!at_word(parser, "in") && !(second = loop_variable(parser)))
		return NULL;
	skip_blanks(parser);
	if (!at_word(parser, "in"))
		return unexpected(parser, "in");
	parser->at += 2;
	struct node *value = head_value(parser);
	struct node *block = value ? loop_block(parser, "for") : NULL;
	struct node *node = block ? node_with(parser, NODE_FOR, start, value, block, NULL) : NULL;
	if (!node)
		return NULL;
	node->text = first->text;
	node->length = first->length;
	node->text2 = second ? second->text : NULL;
	return node;
}

/* ---- try, timeout, expect ---- */

static struct node *parse_try(struct parser *parser)
{
	uint32_t start = parser->at;
	struct node *name = NULL, *handler = NULL;
	parser->at += 3;
	struct node *block = parse_block(parser, "try");
	if (!block)
		return NULL;
	if (clause(parser, "catch")) {
		if (value_begins(parser) && peek(parser) != '{' && !(name = parse_name(parser)))
			return NULL;
		handler = parse_block(parser, "catch");
		if (!handler)
			return NULL;
	}
	struct node *node = node_with(parser, NODE_TRY, start, block, handler, NULL);
	if (node && name) {
		node->text = name->text;
		node->length = name->length;
	}
	return node;
}

static struct node *word_argument(struct parser *parser)
{
	skip_blanks(parser);
	return parse_argument(parser, false);
}

static struct node *parse_timeout(struct parser *parser)
{
	uint32_t start = parser->at;
	parser->at += 7;
	struct node *duration = word_argument(parser);
	struct node *block = duration ? parse_block(parser, "timeout") : NULL;
	return block ? node_with(parser, NODE_TIMEOUT, start, duration, block, NULL) : NULL;
}

static struct node *parse_took(struct parser *parser, uint32_t start)
{
	struct node *least = word_argument(parser);
	struct node *most = least ? word_argument(parser) : NULL;
	struct node *block = most ? parse_block(parser, "expect took") : NULL;
	return block ? node_with(parser, NODE_TOOK, start, least, most, block) : NULL;
}

static struct node *parse_fails(struct parser *parser, uint32_t start)
{
	struct node *name = word_argument(parser);
	struct node *block = name ? parse_block(parser, "expect error") : NULL;
	return block ? node_with(parser, NODE_FAILS, start, name, block, NULL) : NULL;
}

static struct node *parse_expect(struct parser *parser)
{
	uint32_t start = parser->at;
	parser->at += 6;
	if (clause(parser, "took"))
		return parse_took(parser, start);
	if (clause(parser, "error"))
		return parse_fails(parser, start);
	struct node *duration = NULL;
	bool within = clause(parser, "within");
	if (within && !(duration = word_argument(parser)))
		return NULL;
	struct node *value = head_value(parser);
	if (!value)
		return NULL;
	return within ? node_with(parser, NODE_WITHIN, start, duration, value, NULL)
		      : node_with(parser, NODE_EXPECT, start, value, NULL, NULL);
}

struct node *parse_control(struct parser *parser, enum keyword keyword)
{
	switch (keyword) {
	case KEYWORD_IF:
		return parse_if(parser);
	case KEYWORD_WHILE:
		return parse_while(parser);
	case KEYWORD_LOOP:
		return parse_loop(parser);
	case KEYWORD_FOR:
		return parse_for(parser);
	case KEYWORD_SPAWN:
		return parse_spawn(parser);
	case KEYWORD_SERVE:
		parser->at += 5;
		return parse_serve(parser, NULL);
	case KEYWORD_TRY:
		return parse_try(parser);
	case KEYWORD_TIMEOUT:
		return parse_timeout(parser);
	default:
		return parse_expect(parser);
	}
}
