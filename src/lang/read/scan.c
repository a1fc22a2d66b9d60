/*
 * scan: bytes, blanks, words, brackets and the end of the text.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lang/read/scan.h"

#include <string.h>

#define W BYTE_WORD
#define L (BYTE_WORD | BYTE_NAME | BYTE_LETTER)
#define D (BYTE_WORD | BYTE_NAME | BYTE_DIGIT)
#define B (BYTE_BLANK | BYTE_BEFORE)

const uint8_t byte_classes[256] = {
	['\0'] = 0,
	[0x01 ... 0x08] = W,
	['\t'] = B,
	['\n'] = BYTE_BEFORE,
	[0x0b ... 0x0c] = W,
	['\r'] = BYTE_BEFORE, /* see carriage_blank */
	[0x0e ... 0x1f] = W,
	[' '] = B,
	['!'] = W,
	['"'] = BYTE_PIECE,
	['#'] = W,
	['$'] = BYTE_PIECE,
	['%'] = W,
	['&'] = BYTE_BEFORE,
	['\''] = BYTE_PIECE,
	['('] = BYTE_PIECE | BYTE_BEFORE,
	[')'] = 0,
	['*' ... '+'] = W,
	[','] = W | BYTE_LIST | BYTE_BEFORE,
	['-' ... '/'] = W,
	['0' ... '9'] = D,
	[':'] = W | BYTE_BEFORE,
	[';'] = BYTE_BEFORE,
	['<' ... '@'] = W,
	['A' ... 'Z'] = L,
	['['] = W | BYTE_LIST | BYTE_BEFORE,
	['\\'] = 0, /* see continuation */
	[']'] = W | BYTE_LIST,
	['^'] = W,
	['_'] = L,
	['`'] = W,
	['a' ... 'z'] = L,
	['{'] = BYTE_BEFORE,
	['|'] = BYTE_BEFORE,
	['}'] = BYTE_BEFORE,
	['~' ... 0xff] = W,
};

#undef W
#undef L
#undef D
#undef B

uint32_t continuation(const struct parser *parser, uint32_t offset)
{
	if (byte_at(parser, offset) != '\\')
		return 0;
	if (byte_at(parser, offset + 1) == '\n')
		return 2;
	return byte_at(parser, offset + 1) == '\r' && byte_at(parser, offset + 2) == '\n' ? 3 : 0;
}

static void skip_comment(struct parser *parser)
{
	const char *start = parser->text + parser->at;
	const char *newline = memchr(start, '\n', parser->end - parser->at);
	size_t length = newline ? (size_t)(newline - start) : parser->end - parser->at;
	const char *nul = memchr(start, '\0', length); /* stays, for whoever reads on to report */
	length = nul ? (size_t)(nul - start) : length;
	mark(parser, MARK_COMMENT, parser->at, parser->at + (uint32_t)length);
	parser->at += (uint32_t)length;
	parser->passed |= at_end(parser);
}

static bool comment_begins(const struct parser *parser)
{
	return parser->at == 0 || byte_is(byte_at(parser, parser->at - 1), BYTE_BEFORE);
}

static void skip(struct parser *parser, bool newlines, bool semicolons)
{
	for (;;) {
		unsigned char byte = peek(parser);
		uint32_t length = 1;
		if (byte_is(byte, BYTE_BLANK) || (byte == '\n' && newlines) ||
		    (byte == ';' && semicolons)) {
			parser->at++;
		} else if (byte == '\r' && carriage_blank(parser, parser->at)) {
			parser->at++;
		} else if (byte == '#' && comment_begins(parser)) {
			skip_comment(parser);
		} else if (byte == '\\' && (length = continuation(parser, parser->at)) > 0) {
			parser->at += length;
			parser->continued = parser->at;
		} else {
			return;
		}
	}
}

void skip_blanks(struct parser *parser)
{
	skip(parser, parser->flat, false);
}

void skip_separators(struct parser *parser)
{
	skip(parser, parser->open || parser->extent == EXTENT_ALL, true);
}

uint32_t bare_end(const struct parser *parser, uint32_t offset, bool in_list)
{
	for (; offset < parser->end; offset++) {
		unsigned char byte = (unsigned char)parser->text[offset];
		if (byte_is(byte, BYTE_WORD)) {
			if (in_list && byte_is(byte, BYTE_LIST))
				break;
		} else if (byte == '\\') {
			if (continuation(parser, offset))
				break;
		} else if (byte != '\r' || carriage_blank(parser, offset)) {
			break;
		}
	}
	return offset;
}

uint32_t name_end(const struct parser *parser, uint32_t offset)
{
	if (!byte_is(byte_at(parser, offset), BYTE_LETTER))
		return offset;
	while (byte_is(byte_at(parser, offset), BYTE_NAME))
		offset++;
	return offset;
}

bool lone_equals(const struct parser *parser, uint32_t offset, uint32_t *after)
{
	uint32_t start = offset;
	for (uint32_t length;; offset += length) {
		unsigned char byte = byte_at(parser, offset);
		length = continuation(parser, offset);
		if (byte_is(byte, BYTE_BLANK) || (byte == '\n' && parser->flat) ||
		    (byte == '\r' && carriage_blank(parser, offset)))
			length = 1;
		if (length == 0)
			break;
	}
	if (offset == start || byte_at(parser, offset) != '=')
		return false;
	*after = offset + 1;
	return bare_end(parser, *after, false) == *after &&
	       !byte_is(byte_at(parser, *after), BYTE_PIECE);
}

bool at_word(const struct parser *parser, const char *word)
{
	size_t length = strlen(word);
	return parser->end - parser->at >= length &&
	       memcmp(parser->text + parser->at, word, length) == 0 &&
	       bare_end(parser, parser->at, false) == parser->at + length;
}

/* ---- brackets ---- */

void open_quote(struct parser *parser, struct open *open, char what)
{
	*open = (struct open){parser->open, parser->at, what, parser->flat};
	parser->open = open;
}

void close_quote(struct parser *parser, struct open *open)
{
	parser->open = open->outer;
}

bool open_bracket(struct parser *parser, struct open *open, char what, bool flat)
{
	if (parser->brackets == NEST_MAX)
		return fail(parser, parser->at, "nested deeper than %d", NEST_MAX);
	parser->brackets++;
	open_quote(parser, open, what);
	parser->at += what == '$' ? 2 : 1;
	parser->flat = flat;
	return true;
}

bool close_bracket(struct parser *parser, struct open *open)
{
	unsigned char closing = open->what == '(' ? ')' : open->what == '[' ? ']' : '}';
	if (at_end(parser) || peek(parser) != closing)
		return unexpected(parser, closing == ')' ? "a )" : closing == ']' ? "a ]" : "a }");
	mark(parser, MARK_PAIR, open->offset, parser->at);
	parser->at++;
	parser->brackets--;
	parser->open = open->outer;
	parser->flat = open->flat;
	return true;
}
