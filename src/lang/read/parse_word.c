/*
 * parse_word: the words of arguments and elements: pieces that touch.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lang/read/parse.h"

#include <arpa/inet.h>
#include <string.h>

/* ---- pieces put together ---- */

/* Neighbours that are bytes become one; the sequence is left with fewer pieces. */
static void fold(struct parser *parser, struct sequence *pieces)
{
	struct sequence folded = {0};
	for (struct node *piece = pieces->first, *next; piece; piece = next) {
		size_t length = 0;
		for (next = piece; next && next->kind == NODE_BYTES; next = next->next)
			length += next->length;
		if (next == piece || next == piece->next) {
			next = piece->next;
		} else {
			char *text = arena_allocate(parser->arena, length + 1), *end = text;
			for (const struct node *part = piece; part != next; part = part->next) {
				memcpy(end, part->text, part->length);
				end += part->length;
			}
			piece->text = text;
			piece->length = (uint32_t)length;
		}
		piece->next = NULL;
		sequence_add(&folded, piece);
	}
	*pieces = folded;
}

static struct node *join(struct parser *parser, uint32_t offset, struct sequence *pieces,
			 bool replaces)
{
	if (pieces->count > 1)
		fold(parser, pieces);
	if (pieces->count == 1 && !replaces)
		return pieces->first;
	return node_sequence(parser, NODE_JOIN, offset, pieces);
}

/* ---- bare words ---- */

bool shortest_int(const struct parser *parser, uint32_t start, uint32_t end)
{
	bool negative = parser->text[start] == '-';
	uint32_t digit = start + negative;
	if (digit == end || (byte_at(parser, digit) == '0' && (negative || end - digit > 1)))
		return false;
	while (digit < end && byte_is(byte_at(parser, digit), BYTE_DIGIT))
		digit++;
	return digit == end;
}

bool prefixed_int(const struct parser *parser, uint32_t start, uint32_t end)
{
	int64_t integer;
	return byte_at(parser, start) == '0' && byte_is(byte_at(parser, start + 1), BYTE_LETTER) &&
	       digits_read(parser->text + start, end - start, &integer) != DIGITS_NOT;
}

bool read_int(struct parser *parser, uint32_t start, uint32_t end, int64_t *integer)
{
	if (digits_read(parser->text + start, end - start, integer) == DIGITS_FIT)
		return true;
	int length = end - start > 40 ? 40 : (int)(end - start);
	fail(parser, start, "%.*s%s does not fit into an int of 64 bit", length,
	     parser->text + start, end - start > 40 ? "..." : "");
	fail_hint(parser, "in quotes it is bytes: '%.*s'", length, parser->text + start);
	return false;
}

static struct node *bare_int(struct parser *parser, uint32_t start, uint32_t end)
{
	int64_t integer;
	if (!read_int(parser, start, end, &integer))
		return NULL;
	struct node *node = node_new(parser, NODE_INT, start);
	node->integer = integer;
	mark(parser, MARK_NUMBER, start, end);
	return node;
}

/* A bare word on its own: an int, true, false, nil, or bytes. */
static struct node *bare_word(struct parser *parser, uint32_t start, uint32_t end, bool in_list)
{
	unsigned char first = (unsigned char)parser->text[start];
	if ((byte_is(first, BYTE_DIGIT) || first == '-') && shortest_int(parser, start, end))
		return bare_int(parser, start, end);
	const struct keyword *word = keyword_at(parser, start, end);
	if (word && word->role == ROLE_CONSTANT) {
		mark(parser, MARK_NUMBER, start, end);
		return node_new(parser, word->node, start);
	}
	struct node *node = node_bytes(parser, start, parser->text + start, end - start);
	if (first == '-' && !in_list && end - start > 1) {
		unsigned char second = (unsigned char)parser->text[start + 1];
		node->flag_option =
			second == '-' || (byte_is(second, BYTE_LETTER) && second != '_');
		if (node->flag_option)
			mark(parser, MARK_OPTION, start, end);
	}
	return node;
}

/* ---- words ---- */

static struct node *parenthesis_piece(struct parser *parser)
{
	struct node *node = parse_parenthesis(parser);
	return node ? parse_postfixes(parser, node) : NULL;
}

static bool piece(struct parser *parser, struct sequence *pieces, bool in_list, bool *replaces)
{
	struct node *node;
	uint32_t start = parser->at;
	switch (peek(parser)) {
	case '\'':
		return parse_raw(parser, pieces);
	case '"':
		return parse_cooked(parser, pieces, replaces);
	case '$':
		node = parse_dollar(parser);
		break;
	case '(':
		node = parenthesis_piece(parser);
		break;
	default:
		parser->at = bare_end(parser, start, in_list);
		node = node_bytes(parser, start, parser->text + start, parser->at - start);
	}
	if (node)
		sequence_add(pieces, node);
	return node != NULL;
}

static bool piece_begins(const struct parser *parser, bool in_list)
{
	return byte_is(peek(parser), BYTE_PIECE) ||
	       bare_end(parser, parser->at, in_list) > parser->at;
}

/* [::1] and what goes on from it, as :80, is a bare word; any other [ there begins a list. */
static bool address_begins(const struct parser *parser)
{
	char host[INET6_ADDRSTRLEN] = "";
	struct in6_addr address;
	uint32_t start = parser->at + 1, at = start;
	while (byte_is(byte_at(parser, at), BYTE_NAME) || byte_at(parser, at) == ':' ||
	       byte_at(parser, at) == '.')
		at++;
	uint32_t length = at - start;
	if (byte_at(parser, at) == '%') /* and a zone */
		at = bare_end(parser, at, true);
	if (byte_at(parser, at) != ']' || length >= sizeof(host))
		return false;
	memcpy(host, parser->text + start, length);
	return inet_pton(AF_INET6, host, &address) == 1;
}

