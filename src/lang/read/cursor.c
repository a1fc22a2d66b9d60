/*
 * cursor: what the rules say of the place where the text ends.
 *
 * A rule says what can begin at a place; it counts when the word that begins there reaches the end
 * of the text. Of several the latest counts: in f "a $n that is $n, not the argument around it.
 * Rules that say so of one place, as expect does for its own words and for a value, are added up.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/cursor.h"
#include "handsh/grow.h"
#include "lang/read/parse.h"

#include <stdlib.h>

static void cursor_move(const struct parser *parser, enum cursor_kind kind, uint32_t start)
{
	struct cursor *cursor = parser->cursor;
	const struct open *open = parser->open;
	cursor_free(cursor);
	cursor->kind = kind;
	cursor->start = start;
	cursor->quote = open && open->what == '"' ? '"' : 0;
}

/* Does the byte before the text's end belong to a word, so that no other begins there? */
static bool touches(const struct parser *parser)
{
	if (parser->end == 0)
		return false;
	unsigned char byte = byte_at(parser, parser->end - 1);
	return byte_is(byte, BYTE_WORD) || byte == '\'' || byte == '"' || byte == ')' ||
	       byte == '\\' || byte == '\r'; /* which is a blank only before a newline */
}

/* True: a word from start to end would reach the text's end, later than what is known. */
static bool reaches(const struct parser *parser, uint32_t start, uint32_t end)
{
	const struct cursor *cursor = parser->cursor;
	return cursor && end == parser->end && (start < end || !parser->passed) &&
	       (cursor->kind == CURSOR_NOTHING || start > cursor->start);
}

static uint64_t words_of(unsigned roles)
{
	uint64_t words = 0;
	for (unsigned i = 0; i < WORDS; i++)
		if (roles & 1u << keywords[i].role)
			words |= UINT64_C(1) << i;
	return words;
}

/* A word that begins with a letter, or has not begun. */
static void note(struct parser *parser, enum cursor_kind kind, uint64_t words)
{
	struct cursor *cursor = parser->cursor;
	uint32_t start = parser->at;
	if (!cursor || (!at_end(parser) && !byte_is(peek(parser), BYTE_LETTER)))
		return;
	bool known = (cursor->kind == CURSOR_HEAD || cursor->kind == CURSOR_WORD) &&
		     cursor->start == start && !parser->passed;
	if (!known && (!reaches(parser, start, bare_end(parser, start, false)) ||
		       (at_end(parser) && touches(parser))))
		return;
	if (!known)
		cursor_move(parser, kind, start);
	cursor->words |= words;
	if (kind == CURSOR_HEAD)
		cursor->kind = CURSOR_HEAD;
}

void note_head(struct parser *parser, unsigned roles)
{
	if (parser->cursor)
		note(parser, CURSOR_HEAD, words_of(roles));
}

void note_braced(struct parser *parser)
{
	note_head(parser, ROLES_VALUE);
	struct cursor *cursor = parser->cursor;
	if (cursor && cursor->kind == CURSOR_HEAD && cursor->start == parser->at)
		cursor->variable = true;
}

void note_words(struct parser *parser, unsigned roles)
{
	if (parser->cursor)
		note(parser, CURSOR_WORD, words_of(roles));
}

void note_word(struct parser *parser, enum word word)
{
	note(parser, CURSOR_WORD, UINT64_C(1) << word);
}

static void note_name(struct parser *parser, enum cursor_kind kind, uint32_t start)
{
	if (reaches(parser, start, name_end(parser, start)) &&
	    !(start == parser->end && touches(parser)))
		cursor_move(parser, kind, start);
}

void note_variable(struct parser *parser, uint32_t start)
{
	note_name(parser, CURSOR_VARIABLE, start);
}

void note_error(struct parser *parser)
{
	note_name(parser, CURSOR_ERROR, parser->at);
}

