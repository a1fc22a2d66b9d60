/*
 * parse_body: what has a body of its own: tasks (spawn, serve) and definitions; names in them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lang/read/parse.h"

#include <string.h>

struct node *variable_name(struct parser *parser, uint32_t start, uint32_t end)
{
	const struct keyword *word = keyword_at(parser, start, end);
	if (!word || word->free) {
		mark(parser, MARK_SET, start, end);
		return node_name(parser, NODE_VARIABLE, start, end);
	}
	fail(parser, start, "%s is a word of the language, not a variable", word->text);
	fail_hint(parser, "take another name");
	return NULL;
}

struct node *parse_name(struct parser *parser)
{
	skip_blanks(parser);
	uint32_t start = parser->at, end = name_end(parser, start);
	if (end == start || bare_end(parser, start, false) != end)
		return unexpected(parser, "a name");
	struct node *name = variable_name(parser, start, end);
	if (name)
		parser->at = end;
	return name;
}

/* ---- tasks ---- */

/* A block, or one command with its arguments. */
static struct node *task_body(struct parser *parser, const char *before)
{
	struct body body;
	struct node *node;
	skip_blanks(parser);
	note_head(parser, 0);
	if (peek(parser) != '{' && peek(parser) != '!') {
		uint32_t end = bare_end(parser, parser->at, false);
		if (end == parser->at || keyword_at(parser, parser->at, end)) {
			unexpected(parser, "a block or a command");
			fail_hint(parser, "a block stands after it: %s { … }", before);
			return NULL;
		}
	}
	body_begin(parser, &body);
	if (peek(parser) == '{')
		node = parse_block(parser, before);
	else
		node = peek(parser) == '!' ? parse_shell(parser) : parse_call(parser, false);
	body_end(parser, &body);
	return node;
}

struct node *parse_spawn(struct parser *parser, const struct keyword *word)
{
	uint32_t start = take_word(parser, word);
	struct node *body = task_body(parser, word->text);
	return body ? node_with(parser, NODE_SPAWN, start, body, NULL, NULL) : NULL;
}

struct node *parse_serve(struct parser *parser, const struct keyword *word)
{
	uint32_t start = take_word(parser, word);
	struct node *name = NULL;
	if (take_clause(parser, WORD_AS) && !(name = parse_name(parser)))
		return NULL;
	struct node *body = task_body(parser, word->text);
	return body ? node_with(parser, NODE_SERVE, start, body, NULL, name) : NULL;
}

/* ---- definitions ---- */

#define PARAMETERS_MAX 255

/* What a NAME stands for where it ends: three dots take the rest, an = leads to a default. */
#define REST "..."

static bool at_rest(const struct parser *parser, uint32_t end)
{
	return parser->end - end >= strlen(REST) &&
	       memcmp(parser->text + end, REST, strlen(REST)) == 0 &&
	       bare_end(parser, end, false) == end + strlen(REST);
}

/* NAME, NAME=DEFAULT or NAME... */
static struct node *parameter(struct parser *parser)
{
	uint32_t start = parser->at, end = name_end(parser, start);
	bool rest = at_rest(parser, end), fallback = byte_at(parser, end) == '=';
	if (end == start || !(rest || fallback || bare_end(parser, start, false) == end)) {
		unexpected(parser, "a name");
		fail_hint(parser,
			  peek(parser) == '='
				  ? "a default touches the = and the name: port=80"
				  : "names, with blanks between: def f host port=80 rest... { … }");
		return NULL;
	}
	struct node *node = variable_name(parser, start, end), *value = NULL;
	if (!node)
		return NULL;
	parser->at = end + (fallback ? 1 : rest ? (uint32_t)strlen(REST) : 0);
	if (fallback && !(value = parse_argument(parser, false))) {
		fail_hint(parser, "a default is a word, or stands in parentheses: port=80, "
				  "n=($m + 1)");
		return NULL;
	}
	node->kind = rest ? NODE_REST : NODE_PARAMETER;
	node->a = value;
	node->text2 = copy_text(parser, start, parser->at);
	return node_measure(parser, node);
}

/* May it stand after the others? */
static bool check_parameter(struct parser *parser, const struct sequence *others,
			    const struct node *node)
{
	const struct node *last = others->last;
	for (const struct node *other = others->first; other; other = other->next)
		if (strcmp(other->text, node->text) == 0)
			return fail(parser, node->offset, "two arguments are called %s",
				    node->text);
	if (others->count == PARAMETERS_MAX)
		return fail(parser, node->offset, "more than %d arguments", PARAMETERS_MAX);
	if (last && last->kind == NODE_REST)
		return fail(parser, node->offset, "%s takes the rest: nothing stands after it",
			    last->text2);
	if (!last || !last->a || node->a || node->kind == NODE_REST)
		return true;
	fail(parser, node->offset, "%s stands after %s and has no default", node->text,
	     last->text2);
	fail_hint(parser, "%s=V gives it one too; or put it before %s", node->text, last->text);
	return false;
}

static bool parameters_of(struct parser *parser, struct sequence *parameters)
{
	for (skip_blanks(parser); value_begins(parser) && peek(parser) != '{';
	     skip_blanks(parser)) {
		struct node *node = parameter(parser);
		if (!node || !check_parameter(parser, parameters, node))
			return false;
		sequence_add(parameters, node);
	}
	return true;
}

/* The name of a command: a name in which - can stand too. */
static uint32_t command_end(struct parser *parser)
{
	uint32_t start = parser->at, end = start, word = bare_end(parser, start, false);
	if (byte_is(peek(parser), BYTE_LETTER))
		while (byte_is(byte_at(parser, end), BYTE_NAME) || byte_at(parser, end) == '-')
			end++;
	const struct keyword *keyword = keyword_at(parser, start, word);
	if (keyword) {
		fail(parser, start, "%s is a word of the language, not a command", keyword->text);
		fail_hint(parser, "take another name");
		return 0;
	}
	if (end == start || end != word) {
		unexpected(parser, "the name of a command");
		fail_hint(parser, "it is made of letters, digits, _ and -");
		return 0;
	}
	return end;
}

struct node *parse_definition(struct parser *parser, const struct keyword *word)
{
	struct body body;
	struct sequence parameters = {0};
	uint32_t start = take_word(parser, word);
	skip_blanks(parser);
	uint32_t name = parser->at, end = command_end(parser);
	if (end == 0)
		return NULL;
	if (byte_at(parser, end) == '(')
		return habit_definition(parser, name, end);
	parser->at = end;
	mark(parser, MARK_DEFINED, name, end);
	body_begin(parser, &body);
	struct node *block =
		parameters_of(parser, &parameters) ? parse_block(parser, word->text) : NULL;
	body_end(parser, &body);
	if (!block)
		return NULL;
	if (block->height > parameters.height)
		parameters.height = block->height;
	struct node *node = node_sequence(parser, NODE_DEFINE, start, &parameters);
	if (node) {
		node->b = block;
		node->text = copy_text(parser, name, end);
		node->length = end - name;
	}
	return node;
}

struct node *parse_global(struct parser *parser, const struct keyword *word)
{
	struct sequence names = {0};
	uint32_t start = take_word(parser, word);
	skip_blanks(parser);
	do {
		note_variable(parser, parser->at);
		struct node *name = parse_name(parser);
		if (!name)
			return NULL;
		sequence_add(&names, name);
		skip_blanks(parser);
		note_variable(parser, parser->at);
	} while (value_begins(parser));
	if (!parser->body) {
		parser->escape.word = word;
		parser->escape.place = start;
	}
	return node_sequence(parser, NODE_GLOBAL, start, &names);
}
