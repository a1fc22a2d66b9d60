/*
 * parse: units, blocks and statements.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lang/parse.h"

#include <limits.h>

/* ---- bodies: of definitions and tasks ---- */

void body_begin(struct parser *parser, struct body *body)
{
	*body = (struct body){parser->loops, parser->body, parser->escape};
	parser->loops = 0;
	parser->body = true;
	parser->escape = (struct escape){.level = UINT_MAX};
}

void body_end(struct parser *parser, const struct body *body)
{
	parser->loops = body->loops;
	parser->body = body->body;
	parser->escape = body->escape;
}

/* ---- statements ---- */

static struct node *jump(struct parser *parser, enum keyword keyword)
{
	const char *name = language_keywords[keyword];
	struct node *node =
		node_new(parser, keyword == KEYWORD_BREAK ? NODE_BREAK : NODE_CONTINUE, parser->at);
	if (parser->loops == 0) {
		fail(parser, parser->at, "%s outside a loop", name);
		fail_hint(parser, parser->body ? "a task or def is left with return"
					       : "it belongs into while, loop or for");
		return NULL;
	}
	if (parser->loops < parser->escape.level) {
		parser->escape.level = parser->loops;
		parser->escape.jump = parser->at;
	}
	parser->at = bare_end(parser, parser->at, false);
	return node;
}

static struct node *return_of(struct parser *parser)
{
	uint32_t start = parser->at;
	struct node *value = NULL;
	parser->at += 6;
	skip_blanks(parser);
	if (value_begins(parser) && !(value = parse_value(parser, false)))
		return NULL;
	if (!parser->body) {
		parser->escape.word = "return";
		parser->escape.place = start;
	}
	return node_with(parser, NODE_RETURN, start, value, NULL, NULL);
}

static struct node *statement(struct parser *parser)
{
	uint32_t start = parser->at, end = bare_end(parser, start, false), behind;
	enum keyword keyword = keyword_find(parser->text + start, end - start);
	if (keyword < KEYWORD_DEF || keyword > KEYWORD_RETURN || lone_equals(parser, end, &behind))
		return parse_value(parser, true);
	switch (keyword) {
	case KEYWORD_DEF:
		return parse_definition(parser);
	case KEYWORD_GLOBAL:
		return parse_global(parser);
	case KEYWORD_RETURN:
		return return_of(parser);
	default:
		return jump(parser, keyword);
	}
}

static bool statement_ends(struct parser *parser)
{
	bool task = parser->text[parser->at - 1] == '&';
	skip_blanks(parser);
	unsigned char byte = peek(parser);
	return task || at_end(parser) || byte == '\n' || byte == ';' || byte == '}' || byte == ')';
}

static bool unmatched(struct parser *parser)
{
	bool round = peek(parser) == ')';
	if (parser->open)
		return unexpected(parser, "a }");
	fail(parser, parser->at, "a %c without a %c before it", round ? ')' : '}',
	     round ? '(' : '{');
	return false;
}

/* Statements up to the } of a block, or to the end of the text. */
static bool statements(struct parser *parser, struct sequence *list)
{
	for (;;) {
		skip_separators(parser);
		unsigned char byte = peek(parser);
		if (at_end(parser))
			return (!parser->open && !ends_continued(parser)) || fail_open(parser);
		if (byte == '}' && parser->open)
			return true;
		if (byte == '}' || byte == ')')
			return unmatched(parser);
		uint32_t start = parser->at;
		struct node *node = statement(parser);
		if (!node)
			return false;
		if (!statement_ends(parser))
			return habit_after_value(parser, node, start);
		sequence_add(list, node);
	}
}

struct node *parse_block(struct parser *parser, const char *before)
{
	struct open open;
	struct sequence list = {0};
	skip_blanks(parser);
	uint32_t start = parser->at;
	if (peek(parser) != '{')
		return habit_no_block(parser, before);
	if (!open_bracket(parser, &open, '{', false) || !statements(parser, &list) ||
	    !close_bracket(parser, &open))
		return NULL;
	return node_sequence(parser, NODE_BLOCK, start, &list);
}

/* ---- units ---- */

static bool check_encoding(struct parser *parser)
{
	const char *text = parser->text;
	if (utf8_valid(text, parser->end))
		return true;
	uint32_t at = 0, character;
	for (size_t length; (length = utf8_sequence(text + at, parser->end - at, &character)) > 0;)
		at += (uint32_t)length;
	fail(parser, at, "byte 0x%02x is no UTF-8", (unsigned char)text[at]);
	fail_hint(parser, "text is UTF-8; any byte can be written as \"\\x%02x\"",
		  (unsigned char)text[at]);
	return false;
}

static struct node *unit(struct parser *parser)
{
	struct sequence list = {0};
	if (!check_encoding(parser))
		return NULL;
	if (parser->end >= 3 && (unsigned char)parser->text[0] == 0xef &&
	    (unsigned char)parser->text[1] == 0xbb && (unsigned char)parser->text[2] == 0xbf)
		parser->at = 3; /* a byte order mark */
	if (!statements(parser, &list))
		return NULL;
	const char *word = parser->escape.word;
	if (word) {
		fail(parser, parser->escape.place, "%s outside a def and a task", word);
		fail_hint(parser, *word == 'r' ? "exit ends a script"
					       : "leave it out: a variable is global there anyway");
		return NULL;
	}
	return node_sequence(parser, NODE_BLOCK, 0, &list);
}

enum compile_status parse(struct source *source, struct arena *arena, struct node **tree,
			  struct error **error)
{
	struct parser parser = {
		.source = source,
		.text = source->text->data,
		.end = (uint32_t)source->text->length,
		.arena = arena,
		.escape.level = UINT_MAX,
		.status = COMPILE_DONE,
		.error = error,
	};
	*error = NULL;
	*tree = unit(&parser);
	return parser.status;
}
