/*
 * parse_unit: units, blocks and statements.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lang/read/parse.h"

#include <limits.h>
#include <string.h>

/* ---- bodies: of definitions and tasks ---- */

void body_begin(struct parser *parser, struct body *body)
{
	*body = (struct body){parser->loops, parser->finally, parser->body, parser->escape};
	parser->loops = 0;
	parser->body = true;
	parser->finally = 0;
	parser->escape = (struct escape){.level = UINT_MAX};
}

void body_end(struct parser *parser, const struct body *body)
{
	parser->loops = body->loops;
	parser->body = body->body;
	parser->finally = body->finally;
	parser->escape = body->escape;
}

/* ---- statements ---- */

uint32_t take_word(struct parser *parser, const struct keyword *word)
{
	uint32_t start = parser->at;
	parser->at += word->length;
	mark(parser, MARK_WORD, start, parser->at);
	return start;
}

bool take_clause(struct parser *parser, enum word word)
{
	skip_blanks(parser);
	note_word(parser, word);
	if (!at_word(parser, keywords[word].text))
		return false;
	take_word(parser, &keywords[word]);
	skip_blanks(parser);
	return true;
}

/* What ended the block before it goes on when its own block is over, and must not be lost. */
static void *leaves_finally(struct parser *parser, const struct keyword *word)
{
	fail(parser, parser->at, "%s cannot leave the block of finally", word->text);
	fail_hint(parser, "it ends with its last statement; after it what ended try goes on");
	return NULL;
}

struct node *parse_jump(struct parser *parser, const struct keyword *word)
{
	struct node *node = node_new(parser, word->node, parser->at);
	if (parser->loops < parser->finally)
		return leaves_finally(parser, word);
	if (parser->loops == 0) {
		fail(parser, parser->at, "%s outside a loop", word->text);
		fail_hint(parser, parser->body ? "a task or def is left with return"
					       : "it belongs into while, loop or for");
		return NULL;
	}
	if (parser->loops < parser->escape.level) {
		parser->escape.level = parser->loops;
		parser->escape.jump = parser->at;
	}
	take_word(parser, word);
	return node;
}

struct node *parse_return(struct parser *parser, const struct keyword *word)
{
	if (parser->finally)
		return leaves_finally(parser, word);
	uint32_t start = take_word(parser, word);
	struct node *value = NULL;
	skip_blanks(parser);
	note_head(parser, ROLES_VALUE);
	if (value_begins(parser) && !(value = parse_value(parser, false)))
		return NULL;
	if (!parser->body) {
		parser->escape.word = word;
		parser->escape.place = start;
	}
	return node_with(parser, NODE_RETURN, start, value, NULL, NULL);
}

static struct node *statement(struct parser *parser)
{
	uint32_t start = parser->at, end = bare_end(parser, start, false), after;
	const struct keyword *word = keyword_at(parser, start, end);
	if (!word || word->role != ROLE_STATEMENT || lone_equals(parser, end, &after))
		return parse_value(parser, true);
	return word->parse(parser, word);
}

static bool statement_ends(struct parser *parser)
{
	bool task = parser->text[parser->at - 1] == '&';
	skip_blanks(parser);
	unsigned char byte = peek(parser);
	parser->passed |= at_end(parser) && !task;
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

/* The text ends between two statements. */
static bool text_ends(struct parser *parser)
{
	if (parser->open || ends_continued(parser))
		return fail_open(parser);
	if (parser->extent == EXTENT_GROWING)
		parser->status = COMPILE_INCOMPLETE;
	return parser->status == COMPILE_DONE;
}

/* Statements up to the } of a block, or to the end of the unit. */
static bool statements(struct parser *parser, struct sequence *list)
{
	for (;;) {
		skip_separators(parser);
		unsigned char byte = peek(parser);
		note_head(parser, ROLES_STATEMENT);
		if (at_end(parser))
			return text_ends(parser);
		if (byte == '}' && parser->open)
			return true;
		if (byte == '\n') {
			parser->at++;
			return true;
		}
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

static struct node *unit(struct parser *parser)
{
	struct sequence list = {0};
	if (parser->end >= 3 && memcmp(parser->text, "\xef\xbb\xbf", 3) == 0)
		parser->at = 3; /* a byte order mark */
	if (!statements(parser, &list))
		return NULL;
	parser->resume = parser->at;
	const struct keyword *word = parser->escape.word;
	if (word) {
		fail(parser, parser->escape.place, "%s outside a def and a task", word->text);
		fail_hint(parser, "%s", word->hint);
		return NULL;
	}
	return node_sequence(parser, NODE_BLOCK, 0, &list);
}

/* Nothing that is said of the first length bytes counts where they are no UTF-8. */
static void check_encoding(struct parser *parser, uint32_t length)
{
	const char *text = parser->text;
	if (utf8_valid(text, length))
		return;
	uint32_t at = 0, character;
	for (size_t size; (size = utf8_sequence(text + at, length - at, &character)) > 0;)
		at += (uint32_t)size;
	fail(parser, at, "byte 0x%02x is no UTF-8", (unsigned char)text[at]);
	fail_hint(parser, "text is UTF-8; any byte can be written as \"\\x%02x\"",
		  (unsigned char)text[at]);
}

void parse_statements(struct parser *parser)
{
	struct sequence list = {0};
	parser->escape.level = UINT_MAX;
	statements(parser, &list);
}

/* Of a statement of another language, the line to type takes the place of the rule's hint. */
static void hint_habit(const struct parser *parser)
{
	struct buffer hint = {0};
	uint32_t place = parser->error->offset;
	if (habit_hint(parser->text, parser->end, place, HABIT_SYNTAX, &hint))
		error_hint(parser->error, "%s", buffer_cstring(&hint));
	buffer_free(&hint);
}

struct parsed parse(const char *text, size_t length, enum extent extent, struct arena *arena)
{
	struct parser parser = {
		.text = text,
		.end = (uint32_t)length,
		.extent = extent,
		.arena = arena,
		.escape.level = UINT_MAX,
		.status = COMPILE_DONE,
	};
	struct node *tree = unit(&parser);
	bool ended = parser.resume > 0 || extent != EXTENT_GROWING;
	if (!ended) {
		object_release(parser.error);
		return (struct parsed){.status = COMPILE_INCOMPLETE};
	}
	uint32_t used = parser.resume ? parser.resume : parser.end;
	parser.resume = used; /* it is known; what was open is not there any more */
	if (parser.status == COMPILE_ERROR)
		hint_habit(&parser);
	check_encoding(&parser, used);
	if (parser.status == COMPILE_DONE)
		return (struct parsed){COMPILE_DONE, used, tree, NULL};
	return (struct parsed){parser.status, used, NULL, parser.error};
}

bool parse_whole(const char *text, size_t length)
{
	struct arena arena = {0};
	struct parser parser = {
		.text = text,
		.end = (uint32_t)length,
		.arena = &arena,
		.escape.level = UINT_MAX,
		.status = COMPILE_DONE,
	};
	bool whole = unit(&parser) && utf8_valid(text, length);
	object_release(parser.error);
	arena_free(&arena);
	return whole;
}
