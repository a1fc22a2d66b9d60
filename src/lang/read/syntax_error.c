/*
 * syntax_error: how text that does not fit the grammar is reported. Only the first error counts;
 * the rules return at once when there is one.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lang/read/scan.h"

#include <string.h>

static void *report(struct parser *parser, enum compile_status status, uint32_t offset,
		    const char *format, va_list arguments)
{
	struct buffer message = {0};
	buffer_vformat(&message, format, arguments);
	struct error *error = error_new("SYNTAX", NULL, "%s", buffer_cstring(&message));
	buffer_free(&message);
	error->offset = offset;
	object_release(parser->error);
	parser->error = error;
	parser->status = status;
	if (status != COMPILE_ERROR || parser->resume)
		return NULL;
	if (parser->cursor || parser->marks)
		parser->resume = recover_statement(parser);
	else if (parser->extent != EXTENT_ALL)
		parser->resume = recover(parser);
	return NULL;
}

static void *incomplete(struct parser *parser, uint32_t offset, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

static void *incomplete(struct parser *parser, uint32_t offset, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	report(parser, COMPILE_INCOMPLETE, offset, format, arguments);
	va_end(arguments);
	for (const struct open *open = parser->open; open; open = open->outer)
		mark(parser, MARK_OPEN, open->offset, open->offset + (open->what == '$' ? 2 : 1));
	return NULL;
}

void *fail(struct parser *parser, uint32_t offset, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	report(parser, COMPILE_ERROR, offset, format, arguments);
	va_end(arguments);
	return NULL;
}

void fail_hint(struct parser *parser, const char *format, ...)
{
	if (parser->status == COMPILE_INCOMPLETE)
		return; /* the hint on how to close what is open stays */
	struct buffer hint = {0};
	va_list arguments;
	va_start(arguments, format);
	buffer_vformat(&hint, format, arguments);
	va_end(arguments);
	error_hint(parser->error, "%s", buffer_cstring(&hint));
	buffer_free(&hint);
}

void *fail_open(struct parser *parser)
{
	const struct open *open = parser->open;
	if (!open) {
		incomplete(parser, parser->end,
			   "a backslash continues the line, but no line follows");
		error_hint(parser->error, "the rest follows, or leave out the backslash");
		return NULL;
	}
	if (open->what == '\'' || open->what == '"') {
		incomplete(parser, open->offset, "the quote %c is not closed", open->what);
		error_hint(parser->error, "a %c closes it%s", open->what,
			   open->what == '\'' ? "; a ' inside stands in \"…\": \"it's\"" : "");
		return NULL;
	}
	bool dollar = open->what == '$';
	char closing = open->what == '(' ? ')' : open->what == '[' ? ']' : '}';
	incomplete(parser, open->offset, "'%s%c' is not closed", dollar ? "$" : "",
		   dollar ? '{' : open->what);
	error_hint(parser->error, "a %c closes it", closing);
	return NULL;
}

void *fail_here(struct parser *parser, const char *format, ...)
{
	if (at_end(parser) && (parser->open || ends_continued(parser)))
		return fail_open(parser);
	if (!at_end(parser) && peek(parser) == '\0') {
		fail(parser, parser->at, "a NUL byte outside quotes");
		error_hint(parser->error, "inside double quotes it is written \\0");
		return NULL;
	}
	va_list arguments;
	va_start(arguments, format);
	report(parser, COMPILE_ERROR, parser->at, format, arguments);
	va_end(arguments);
	return NULL;
}

#define EXCERPT_MAX 40

int excerpt(const struct parser *parser, uint32_t offset)
{
	uint32_t end = bare_end(parser, offset, false);
	if (end == offset && end < parser->end)
		end++;
	if (end - offset > EXCERPT_MAX) {
		end = offset + EXCERPT_MAX;
		while (end > offset && (parser->text[end] & 0xc0) == 0x80)
			end--;
	}
	return (int)(end - offset);
}

void *unexpected(struct parser *parser, const char *missing)
{
	unsigned char byte = peek(parser);
	const char *text = parser->text + parser->at;
	if (at_end(parser) || byte == '\n' || byte == '\r')
		return fail_here(parser, "%s is missing", missing ? missing : "something");
	if (!missing)
		return fail_here(parser, "unexpected '%.*s'", excerpt(parser, parser->at), text);
	return fail_here(parser, "unexpected '%.*s': %s is missing", excerpt(parser, parser->at),
			 text, missing);
}
