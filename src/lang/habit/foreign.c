/*
 * foreign: see foreign.h. One reader serves both languages: what only one of them has (a cast, a
 * b before a quote) means nothing in the other. Blanks do not count, newlines end the text.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lang/habit/foreign.h"
#include "lang/read/scan.h"

#include <string.h>

struct foreign *foreign_new(struct arena *arena, enum foreign_kind kind, const char *text,
			    size_t length)
{
	struct foreign *node = arena_allocate(arena, sizeof(*node));
	node->kind = kind;
	node->text = text;
	node->length = length;
	return node;
}

bool foreign_is(const struct foreign *node, const char *text)
{
	return node->length == strlen(text) && memcmp(node->text, text, node->length) == 0;
}

/* ---- what stands at the place ---- */

unsigned char foreign_byte(const struct foreign_reader *reader, size_t ahead)
{
	size_t at = reader->at + ahead;
	return at < reader->end ? (unsigned char)reader->text[at] : 0;
}

void foreign_blanks(struct foreign_reader *reader)
{
	while (byte_is(foreign_byte(reader, 0), BYTE_BLANK))
		reader->at++;
}

bool foreign_ends(struct foreign_reader *reader)
{
	foreign_blanks(reader);
	return reader->at >= reader->end;
}

bool foreign_take(struct foreign_reader *reader, const char *sign)
{
	size_t length = strlen(sign);
	foreign_blanks(reader);
	if (reader->end - reader->at < length ||
	    memcmp(reader->text + reader->at, sign, length) != 0)
		return false;
	reader->at += length;
	return true;
}

size_t foreign_name(struct foreign_reader *reader, const char **name)
{
	size_t length = 0;
	foreign_blanks(reader);
	*name = reader->text + reader->at;
	if (byte_is(foreign_byte(reader, 0), BYTE_LETTER))
		while (byte_is(foreign_byte(reader, length), BYTE_NAME))
			length++;
	reader->at += length;
	return length;
}

bool foreign_word(struct foreign_reader *reader, const char *word)
{
	const char *name;
	size_t before = reader->at, length = foreign_name(reader, &name);
	if (length == strlen(word) && memcmp(name, word, length) == 0)
		return true;
	reader->at = before;
	return false;
}

/* ---- operands ---- */

static struct foreign *number(struct foreign_reader *reader)
{
	size_t length = 0;
	const char *text = reader->text + reader->at;
	while (byte_is(foreign_byte(reader, length), BYTE_NAME) ||
	       (foreign_byte(reader, length) == '.' &&
		byte_is(foreign_byte(reader, length + 1), BYTE_DIGIT)))
		length++;
	reader->at += length;
	return foreign_new(reader->arena, FOREIGN_VALUE, text, length);
}

static struct foreign *variable(struct foreign_reader *reader)
{
	const char *name;
	size_t start = reader->at++;
	if (foreign_name(reader, &name) == 0 || name != reader->text + start + 1)
		return NULL;
	return foreign_new(reader->arena, FOREIGN_VALUE, reader->text + start, reader->at - start);
}

/* The length of the letters before a quote at the place: b'…', rb"…"; else 0. */
static size_t quote_prefix(const struct foreign_reader *reader)
{
	size_t length = 0;
	while (length < 2 && foreign_byte(reader, length) &&
	       strchr("bBrRfFuUL", foreign_byte(reader, length)))
		length++;
	unsigned char after = foreign_byte(reader, length);
	return after == '\'' || after == '"' ? length : 0;
}

static struct foreign *quote(struct foreign_reader *reader)
{
	size_t prefix = quote_prefix(reader);
	bool prefixed = prefix > 0, raw = false, woven = false;
	for (; prefix; prefix--, reader->at++) {
		raw |= foreign_byte(reader, 0) == 'r' || foreign_byte(reader, 0) == 'R';
		woven |= foreign_byte(reader, 0) == 'f' || foreign_byte(reader, 0) == 'F';
	}
	unsigned char mark = foreign_byte(reader, 0);
	if (foreign_byte(reader, 1) == mark && foreign_byte(reader, 2) == mark)
		return NULL; /* three quotes: of more than a line */
	size_t start = ++reader->at;
	while (reader->at < reader->end && foreign_byte(reader, 0) != mark)
		reader->at += foreign_byte(reader, 0) == '\\' ? 2 : 1;
	if (reader->at >= reader->end)
		return NULL;
	struct foreign *node =
		foreign_new(reader->arena, FOREIGN_TEXT, reader->text + start, reader->at - start);
	node->strange = prefixed;
	node->raw = raw;
	node->woven = woven;
	reader->at++;
	return node;
}

/* NAME=V among the arguments of a call. */
static struct foreign *element(struct foreign_reader *reader)
{
	const char *name;
	size_t before = reader->at, length = foreign_name(reader, &name);
	if (length && foreign_take(reader, "=") && foreign_byte(reader, 0) != '=') {
		struct foreign *node = foreign_new(reader->arena, FOREIGN_NAMED, name, length);
		node->a = foreign_read(reader);
		return node->a ? node : NULL;
	}
	reader->at = before;
	return foreign_read(reader);
}

