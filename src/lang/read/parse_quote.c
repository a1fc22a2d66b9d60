/*
 * parse_quote: 'raw' and "cooked" quotes. Text without escapes is not copied.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lang/read/parse.h"

#include <string.h>

/* \xHH; at stands on the x. Gives the offset after, 0 when the error is set. */
static uint32_t decode_hex(struct parser *parser, uint32_t at, char *out)
{
	int high = digit_value((char)byte_at(parser, at + 1));
	int low = high < 0 ? -1 : digit_value((char)byte_at(parser, at + 2));
	if (low < 0) {
		fail(parser, at - 1, "\\x is not followed by two hexadecimal digits");
		fail_hint(parser, "as in \"\\x1b\"; for the two bytes themselves write \"\\\\x\"");
		return 0;
	}
	*out = (char)(high << 4 | low);
	return at + 3;
}

static uint32_t decode_unicode(struct parser *parser, uint32_t at, char **out)
{
	uint32_t character = 0, digits = 0, i = at + 2;
	if (byte_at(parser, at + 1) == '{')
		for (int digit; digits < 7 && (digit = digit_value((char)byte_at(parser, i))) >= 0;
		     i++) {
			character = character << 4 | (uint32_t)digit;
			digits++;
		}
	size_t length = digits ? utf8_put(character, *out) : 0;
	if (length == 0 || byte_at(parser, i) != '}') {
		fail(parser, at - 1, "\\u is not followed by a Unicode character's number in { }");
		fail_hint(parser, "as in \"\\u{e9}\" for \u00e9, at most \\u{10ffff}");
		return 0;
	}
	*out += length;
	return i + 1;
}

static void *unknown_escape(struct parser *parser, uint32_t at)
{
	if (byte_at(parser, at) == '0') {
		fail(parser, at - 1, "\\0 before a digit");
		fail_hint(parser, "write \\x00 for the NUL byte");
		return NULL;
	}
	fail(parser, at - 1, "there is no escape \\%.*s", byte_at(parser, at) < ' ' ? 0 : 1,
	     parser->text + at);
	fail_hint(parser,
		  "there are \\n \\r \\t \\0 \\\\ \\\" \\$ \\e \\xHH \\u{HEX}; write \\\\ for a "
		  "backslash, or use '…', where it is itself");
	return NULL;
}

/* The escape after the backslash before at. Gives the offset after it, 0: error. */
static uint32_t decode_escape(struct parser *parser, uint32_t at, char **out)
{
	static const char names[] = "nrt0\\\"$e", bytes[] = "\n\r\t\0\\\"$\x1b";
	unsigned char byte = byte_at(parser, at);
	if (byte == 'u')
		return decode_unicode(parser, at, out);
	if (byte == 'x') {
		at = decode_hex(parser, at, *out);
		++*out;
		return at;
	}
	const char *name = byte ? strchr(names, byte) : NULL;
	if (!name || (byte == '0' && byte_is(byte_at(parser, at + 1), BYTE_DIGIT))) {
		unknown_escape(parser, at);
		return 0;
	}
	*(*out)++ = bytes[name - names];
	return at + 1;
}

/* A run of text up to end, with escapes in it; what they stand for is never longer. */
static struct node *decode(struct parser *parser, uint32_t end)
{
	uint32_t offset = parser->at;
	char *text = arena_allocate(parser->arena, end - offset), *out = text;
	while (parser->at < end) {
		const char *start = parser->text + parser->at;
		const char *backslash = memchr(start, '\\', end - parser->at);
		size_t plain = backslash ? (size_t)(backslash - start) : end - parser->at;
		memcpy(out, start, plain);
		out += plain;
		parser->at += (uint32_t)plain;
		if (!backslash)
			break;
		uint32_t after = decode_escape(parser, parser->at + 1, &out);
		if (after == 0)
			return NULL;
		parser->at = after;
	}
	return node_bytes(parser, offset, text, (size_t)(out - text));
}

/* Where text ends before what is replaced, the closing quote or the text's end. */
static uint32_t run_end(const struct parser *parser, bool *escapes)
{
	uint32_t at = parser->at;
	*escapes = false;
	for (; at < parser->end; at++) {
		char byte = parser->text[at];
		if (byte == '"')
			break;
		if (byte == '\\') {
			*escapes = true;
			at++;
		} else if (byte == '$') {
			unsigned char next = byte_at(parser, at + 1);
			bool asked = parser->cursor && at + 1 == parser->end;
			if (next == '{' || byte_is(next, BYTE_NAME) || asked)
				break;
		}
	}
	return at < parser->end ? at : parser->end;
}

static struct node *run(struct parser *parser, uint32_t end, bool escapes)
{
	if (escapes)
		return decode(parser, end);
	uint32_t offset = parser->at;
	parser->at = end;
	return node_bytes(parser, offset, parser->text + offset, end - offset);
}

/*
 * The text ends inside the quote. For a cursor that stands there, what there is of it is a piece
 * all the same.
 */
static bool ends_inside(struct parser *parser, struct open *open, bool escapes,
			struct sequence *pieces)
{
	mark(parser, MARK_STRING, parser->at, parser->end);
	if (!parser->cursor)
		return fail_open(parser);
	note_quote(parser, open->what);
	struct node *text = run(parser, parser->end, escapes);
	if (!text)
		return false;
	sequence_add(pieces, text);
	close_quote(parser, open);
	return true;
}

bool parse_raw(struct parser *parser, struct sequence *pieces)
{
	struct open open;
	uint32_t offset = parser->at;
	open_quote(parser, &open, '\'');
	const char *start = parser->text + ++parser->at;
	const char *end = memchr(start, '\'', parser->end - parser->at);
	if (!end) {
		mark(parser, MARK_STRING, offset, parser->at);
		return ends_inside(parser, &open, false, pieces);
	}
	close_quote(parser, &open);
	parser->at = (uint32_t)(end - parser->text) + 1;
	mark(parser, MARK_STRING, offset, parser->at);
	sequence_add(pieces, node_bytes(parser, offset, start, (size_t)(end - start)));
	return true;
}

bool parse_cooked(struct parser *parser, struct sequence *pieces, bool *replaces)
{
	struct open open;
	unsigned count = pieces->count;
	uint32_t offset = parser->at;
	open_quote(parser, &open, '"');
	mark(parser, MARK_STRING, offset, ++parser->at);
	for (;;) {
		bool escapes;
		uint32_t end = run_end(parser, &escapes);
		if (end >= parser->end)
			return ends_inside(parser, &open, escapes, pieces);
		bool closing = parser->text[end] == '"';
		mark(parser, MARK_STRING, parser->at, end + closing);
		if (end > parser->at || (closing && pieces->count == count)) {
			struct node *text = run(parser, end, escapes);
			if (!text)
				return false;
			text->offset = pieces->count == count ? offset : text->offset;
			sequence_add(pieces, text);
		}
		if (closing)
			break;
		struct node *value = parse_dollar(parser);
		if (!value)
			return false;
		*replaces = true;
		sequence_add(pieces, value);
	}
	parser->at++;
	close_quote(parser, &open);
	return true;
}
