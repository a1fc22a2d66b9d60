/*
 * recover: where a unit ends that does not fit the grammar. What its words mean is no longer
 * known, only what brackets, quotes, comments and !commands are: those are followed until all that
 * is open has been closed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lang/read/parse.h"

#include <string.h>

struct recovery {
	struct parser parser; /* a copy, to go on in the text with */
	struct buffer open;   /* outermost first: { ( [ " or $ for ${ */
	size_t line;          /* so many of them were open when the line began */
	bool head;            /* a ! begins a !command here */
};

static char innermost(const struct recovery *recovery)
{
	const struct buffer *open = &recovery->open;
	return open->length ? open->data[open->length - 1] : 0;
}

/* What was open at the error; opens are linked from the innermost on. */
static void take_over(struct recovery *recovery)
{
	const struct parser *parser = &recovery->parser;
	const char *newline = memrchr(parser->text, '\n', parser->at);
	size_t count = 0;
	for (const struct open *open = parser->open; open; open = open->outer)
		count++;
	char *data = buffer_reserve(&recovery->open, count + 1);
	recovery->open.length = count;
	for (const struct open *open = parser->open; open; open = open->outer) {
		data[--count] = open->what;
		recovery->line += newline && parser->text + open->offset < newline;
	}
}

/* ---- closing ---- */

static bool closes(char closing, char opened)
{
	switch (closing) {
	case ')':
		return opened == '(';
	case ']':
		return opened == '[';
	default:
		return opened == '{' || opened == '$';
	}
}

/* Is the byte at the place the first of its line that is no blank? */
static bool begins_line(const struct parser *parser)
{
	uint32_t at = parser->at;
	while (at > 0 && byte_is(byte_at(parser, at - 1), BYTE_BLANK))
		at--;
	return at == 0 || byte_at(parser, at - 1) == '\n';
}

static void pop_to(struct recovery *recovery, size_t length)
{
	recovery->open.length = length;
	if (recovery->line > length)
		recovery->line = length;
}

/* What a bracket of another kind does not reach beyond: only } closes a block, only " a quote. */
static bool holds(char opened, char closing)
{
	return opened == '"' || (closing != '}' && (opened == '{' || opened == '$'));
}

/*
 * A bracket closes the one of its kind, and with it those inside that were forgotten, where both
 * stand on one line or it begins its line, as the } of a block does. Else it was mistyped for what
 * the innermost needs, or has no other; a block around stays open.
 */
static void close_like(struct recovery *recovery, char closing)
{
	const struct buffer *open = &recovery->open;
	size_t length = open->length, i = length;
	while (i > 0 && !closes(closing, open->data[i - 1]) && !holds(open->data[i - 1], closing))
		i--;
	bool found = i > 0 && closes(closing, open->data[i - 1]);
	if (found && (i == length || i > recovery->line || begins_line(&recovery->parser)))
		pop_to(recovery, i - 1);
	else if (closing != ']' && (found || length > recovery->line) &&
		 (innermost(recovery) == '(' || innermost(recovery) == '['))
		pop_to(recovery, length - 1);
}

/* ---- what stands at the place; each goes on after it ---- */

static void pass_raw(struct parser *parser)
{
	const char *start = parser->text + ++parser->at;
	const char *quote = memchr(start, '\'', parser->end - parser->at);
	parser->at = quote ? (uint32_t)(quote - parser->text) + 1 : parser->end;
}

/* Inside "…". */
static void pass_cooked(struct recovery *recovery)
{
	struct parser *parser = &recovery->parser;
	switch (parser->text[parser->at++]) {
	case '"':
		pop_to(recovery, recovery->open.length - 1);
		break;
	case '\\':
		parser->at++;
		break;
	case '$':
		if (peek(parser) == '{') {
			parser->at++;
			buffer_byte(&recovery->open, '$');
			recovery->head = true;
		}
		break;
	default:
		break;
	}
}

/* After a lone =, and after a word such as if, a value begins, which may be a !command. */
static void pass_word(struct recovery *recovery)
{
	struct parser *parser = &recovery->parser;
	uint32_t start = parser->at;
	uint32_t end = bare_end(parser, start, innermost(recovery) == '[');
	bool equals = end == start + 1 && peek(parser) == '=';
	recovery->head = equals || (recovery->head && keyword_at(parser, start, end));
	parser->at = end > start ? end : end + 1;
}

static bool word_begins(const struct parser *parser)
{
	return parser->at == 0 || byte_is(byte_at(parser, parser->at - 1), BYTE_BEFORE);
}

static void pass_opening(struct recovery *recovery, unsigned char byte)
{
	struct parser *parser = &recovery->parser;
	bool opens = byte != '[' || word_begins(parser); /* inside a word it is one of its bytes */
	parser->at++;
	if (byte == '$') {
		opens = peek(parser) == '{';
		parser->at += opens;
	}
	if (opens)
		buffer_byte(&recovery->open, (char)byte);
	recovery->head = opens && (byte == '(' || byte == '{' || byte == '$');
}

/* True: the newline at the place ends the unit. */
static bool pass_newline(struct recovery *recovery)
{
	recovery->parser.at++;
	recovery->line = recovery->open.length;
	recovery->head = true;
	return recovery->open.length == 0;
}

/* One step outside quotes. True: the unit ends after it. */
static bool pass(struct recovery *recovery)
{
	struct parser *parser = &recovery->parser;
	skip_blanks(parser);
	unsigned char byte = peek(parser);
	uint32_t shell = parser->at;
	switch (byte) {
	case '\n':
		return pass_newline(recovery);
	case '\'':
		pass_raw(parser);
		recovery->head = false;
		return false;
	case '"':
	case '$':
	case '(':
	case '[':
	case '{':
		pass_opening(recovery, byte);
		return false;
	case ')':
	case ']':
	case '}':
		close_like(recovery, (char)byte);
		parser->at++;
		recovery->head = false;
		return false;
	case ';':
	case '|':
	case '&':
		parser->at++;
		recovery->head = true;
		return false;
	default:
		if (recovery->head && shell_begins(parser, &shell))
			parser->at = shell_end(parser, shell + 1, innermost(recovery));
		else
			pass_word(recovery);
		return false;
	}
}

/* One step. True: the unit ends after it. */
static bool go_on(struct recovery *recovery)
{
	if (innermost(recovery) != '"')
		return pass(recovery);
	pass_cooked(recovery);
	return false;
}

static struct recovery begin(const struct parser *parser)
{
	struct recovery recovery = {.parser = *parser};
	recovery.parser.flat = false;
	take_over(&recovery);
	return recovery;
}

uint32_t recover(const struct parser *parser)
{
	struct recovery recovery = begin(parser);
	bool ended = false;
	while (!ended && !at_end(&recovery.parser))
		ended = go_on(&recovery);
	buffer_free(&recovery.open);
	return ended ? recovery.parser.at : 0;
}

/* A statement of the text or of a block, not of a value in ( ) or ${ }. */
static bool begins_statement(const struct recovery *recovery)
{
	const struct parser *parser = &recovery->parser;
	const char inner = innermost(recovery);
	const unsigned char before = byte_at(parser, parser->at - 1);
	return (!inner || inner == '{') && (before == ';' || before == '\n' || before == '{');
}

uint32_t recover_statement(const struct parser *parser)
{
	struct recovery recovery = begin(parser);
	uint32_t last = 0;
	while (!at_end(&recovery.parser)) {
		go_on(&recovery);
		if (begins_statement(&recovery))
			last = recovery.parser.at;
	}
	buffer_free(&recovery.open);
	return last;
}
