/*
 * habit_call: calls as other languages write them, with parentheses and commas, turned into the
 * arguments to type.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lang/read/habit.h"
#include "lang/read/parse.h"

#include <string.h>

/* A piece of the text being turned over. */
struct span {
	const char *text;
	size_t length;
};

static struct span trimmed(struct span span)
{
	while (span.length && byte_is((unsigned char)*span.text, BYTE_BLANK))
		span = (struct span){span.text + 1, span.length - 1};
	while (span.length && byte_is((unsigned char)span.text[span.length - 1], BYTE_BLANK))
		span.length--;
	return span;
}

/* Where a top-level byte of the set stands, or where the brackets do not match: the length. */
static size_t find(struct span span, const char *set)
{
	unsigned depth = 0;
	char quote = 0;
	for (size_t i = 0; i < span.length; i++) {
		char byte = span.text[i];
		if (quote) {
			i += byte == '\\' && quote == '"';
			quote = byte == quote ? 0 : quote;
		} else if (byte == '\n' || byte == '\0') {
			return span.length;
		} else if (depth == 0 && strchr(set, byte)) {
			return i;
		} else if (byte == '\'' || byte == '"') {
			quote = byte;
		} else if (strchr("([{", byte)) {
			depth++;
		} else if (strchr(")]}", byte) && depth-- == 0) {
			return span.length;
		}
	}
	return span.length;
}

static bool convert(struct span span, struct buffer *out, unsigned depth);

/* 'hi' needs no quotes when it is a plain word that means bytes. */
static void convert_quoted(struct span span, struct buffer *out)
{
	struct span inside = {span.text + 1, span.length - 2};
	bool plain = inside.length > 0 && byte_is((unsigned char)*inside.text, BYTE_LETTER) &&
		     !keyword_find(inside.text, inside.length);
	for (size_t i = 0; plain && i < inside.length; i++)
		plain = byte_is((unsigned char)inside.text[i], BYTE_NAME) ||
			strchr(".-:/", inside.text[i]);
	if (plain)
		span = inside;
	buffer_append(out, span.text, span.length);
}

static bool upper(struct span span)
{
	for (size_t i = 0; i < span.length; i++)
		if (span.text[i] >= 'a' && span.text[i] <= 'z')
			return false;
	return true;
}

/* Names: constants stay, True and None are true and nil, others are variables. */
static void convert_name(struct span span, struct buffer *out)
{
	static const struct {
		const char *word, *typed;
	} constants[] = {{"True", "true"}, {"False", "false"}, {"None", "nil"}, {"null", "nil"}};
	for (size_t i = 0; i < sizeof(constants) / sizeof(*constants); i++)
		if (strlen(constants[i].word) == span.length &&
		    memcmp(constants[i].word, span.text, span.length) == 0) {
			buffer_text(out, constants[i].typed);
			return;
		}
	const char *dot = memrchr(span.text, '.', span.length);
	struct span last = span;
	if (dot)
		last = (struct span){dot + 1, (size_t)(span.text + span.length - dot - 1)};
	if (upper(last)) {
		buffer_append(out, last.text, last.length);
		return;
	}
	if (!keyword_find(span.text, span.length))
		buffer_byte(out, '$');
	buffer_append(out, span.text, span.length);
}

/* f(x): a command's result. */
static bool convert_call(struct span span, size_t parenthesis, struct buffer *out, unsigned depth)
{
	struct span inside = {span.text + parenthesis + 1, span.length - parenthesis - 2};
	buffer_byte(out, '(');
	buffer_append(out, span.text, parenthesis);
	if (trimmed(inside).length)
		buffer_byte(out, ' ');
	if (!convert(inside, out, depth + 1))
		return false;
	buffer_byte(out, ')');
	return true;
}

static bool convert_argument(struct span span, struct buffer *out, unsigned depth)
{
	span = trimmed(span);
	if (span.length == 0)
		return false;
	if (span.length > 2 && *span.text == 'b' && (span.text[1] == '\'' || span.text[1] == '"'))
		span = (struct span){span.text + 1, span.length - 1};
	char first = *span.text, last = span.text[span.length - 1];
	struct span after = {span.text + 1, span.length - 1};
	if (first == '\'' || first == '"') {
		const char *end = memchr(after.text, first, after.length);
		if (end != span.text + span.length - 1)
			return false;
		convert_quoted(span, out);
		return true;
	}
	if (first == '(' && last == ')' && find(after, ")") == after.length - 1)
		return convert((struct span){after.text, after.length - 1}, out, depth + 1);
	size_t i = 0;
	while (i < span.length &&
	       (byte_is((unsigned char)span.text[i], BYTE_NAME) || strchr(".-$", span.text[i])))
		i++;
	bool name = byte_is((unsigned char)first, BYTE_LETTER);
	if (name && i < span.length && span.text[i] == '(' && last == ')')
		return convert_call(span, i, out, depth);
	if (i < span.length)
		return false;
	if (name)
		convert_name(span, out);
	else
		buffer_append(out, span.text, span.length);
	return true;
}

#define CONVERT_DEPTH 8

static bool convert(struct span span, struct buffer *out, unsigned depth)
{
	if (depth > CONVERT_DEPTH)
		return false;
	bool first = true;
	while (trimmed(span).length > 0) {
		size_t comma = find(span, ",");
		if (!first)
			buffer_byte(out, ' ');
		if (!convert_argument((struct span){span.text, comma}, out, depth))
			return false;
		first = false;
		size_t used = comma < span.length ? comma + 1 : comma;
		span = (struct span){span.text + used, span.length - used};
	}
	return true;
}

#define CONVERT_MAX 300

bool habit_arguments(const char *text, size_t length, struct buffer *out)
{
	struct span span = {text, length < CONVERT_MAX ? length : CONVERT_MAX};
	size_t end = find(span, ")");
	size_t before = out->length;
	if (end < span.length && convert((struct span){text, end}, out, 0))
		return true;
	out->length = before;
	return false;
}