bool foreign_elements(struct foreign_reader *reader, const char *closing, struct foreign **list)
{
	for (*list = NULL; !foreign_take(reader, closing); list = &(*list)->next) {
		*list = element(reader);
		if (!*list)
			return false;
		if (!foreign_take(reader, ","))
			return foreign_take(reader, closing);
	}
	return true;
}

/* (struct sockaddr *), (char): what stands before it is no operator, what follows an operand. */
static bool cast(struct foreign_reader *reader)
{
	static const char *const types[] = {"struct", "char", "int", "void", "const", "unsigned"};
	size_t before = reader->at, length;
	const char *name;
	bool type = false;
	if (!foreign_take(reader, "("))
		return false;
	for (size_t i = 0; i < sizeof(types) / sizeof(*types); i++)
		type |= foreign_word(reader, types[i]);
	while ((length = foreign_name(reader, &name)) > 0 || foreign_take(reader, "*"))
		type |= length > 2 && memcmp(name + length - 2, "_t", 2) == 0;
	if (type && foreign_take(reader, ")"))
		return true;
	reader->at = before;
	return false;
}

static struct foreign *bracketed(struct foreign_reader *reader, enum foreign_kind kind,
				 const char *closing)
{
	struct foreign *node = foreign_new(reader->arena, kind, NULL, 0);
	reader->at++;
	return foreign_elements(reader, closing, &node->a) ? node : NULL;
}

/* Of a value, or of a type. */
static struct foreign *size_of(struct foreign_reader *reader)
{
	struct foreign *node = foreign_new(reader->arena, FOREIGN_SIZEOF, NULL, 0);
	if (cast(reader))
		return node;
	node->a = foreign_operand(reader);
	return node->a ? node : NULL;
}

static struct foreign *braces(struct foreign_reader *reader)
{
	const char *start = reader->text + reader->at;
	const char *end = memchr(start, '}', reader->end - reader->at);
	reader->at += end ? (size_t)(end + 1 - start) : 0;
	return end ? foreign_new(reader->arena, FOREIGN_BRACES, NULL, 0) : NULL;
}

static struct foreign *primary(struct foreign_reader *reader)
{
	const char *name;
	foreign_blanks(reader);
	unsigned char byte = foreign_byte(reader, 0);
	if (byte == '\'' || byte == '"' || quote_prefix(reader))
		return quote(reader);
	if (byte == '$')
		return variable(reader);
	if (byte == '(')
		return bracketed(reader, FOREIGN_TUPLE, ")");
	if (byte == '[')
		return bracketed(reader, FOREIGN_LIST, "]");
	if (byte_is(byte, BYTE_DIGIT))
		return number(reader);
	if (foreign_word(reader, "sizeof"))
		return size_of(reader);
	size_t length = foreign_name(reader, &name);
	return length ? foreign_new(reader->arena, FOREIGN_NAME, name, length) : NULL;
}

/* ---- after an operand ---- */

static struct foreign *field(struct foreign_reader *reader, struct foreign *of)
{
	const char *name;
	size_t length = foreign_name(reader, &name);
	struct foreign *node = foreign_new(reader->arena, FOREIGN_FIELD, name, length);
	node->a = of;
	return length ? node : NULL;
}

static struct foreign *call(struct foreign_reader *reader, struct foreign *of)
{
	struct foreign *node = foreign_new(reader->arena, FOREIGN_CALL, NULL, 0);
	node->a = of;
	return foreign_elements(reader, ")", &node->b) ? node : NULL;
}

static struct foreign *element_of(struct foreign_reader *reader, struct foreign *of)
{
	struct foreign *node = foreign_new(reader->arena, FOREIGN_INDEX, NULL, 0);
	node->a = of;
	node->b = foreign_read(reader);
	return node->b && foreign_take(reader, "]") ? node : NULL;
}

static struct foreign *operand_at(struct foreign_reader *reader)
{
	bool typed = false;
	for (; cast(reader); typed = true)
		foreign_take(reader, "&");
	foreign_blanks(reader);
	if (typed && foreign_byte(reader, 0) == '{')
		return braces(reader);
	struct foreign *node = primary(reader);
	while (node) {
		unsigned char byte = foreign_byte(reader, 0);
		if (foreign_take(reader, "->") ||
		    (byte == '.' && byte_is(foreign_byte(reader, 1), BYTE_LETTER) && ++reader->at))
			node = field(reader, node);
		else if (byte == '(' && ++reader->at)
			node = call(reader, node);
		else if (byte == '[' && ++reader->at)
			node = element_of(reader, node);
		else
			break;
	}
	return node;
}

struct foreign *foreign_operand(struct foreign_reader *reader)
{
	if (reader->depth == FOREIGN_DEPTH)
		return NULL;
	reader->depth++;
	struct foreign *node = operand_at(reader);
	reader->depth--;
	return node;
}
