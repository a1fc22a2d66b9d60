/*
 * parse_control: if, loops, timeout, until, expect, and the steps of lessons.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lang/read/parse.h"

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

/* The value with which the statement's form ends: an & after it is the form's. */
static struct node *last_value(struct parser *parser)
{
	parser->form_ends = true;
	return head_value(parser);
}

/* ---- if ---- */

static struct node *branch(struct parser *parser, const struct keyword *word)
{
	uint32_t start = take_word(parser, word);
	struct node *condition = head_value(parser);
	struct node *block = condition ? parse_block(parser, word->text) : NULL;
	return block ? node_with(parser, NODE_IF, start, condition, block, NULL) : NULL;
}

struct node *parse_if(struct parser *parser, const struct keyword *word)
{
	struct node *chain = NULL, *otherwise = NULL;
	for (unsigned branches = 1;; branches++) {
		if (branches > NEST_MAX)
			return fail(parser, parser->at, "more than %d branches", NEST_MAX);
		struct node *node = branch(parser, word);
		if (!node)
			return NULL;
		node->next = chain;
		chain = node;
		if (!take_clause(parser, WORD_ELSE))
			break;
		note_word(parser, WORD_IF);
		if (at_word(parser, word->text))
			continue;
		otherwise = parse_block(parser, keywords[WORD_ELSE].text);
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

struct node *parse_while(struct parser *parser, const struct keyword *word)
{
	uint32_t start = take_word(parser, word);
	parser->loops++;
	struct node *condition = head_value(parser);
	struct node *block = condition ? parse_block(parser, word->text) : NULL;
	parser->loops--;
	return block ? node_with(parser, NODE_WHILE, start, condition, block, NULL) : NULL;
}

static struct node *loop_block(struct parser *parser, const struct keyword *word)
{
	parser->loops++;
	struct node *block = parse_block(parser, word->text);
	parser->loops--;
	return block;
}

struct node *parse_loop(struct parser *parser, const struct keyword *word)
{
	uint32_t start = take_word(parser, word);
	struct node *count = NULL;
	skip_blanks(parser);
	note_head(parser, ROLES_VALUE);
	if (peek(parser) != '{' && value_begins(parser) && !(count = head_value(parser)))
		return NULL;
	struct node *block = loop_block(parser, word);
	return block ? node_with(parser, NODE_LOOP, start, count, block, NULL) : NULL;
}

static struct node *loop_variable(struct parser *parser, const struct keyword *word)
{
	struct node *name = parse_name(parser);
	if (!name)
		fail_hint(parser,
			  "%s x in V { … }, %s i x in V { … }; to count: "
			  "for i in range 0 10 { … }",
			  word->text, word->text);
	return name;
}

/* for and filter */
struct node *parse_each(struct parser *parser, const struct keyword *word)
{
	const char *in = keywords[WORD_IN].text;
	uint32_t start = take_word(parser, word);
	struct node *first = loop_variable(parser, word), *second = NULL;
	if (!first)
		return NULL;
	skip_blanks(parser);
	note_word(parser, WORD_IN);
	if (!at_word(parser, in) && !(second = loop_variable(parser, word)))
		return NULL;
	if (!take_clause(parser, WORD_IN))
		return unexpected(parser, in);
	struct node *value = head_value(parser);
	struct node *block = value ? loop_block(parser, word) : NULL;
	struct node *node = block ? node_with(parser, word->node, start, value, block, NULL) : NULL;
	if (!node)
		return NULL;
	node->text = first->text;
	node->length = first->length;
	node->text2 = second ? second->text : NULL;
	return node;
}

/* ---- timeout, expect ---- */

static struct node *word_argument(struct parser *parser)
{
	skip_blanks(parser);
	return parse_argument(parser, false);
}

struct node *parse_timeout(struct parser *parser, const struct keyword *word)
{
	uint32_t start = take_word(parser, word);
	struct node *duration = word_argument(parser);
	struct node *block = duration ? parse_block(parser, word->text) : NULL;
	return block ? node_with(parser, NODE_TIMEOUT, start, duration, block, NULL) : NULL;
}

struct node *parse_until(struct parser *parser, const struct keyword *word)
{
	uint32_t start = take_word(parser, word);
	struct node *value = last_value(parser);
	return value ? node_with(parser, NODE_UNTIL, start, value, NULL, NULL) : NULL;
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
	note_error(parser);
	struct node *name = word_argument(parser);
	struct node *block = name ? parse_block(parser, "expect error") : NULL;
	return block ? node_with(parser, NODE_FAILS, start, name, block, NULL) : NULL;
}

struct node *parse_expect(struct parser *parser, const struct keyword *word)
{
	uint32_t start = take_word(parser, word);
	if (take_clause(parser, WORD_TOOK))
		return parse_took(parser, start);
	if (take_clause(parser, WORD_ERROR))
		return parse_fails(parser, start);
	struct node *duration = NULL;
	bool within = take_clause(parser, WORD_WITHIN);
	if (within && !(duration = word_argument(parser)))
		return NULL;
	struct node *value = last_value(parser);
	if (!value)
		return NULL;
	return within ? node_with(parser, NODE_WITHIN, start, duration, value, NULL)
		      : node_with(parser, NODE_EXPECT, start, value, NULL, NULL);
}

/* ---- step, mistake ---- */

struct node *parse_step(struct parser *parser, const struct keyword *word)
{
	uint32_t start = take_word(parser, word);
	struct sequence texts = {0};
	do {
		struct node *text = word_argument(parser);
		if (!text)
			return NULL;
		sequence_add(&texts, text);
		skip_blanks(parser);
	} while (value_begins(parser) && peek(parser) != '{');
	struct node *block = parse_block(parser, word->text);
	struct node *list = block ? node_sequence(parser, NODE_LIST, start, &texts) : NULL;
	return list ? node_with(parser, word->node, start, list, block, NULL) : NULL;
}
