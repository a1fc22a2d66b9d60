/*
 * parse_try: try, its catch clauses and finally.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lang/read/parse.h"

#include <string.h>

/* What catch clauses have caught so far. */
struct caught {
	struct sequence clauses;
	bool all; /* one had no names: it took whatever came */
};

static bool same_name(const struct node *one, const struct node *other)
{
	return one->length == other->length && memcmp(one->text, other->text, one->length) == 0;
}

static bool is_among(const struct node *name, const struct node *names)
{
	while (names && !same_name(name, names))
		names = names->next;
	return names;
}

/* Can the clause that names the error take it? False: an error is set. */
static bool can_take(struct parser *parser, const struct caught *caught,
		     const struct sequence *names, const struct node *name)
{
	int length = (int)name->length;
	const struct node *clause = caught->clauses.first;
	while (clause && !is_among(name, clause->a))
		clause = clause->next;
	if (clause)
		fail(parser, name->offset, "%.*s is caught by a catch before this one", length,
		     name->text);
	else if (is_among(name, names->first))
		fail(parser, name->offset, "%.*s is named twice", length, name->text);
	else
		return true;
	return false;
}

/* The names of errors at the place. False: an error is set. */
static bool error_names(struct parser *parser, const struct caught *caught, struct sequence *names)
{
	for (;;) {
		skip_blanks(parser);
		note_error(parser);
		uint32_t start = parser->at, end = name_end(parser, start);
		const char *text = parser->text + start;
		if (bare_end(parser, start, false) != end || !error_name_fits(text, end - start))
			return true;
		struct node *name = node_bytes(parser, start, text, end - start);
		if (!can_take(parser, caught, names, name))
			return false;
		sequence_add(names, name);
		parser->at = end;
	}
}

#define CATCH_HINT                                                                                 \
	"names are in capitals, with blanks between: catch ECONNREFUSED ETIMEDOUT e { … }"

/* The variable at the place, if one stands there: it is the last word. False: an error is set. */
static bool catch_variable(struct parser *parser, struct node **variable)
{
	if (!value_begins(parser) || peek(parser) == '{')
		return true;
	*variable = parse_name(parser);
	skip_blanks(parser);
	if (!*variable)
		fail_hint(parser, CATCH_HINT);
	if (!*variable || !value_begins(parser) || peek(parser) == '{')
		return *variable;
	fail_here(parser, "a variable stands last, after the names of errors");
	fail_hint(parser, CATCH_HINT);
	return false;
}

static bool parse_catch(struct parser *parser, struct caught *caught, uint32_t start)
{
	struct sequence names = {0};
	struct node *variable = NULL;
	if (caught->all) {
		fail(parser, start,
		     "this catch is never reached: the one before it takes every error");
		fail_hint(parser, "a catch with names of errors stands before one without");
		return false;
	}
	if (!error_names(parser, caught, &names) || !catch_variable(parser, &variable))
		return false;
	struct node *block = parse_block(parser, keywords[WORD_CATCH].text);
	struct node *node =
		block ? node_with(parser, NODE_CATCH, start, names.first, block, NULL) : NULL;
	if (!node)
		return false;
	if (variable) {
		node->text = variable->text;
		node->length = variable->length;
	}
	caught->all = !names.first;
	sequence_add(&caught->clauses, node);
	return true;
}

/* What leads out of the block would lose what has ended the one before it. */
static struct node *finally_block(struct parser *parser)
{
	unsigned outer = parser->finally;
	parser->finally = parser->loops + 1;
	struct node *block = parse_block(parser, keywords[WORD_FINALLY].text);
	parser->finally = outer;
	return block;
}

/* No clause stands after a block of finally. */
static bool is_last(struct parser *parser)
{
	skip_blanks(parser);
	if (!at_word(parser, keywords[WORD_CATCH].text) &&
	    !at_word(parser, keywords[WORD_FINALLY].text))
		return true;
	fail_here(parser, "finally stands last, and once");
	fail_hint(parser, "try { … } catch e { … } finally { … }");
	return false;
}

static struct node *clauses_of(struct parser *parser, const struct caught *caught, uint32_t start)
{
	return caught->clauses.first ? node_sequence(parser, NODE_CATCHES, start, &caught->clauses)
				     : NULL;
}

struct node *parse_try(struct parser *parser, const struct keyword *word)
{
	uint32_t start = take_word(parser, word);
	struct caught caught = {0};
	struct node *finally = NULL, *block = parse_block(parser, word->text);
	if (!block)
		return NULL;
	uint32_t clause = (skip_blanks(parser), parser->at);
	while (take_clause(parser, WORD_CATCH)) {
		if (!parse_catch(parser, &caught, clause))
			return NULL;
		clause = (skip_blanks(parser), parser->at);
	}
	if (take_clause(parser, WORD_FINALLY) &&
	    (!(finally = finally_block(parser)) || !is_last(parser)))
		return NULL;
	struct node *clauses = clauses_of(parser, &caught, start);
	if (caught.clauses.first && !clauses)
		return NULL;
	return node_with(parser, NODE_TRY, start, block, clauses, finally);
}