void note_field(struct parser *parser, const struct node *object)
{
	uint32_t dot = parser->at;
	if (!reaches(parser, dot + 1, name_end(parser, dot + 1)))
		return;
	cursor_move(parser, CURSOR_FIELD, dot + 1);
	parser->cursor->object = (struct cursor_span){object->offset, dot};
}

void note_quote(struct parser *parser, char quote)
{
	parser->quote = quote;
	parser->passed = true;
}

/* ---- arguments ---- */

static void add_arguments(struct cursor *cursor, const struct node *argument)
{
	for (; argument; argument = argument->next) {
		uint32_t start = argument->offset;
		uint32_t length = argument->flag_option ? argument->length : 0;
		cursor->arguments =
			grow_array(cursor->arguments, cursor->argument_count,
				   &cursor->argument_capacity, 4, sizeof(*cursor->arguments));
		cursor->arguments[cursor->argument_count++] =
			(struct cursor_argument){start, {start, start + length}};
	}
}

/* The word that ends at the place as the bytes that it stands for. */
static void set_typed(struct parser *parser, uint32_t start, const struct node *node)
{
	struct cursor *cursor = parser->cursor;
	cursor->bare = bare_end(parser, start, false) == parser->at;
	cursor->literal = true;
	if (cursor->bare)
		buffer_append(&cursor->typed, parser->text + start, parser->at - start);
	else if (node->kind == NODE_BYTES)
		buffer_append(&cursor->typed, node->text, node->length);
	else
		cursor->literal = false;
}

bool note_argument(struct parser *parser, const struct called *called, uint32_t start,
		   const struct node *node)
{
	struct cursor *cursor = parser->cursor;
	if (!cursor || !at_end(parser))
		return false;
	if (!reaches(parser, start, parser->at) || (!node && touches(parser)))
		return true;
	const struct node *socket = called->socket;
	cursor_move(parser, CURSOR_ARGUMENT, start);
	cursor->quote = parser->quote;
	cursor->command = (struct cursor_span){called->start, called->end};
	if (socket)
		cursor->socket =
			(struct cursor_span){socket->offset, socket->offset + socket->length};
	add_arguments(cursor, called->arguments->first);
	set_typed(parser, start, node);
	return true;
}

/* ---- the whole ---- */

/* NAME. before the word: only some words can stand after it. */
static void split_dotted(struct cursor *cursor, const struct parser *parser)
{
	uint32_t dot = name_end(parser, cursor->start);
	if (byte_at(parser, dot) != '.')
		return;
	cursor->socket = (struct cursor_span){cursor->start, dot};
	cursor->start = dot + 1;
	for (unsigned i = 0; i < WORDS; i++)
		if (!keywords[i].dotted)
			cursor->words &= ~(UINT64_C(1) << i);
}

/* What the rules say of the text from there on. Gives where to go on after an error; 0: nowhere. */
static uint32_t read_from(struct parser *parser, uint32_t start)
{
	struct arena arena = {0};
	*parser = (struct parser){
		.text = parser->text,
		.at = start,
		.end = parser->end,
		.extent = EXTENT_ALL,
		.arena = &arena,
		.cursor = parser->cursor,
	};
	parse_statements(parser);
	object_release(parser->error);
	arena_free(&arena);
	return parser->resume;
}

void cursor_read(struct cursor *cursor, const char *text, size_t length)
{
	struct parser parser = {.text = text, .end = (uint32_t)length, .cursor = cursor};
	*cursor = (struct cursor){0};
	uint32_t last = read_from(&parser, 0);
	if (cursor->kind == CURSOR_NOTHING && last)
		read_from(&parser, last);
	if (cursor->kind == CURSOR_HEAD)
		split_dotted(cursor, &parser);
	if (cursor->kind != CURSOR_ARGUMENT && cursor->kind != CURSOR_NOTHING) {
		cursor->bare = cursor->literal = true;
		buffer_append(&cursor->typed, text + cursor->start, length - cursor->start);
	}
}

void cursor_free(struct cursor *cursor)
{
	buffer_free(&cursor->typed);
	free(cursor->arguments);
	*cursor = (struct cursor){0};
}
