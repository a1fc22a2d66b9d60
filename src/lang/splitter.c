/*
 * splitter: quotes, comments, !commands and the stack of what is open.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lang/splitter.h"

#include <string.h>

/* splitter->quote, besides ' and " */
enum { COMMENT = '#', SHELL = '!', SHELL_SINGLE = 's', SHELL_DOUBLE = 'd' };

/* ---- what is open: two bytes each, what and the mode after it ---- */

static void derive_quote(struct splitter *splitter)
{
	splitter->quote = splitter_innermost(splitter) == '"' ? '"' : 0;
}

void splitter_push(struct splitter *splitter, char what, enum mode inside, enum mode after)
{
	if (splitter->open.length >= 4 * NEST_MAX) {
		splitter->broken = true;
		return;
	}
	buffer_byte(&splitter->open, what);
	buffer_byte(&splitter->open, (char)after);
	splitter->mode = (uint8_t)inside;
	splitter->touch = TOUCH_NONE;
	splitter->length = 0;
	splitter->path = PATH_START;
	derive_quote(splitter);
}

char splitter_innermost(const struct splitter *splitter)
{
	const struct buffer *open = &splitter->open;
	return open->length ? open->data[open->length - 2] : 0;
}

bool splitter_pop(struct splitter *splitter, const char *what, enum touch touch)
{
	char innermost = splitter_innermost(splitter);
	if (!innermost || !strchr(what, innermost))
		return false;
	struct buffer *open = &splitter->open;
	splitter->mode = (uint8_t)open->data[open->length - 1];
	open->length -= 2;
	splitter->touch = (uint8_t)touch;
	splitter->length = 0;
	derive_quote(splitter);
	return true;
}

bool splitter_flat(const struct splitter *splitter)
{
	char innermost = splitter_innermost(splitter);
	return innermost && innermost != '{';
}

/* ---- $name.field[0] ---- */

static bool begins_postfix(struct splitter *splitter, char byte)
{
	if (byte == '.') {
		splitter->touch = TOUCH_DOT;
		return true;
	}
	if (byte != '[')
		return false;
	splitter_push(splitter, '[', MODE_OPERAND, splitter->mode);
	return true;
}

bool splitter_postfix(struct splitter *splitter, char byte)
{
	unsigned char c = (unsigned char)byte;
	switch ((enum touch)splitter->touch) {
	case TOUCH_DOLLAR:
		if (byte == '{') {
			splitter_push(splitter, '$', MODE_HEAD, splitter->mode);
			return true;
		}
		splitter->touch = TOUCH_OTHER;
		if (byte_is(c, BYTE_LETTER))
			splitter->touch = TOUCH_NAME;
		return byte_is(c, BYTE_LETTER | BYTE_DIGIT);
	case TOUCH_NAME:
		if (byte_is(c, BYTE_NAME) || begins_postfix(splitter, byte))
			return true;
		break;
	case TOUCH_DOT:
		if (byte_is(c, BYTE_LETTER)) {
			splitter->touch = TOUCH_NAME;
			return true;
		}
		break;
	case TOUCH_POST:
		if (begins_postfix(splitter, byte))
			return true;
		break;
	default:
		return false;
	}
	splitter->touch = TOUCH_OTHER;
	return false;
}

/* ---- inside quotes ---- */

static void cooked(struct splitter *splitter, char byte)
{
	if (splitter->pending) {
		splitter->pending = 0;
		return;
	}
	if (splitter_postfix(splitter, byte))
		return;
	if (byte == '"')
		splitter_pop(splitter, "\"", TOUCH_OTHER);
	else if (byte == '\\')
		splitter->pending = byte;
	else if (byte == '$')
		splitter->touch = TOUCH_DOLLAR;
}

/* A byte after a backslash in a !command. True: it is dealt with. */
static bool shell_escaped(struct splitter *splitter, char byte)
{
	bool carriage = splitter->pending == '\r';
	splitter->pending = 0;
	if (byte == '\n') {
		splitter->continued = true;
		return true;
	}
	if (byte == '\r' && !carriage) {
		splitter->pending = '\r';
		return true;
	}
	return !carriage && splitter->quote != SHELL_SINGLE;
}

/* True: the !command has ended before this byte. */
static bool shell_bracket(struct splitter *splitter, char byte)
{
	bool round = splitter_innermost(splitter) == '(';
	uint32_t *inner = splitter->inner;
	switch (byte) {
	case '\'':
		splitter->quote = SHELL_SINGLE;
		return false;
	case '"':
		splitter->quote = SHELL_DOUBLE;
		return false;
	case '(':
		inner[0]++;
		return false;
	case '{':
		inner[1]++;
		return false;
	case ')':
		if (inner[0] == 0)
			return round;
		inner[0]--;
		return false;
	case '}':
		if (inner[1] == 0)
			return !round;
		inner[1]--;
		return false;
	default:
		return false;
	}
}

/* True: the byte ends the !command and is still to be read. */
static bool shell(struct splitter *splitter, char byte)
{
	if (splitter->pending && shell_escaped(splitter, byte))
		return false;
	bool ends = byte == '\n';
	if (byte == '\\')
		splitter->pending = byte;
	else if (splitter->quote == SHELL_SINGLE || splitter->quote == SHELL_DOUBLE) {
		if (byte == (splitter->quote == SHELL_SINGLE ? '\'' : '"'))
			splitter->quote = SHELL;
	} else if (splitter->open.length) {
		ends |= shell_bracket(splitter, byte);
	}
	if (ends) {
		splitter->quote = 0;
		splitter->mode = MODE_CALL;
		splitter->inner[0] = splitter->inner[1] = 0;
	}
	return ends;
}

/* ---- feeding ---- */

/* Where the bytes end that mean nothing inside the quote; the text's end if there is no such. */
static size_t plain_end(const struct splitter *splitter, const char *text, size_t length, size_t i)
{
	char quote = splitter->quote;
	if (quote != '\'' && quote != COMMENT)
		return i;
	const char *end = memchr(text + i, quote == COMMENT ? '\n' : quote, length - i);
	return end ? (size_t)(end - text) : length;
}

/* True: the byte ends the unit. */
static bool feed(struct splitter *splitter, char byte)
{
	splitter->continued = false;
	switch (splitter->quote) {
	case 0:
		break;
	case '\'':
		splitter->quote = 0;
		splitter->touch = TOUCH_OTHER;
		return false;
	case '"':
		cooked(splitter, byte);
		return false;
	case COMMENT:
		splitter->quote = 0;
		break;
	default:
		if (!shell(splitter, byte))
			return false;
	}
	return splitter_bare(splitter, byte);
}

bool splitter_feed(struct splitter *splitter, const char *text, size_t length, size_t *offset)
{
	for (size_t i = *offset; i < length; i++) {
		i = plain_end(splitter, text, length, i);
		if (i < length && feed(splitter, text[i])) {
			*offset = i + 1;
			splitter_free(splitter);
			return true;
		}
	}
	*offset = length;
	return false;
}

bool splitter_open(const struct splitter *splitter)
{
	return splitter->open.length > 0 || splitter->quote == '\'' || splitter->continued;
}

void splitter_free(struct splitter *splitter)
{
	buffer_free(&splitter->open);
	*splitter = (struct splitter){0};
}
