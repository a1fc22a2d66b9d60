/*
 * parse_value: one rule for values: a bare word first means a command, anything else begins an
 * expression; assignments; pipes; tasks.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lang/read/parse.h"

#include <limits.h>
#include <string.h>

/* ---- heads ---- */

static struct node *misplaced(struct parser *parser, const struct keyword *word)
{
	switch (word->role) {
	case ROLE_CLAUSE:
		fail(parser, parser->at, "%s without a block before it", word->text);
		fail_hint(parser, "%s", word->hint);
		return NULL;
	case ROLE_INFIX:
		return fail(parser, parser->at, "%s stands between two values", word->text);
	default:
		fail(parser, parser->at, "%s gives no value", word->text);
		fail_hint(parser, "it is a statement of its own");
		return NULL;
	}
}

static struct node *word_head(struct parser *parser)
{
	uint32_t start = parser->at, end = bare_end(parser, start, false), after;
	const struct keyword *word = keyword_at(parser, start, end);
	if (!word)
		return parse_call(parser, true);
	if (lone_equals(parser, end, &after)) {
		fail(parser, start, "%s is a word of the language, not a variable", word->text);
		fail_hint(parser, "take another name");
		return NULL;
	}
	switch (word->role) {
	case ROLE_CONSTANT:
	case ROLE_PREFIX:
		return parse_expression(parser);
	case ROLE_FORM:
		return word->parse(parser, word);
	default:
		return misplaced(parser, word);
	}
}

static struct node *head(struct parser *parser)
{
	unsigned char byte = peek(parser);
	note_head(parser, ROLES_VALUE);
	if (byte_is(byte, BYTE_LETTER))
		return word_head(parser);
	if (byte == '!')
		return parse_shell(parser);
	if (byte_is(byte, BYTE_PIECE | BYTE_DIGIT) || byte == '[' || byte == '{' || byte == '-')
		return parse_expression(parser);
	if (byte == '=' || byte == ']' || byte == ',' ||
	    bare_end(parser, parser->at, false) == parser->at)
		return unexpected(parser, "a value");
	return parse_call(parser, true);
}

bool value_begins(const struct parser *parser)
{
	return byte_is(peek(parser), BYTE_PIECE) || peek(parser) == '{' ||
	       bare_end(parser, parser->at, false) > parser->at;
}

/* ---- pipes ---- */

static struct node *piped(struct parser *parser)
{
	uint32_t end = bare_end(parser, parser->at, false);
	if (peek(parser) == '|') {
		fail(parser, parser->at - 1, "unexpected '||'");
		fail_hint(parser, "values are joined with 'or'; for a command that fails: "
				  "try { … } catch e { … }");
		return NULL;
	}
	skip_blanks(parser);
	note_head(parser, 0);
	if (peek(parser) == '!')
		return parse_shell(parser);
	end = bare_end(parser, parser->at, false);
	const struct keyword *word = keyword_at(parser, parser->at, end);
	if (word) {
		fail(parser, parser->at, "%s cannot stand after a |", word->text);
		fail_hint(parser, "a pipe leads into a command");
		return NULL;
	}
	return parse_call(parser, false);
}

static struct node *pipe_of(struct parser *parser)
{
	uint32_t start = parser->at;
	struct node *left = head(parser);
	while (left) {
		skip_blanks(parser);
		if (peek(parser) != '|')
			break;
		parser->at++;
		struct node *right = piped(parser);
		left = right ? node_with(parser, NODE_PIPE, start, left, right, NULL) : NULL;
	}
	return left;
}

/* ---- tasks ---- */

/* Does it call something, or is it a form? An & after anything else stands where bits were meant. */
static bool makes_task(const struct node *node)
{
	while (node->kind == NODE_ASSIGN)
		node = node->b;
	return node->kind != NODE_TASK && !node_is_expression(node);
}

/* Nothing follows the & that could be its right side. */
static bool ends_after_sign(const struct parser *parser)
{
	uint32_t at = parser->at + 1;
	while (byte_is(byte_at(parser, at), BYTE_BLANK))
		at++;
	return at >= parser->end || strchr("\n\r;#})", parser->text[at]);
}

static struct node *task_of(struct parser *parser, struct node *node, uint32_t start)
{
	struct escape *escape = &parser->escape;
	if (byte_at(parser, parser->at + 1) == '&') {
		fail(parser, parser->at, "unexpected '&&'");
		fail_hint(parser,
			  "values are joined with 'and'; commands stand on lines of their own "
			  "or after a ;, an error ends them");
		return NULL;
	}
	parser->at++;
	if (escape->level <= parser->loops) {
		fail(parser, escape->jump, "break and continue cannot leave a task");
		fail_hint(parser, "the & makes a task of what stands before it");
		return NULL;
	}
	escape->word = NULL;
	return node_with(parser, NODE_TASK, start, node, NULL, NULL);
}

static void escape_merge(struct escape *escape, const struct escape *earlier)
{
	if (earlier->level <= escape->level) {
		escape->level = earlier->level;
		escape->jump = earlier->jump;
	}
	if (earlier->word) {
		escape->word = earlier->word;
		escape->place = earlier->place;
	}
}

/* line: where what is being read began, a NAME = before it included. */
static struct node *maybe_task(struct parser *parser, bool task, uint32_t line)
{
	uint32_t start = parser->at;
	struct escape earlier = parser->escape;
	bool form_ends = parser->form_ends;
	parser->escape = (struct escape){.level = UINT_MAX};
	parser->form_ends = false;
	struct node *node = pipe_of(parser);
	bool ampersand = node && peek(parser) == '&';
	if (ampersand && byte_at(parser, parser->at + 1) != '&' && !makes_task(node) &&
	    !(form_ends && ends_after_sign(parser)))
		node = habit_bits(parser, line);
	else if (ampersand && task)
		node = task_of(parser, node, start);
	escape_merge(&parser->escape, &earlier);
	return node;
}

/* ---- values ---- */

struct node *parse_assignment(struct parser *parser, struct node *target, bool task)
{
	struct node *chain = NULL;
	const uint32_t line = target->offset;
	bool failed = false;
	do {
		if (!assignable(parser, target))
			return NULL;
		struct node *assign = node_new(parser, NODE_ASSIGN, target->offset);
		assign->a = target;
		assign->next = chain;
		chain = assign;
		skip_blanks(parser);
		target = assignment_target(parser, &failed);
	} while (target);
	struct node *node = failed ? NULL : maybe_task(parser, task, line);
	for (struct node *outer; node && chain; chain = outer) {
		outer = chain->next;
		chain->next = NULL;
		chain->b = node;
		node = node_measure(parser, chain);
	}
	return node;
}

struct node *parse_value(struct parser *parser, bool task)
{
	bool failed = false;
	skip_blanks(parser);
	struct node *target = assignment_target(parser, &failed);
	if (failed)
		return NULL;
	return target ? parse_assignment(parser, target, task)
		      : maybe_task(parser, task, parser->at);
}