/* A list as an argument stands as a word of its own. */
static struct node *list_argument(struct parser *parser)
{
	uint32_t start = parser->at;
	struct node *list = parse_list(parser);
	if (!list || !piece_begins(parser, false))
		return list;
	bool index = peek(parser) == '[' || peek(parser) == '.';
	unexpected(parser, "a blank after the list");
	if (index)
		fail_hint(parser, "a list that is gone into stands in parentheses: ([a b])[0]");
	else if (memchr(parser->text + start, ':', parser->at - start))
		fail_hint(parser, "an IPv6 address with its port is [::1]:80, or ::1 80");
	else
		fail_hint(parser, "for one text write it in double quotes");
	return NULL;
}

struct node *parse_argument(struct parser *parser, bool in_list)
{
	if (peek(parser) == '[' && !in_list && !address_begins(parser))
		return list_argument(parser);
	uint32_t start = parser->at, end = bare_end(parser, start, in_list);
	if (habit_shell_word(parser, start, end))
		return NULL;
	if (end > start && !byte_is(byte_at(parser, end), BYTE_PIECE)) {
		parser->at = end;
		return bare_word(parser, start, end, in_list);
	}
	if (!piece_begins(parser, in_list))
		return unexpected(parser, in_list ? "an element" : "an argument");
	if (habit_touching_word(parser, start, end))
		return NULL;
	struct sequence pieces = {0};
	bool replaces = false;
	do {
		if (!piece(parser, &pieces, in_list, &replaces))
			return NULL;
	} while (piece_begins(parser, in_list));
	return join(parser, start, &pieces, replaces);
}

struct node *parse_quoted_word(struct parser *parser)
{
	struct sequence pieces = {0};
	bool replaces = false;
	uint32_t start = parser->at;
	do {
		if (!piece(parser, &pieces, false, &replaces))
			return NULL;
	} while (byte_is(peek(parser), BYTE_PIECE) && peek(parser) != '(');
	return join(parser, start, &pieces, replaces);
}

/* ---- $name, $1, ${ } ---- */

#define ARGUMENT_MAX 1000000

static struct node *numbered_argument(struct parser *parser)
{
	uint32_t start = parser->at, at = start + 1;
	int64_t number = 0;
	for (; byte_is(byte_at(parser, at), BYTE_DIGIT); at++)
		if (number <= ARGUMENT_MAX)
			number = number * 10 + parser->text[at] - '0';
	if (parser->text[start + 1] == '0' || number > ARGUMENT_MAX) {
		fail(parser, start, "$%.*s is no argument of the script",
		     excerpt(parser, start + 1), parser->text + start + 1);
		fail_hint(parser, "they are $1, $2 … and all together $args");
		return NULL;
	}
	parser->at = at;
	mark(parser, MARK_VARIABLE, start, at);
	struct node *node = node_new(parser, NODE_ARGUMENT, start);
	node->integer = number;
	return node;
}

/* What stands in ${ } is a variable with its fields and indexes; then a lone = may follow. */
static bool variable_inside(const struct parser *parser)
{
	uint32_t end = dotted_end(parser, parser->at);
	if (end == parser->at)
		return false;
	if (byte_at(parser, end) == '[')
		return true;
	const struct keyword *word = keyword_at(parser, parser->at, end);
	if (word && word->role == ROLE_CONSTANT)
		return false;
	struct parser ahead = *parser;
	ahead.at = end;
	skip_blanks(&ahead);
	return peek(&ahead) == '}';
}

static struct node *braced_variable(struct parser *parser)
{
	uint32_t start = parser->at, end = name_end(parser, start), after;
	mark(parser, MARK_VARIABLE, start, end);
	struct node *target = parse_target(parser);
	if (!target)
		return NULL;
	target->offset = parser->open->offset;
	if (!lone_equals(parser, parser->at, &after))
		return target;
	mark(parser, MARK_SET, start, end);
	parser->at = after;
	return parse_assignment(parser, target, true);
}

static struct node *braced(struct parser *parser)
{
	struct open open;
	if (!open_bracket(parser, &open, '$', true))
		return NULL;
	skip_blanks(parser);
	note_braced(parser);
	uint32_t start = parser->at;
	struct node *node =
		variable_inside(parser) ? braced_variable(parser) : parse_value(parser, true);
	if (!node)
		return NULL;
	skip_blanks(parser);
	if (peek(parser) != '}')
		return habit_after_value(parser, node, start);
	return close_bracket(parser, &open) ? node : NULL;
}

struct node *parse_dollar(struct parser *parser)
{
	uint32_t start = parser->at;
	unsigned char next = byte_at(parser, start + 1);
	if (next == '{')
		return braced(parser);
	if (byte_is(next, BYTE_DIGIT))
		return numbered_argument(parser);
	note_variable(parser, start + 1);
	if (!byte_is(next, BYTE_LETTER)) {
		fail(parser, start, "a $ that no name follows");
		fail_hint(parser, "$name is a variable; for the sign itself write '$'");
		return NULL;
	}
	parser->at = name_end(parser, start + 1);
	mark(parser, MARK_VARIABLE, start, parser->at);
	struct node *node = node_name(parser, NODE_VARIABLE, start + 1, parser->at);
	node->offset = start;
	return parse_postfixes(parser, node);
}
