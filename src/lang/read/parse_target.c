/*
 * parse_target: what an assignment assigns to: a name with fields and indexes, or names in [ ].
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lang/read/parse.h"

uint32_t dotted_end(const struct parser *parser, uint32_t offset)
{
	uint32_t end = name_end(parser, offset);
	while (end > offset && byte_at(parser, end) == '.' &&
	       byte_is(byte_at(parser, end + 1), BYTE_LETTER))
		end = name_end(parser, end + 1);
	return end;
}

struct node *parse_target(struct parser *parser)
{
	uint32_t start = parser->at;
	parser->at = name_end(parser, start);
	struct node *name = node_name(parser, NODE_VARIABLE, start, parser->at);
	return parse_postfixes(parser, name);
}

/* NAME[0] = V: a command's name has no bracket, so this can be nothing else. */
static struct node *indexed_target(struct parser *parser)
{
	uint32_t start = parser->at, after;
	struct node *target = parse_target(parser);
	if (!target)
		return NULL;
	if (!lone_equals(parser, parser->at, &after)) {
		int length = (int)(parser->at - start > 60 ? 60 : parser->at - start);
		const char *text = parser->text + start;
		bool touching = peek(parser) == '=';
		fail(parser, start, "%.*s is no command", length, text);
		if (touching)
			fail_hint(parser, "blanks stand around =: %.*s = …", length, text);
		else
			fail_hint(parser, "$%.*s is its value, %.*s = V sets it", length, text,
				  length, text);
		return NULL;
	}
	parser->at = after;
	return target;
}

/* ---- [NAME NAME] = V ---- */

/* A copy of a parser, to go on in the text with. */
static struct parser inside(const struct parser *parser)
{
	struct parser ahead = *parser;
	ahead.flat = true;
	ahead.at++;
	skip_blanks(&ahead);
	return ahead;
}

/* Past one of the names, the blanks and the comma after it; gives its end, or its start: none. */
static uint32_t pass_name(struct parser *ahead)
{
	uint32_t end = ahead->at = name_end(ahead, ahead->at);
	skip_blanks(ahead);
	if (peek(ahead) == ',') {
		ahead->at++;
		skip_blanks(ahead);
	}
	return end;
}

/* After the ] of [NAME NAME …] at the place; 0: it is something else, such as a list. */
static uint32_t names_end(const struct parser *parser)
{
	struct parser ahead = inside(parser);
	do {
		uint32_t start = ahead.at;
		if (pass_name(&ahead) == start)
			return 0;
	} while (peek(&ahead) != ']');
	return ahead.at + 1;
}

/* Those of which names_end knows that they are there. */
static struct node *names_target(struct parser *parser)
{
	struct sequence names = {0};
	for (struct parser ahead = inside(parser); peek(&ahead) != ']';) {
		uint32_t start = ahead.at;
		struct node *name = variable_name(parser, start, pass_name(&ahead));
		if (!name)
			return NULL;
		sequence_add(&names, name);
	}
	return node_sequence(parser, NODE_NAMES, parser->at, &names);
}

/* ---- any target ---- */

struct node *assignment_target(struct parser *parser, bool *failed)
{
	uint32_t start = parser->at, end = dotted_end(parser, start), after;
	if (peek(parser) == '[' && (end = names_end(parser)) > 0 &&
	    lone_equals(parser, end, &after)) {
		struct node *names = names_target(parser);
		*failed = !names;
		parser->at = after;
		return names;
	}
	if (end == start || peek(parser) == '[')
		return NULL;
	if (byte_at(parser, end) == '[') {
		struct node *target = indexed_target(parser);
		*failed = !target;
		mark(parser, MARK_SET, start, name_end(parser, start));
		return target;
	}
	const struct keyword *word = keyword_at(parser, start, end);
	if (!lone_equals(parser, end, &after) || (word && !word->free))
		return NULL;
	mark(parser, MARK_SET, start, name_end(parser, start));
	struct node *target = parse_target(parser);
	*failed = !target;
	parser->at = after;
	return target;
}

bool assignable(struct parser *parser, const struct node *target)
{
	const struct node *node = target->kind == NODE_NAMES ? target->a : target;
	for (; node->kind != NODE_VARIABLE; node = node->a) {
		if (node->kind == NODE_SLICE) {
			fail(parser, target->offset, "a slice cannot be assigned to");
			fail_hint(parser, "build the list anew: l = $l[0:2] + [V] + $l[3:]");
			return false;
		}
	}
	return true;
}
