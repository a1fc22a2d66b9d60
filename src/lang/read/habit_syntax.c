/*
 * habit_syntax: syntax errors that come from the habits of other languages, each with the line to
 * type. Where no habit is known, the plain error.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lang/read/habit.h"
#include "lang/read/parse.h"

#include <string.h>

#define SHOWN_MAX 60

/* Text from an offset to the end of its line, its statement or its block, without blanks around. */
static int rest_length(const struct parser *parser, uint32_t offset)
{
	const char *start = parser->text + offset;
	size_t length = 0, most = parser->end - offset;
	while (length < most && length < SHOWN_MAX && !strchr("\n\r;{}", start[length]))
		length++;
	while (length > 0 && byte_is((unsigned char)start[length - 1], BYTE_BLANK))
		length--;
	while (length > 0 && length < most && (start[length] & 0xc0) == 0x80)
		length--;
	return (int)length;
}

static uint32_t after_blanks(const struct parser *parser, uint32_t offset)
{
	while (byte_is(byte_at(parser, offset), BYTE_BLANK))
		offset++;
	return offset;
}

/* ---- commands ---- */

/* Python's socket.socket, time.sleep and sys.exit are commands without their modules here. */
static uint32_t after_module(const struct parser *parser, uint32_t start)
{
	static const char *const modules[] = {"socket.", "time.", "sys."};
	for (size_t i = 0; i < sizeof(modules) / sizeof(*modules); i++) {
		size_t length = strlen(modules[i]);
		if (parser->end - start > length &&
		    memcmp(parser->text + start, modules[i], length) == 0)
			return start + (uint32_t)length;
	}
	return start;
}

/* An option's name says its level too: setsockopt SOL_SOCKET SO_REUSEADDR 1 loses a word. */
static void drop_level(struct buffer *line)
{
	static const char *const levels[] = {"sockopt SOL_SOCKET ", "sockopt IPPROTO_TCP ",
					     "sockopt IPPROTO_IP ", "sockopt IPPROTO_IPV6 "};
	for (size_t i = 0; i < sizeof(levels) / sizeof(*levels); i++) {
		size_t kept = strlen("sockopt "), dropped = strlen(levels[i]) - kept;
		char *found = strstr((char *)buffer_cstring(line), levels[i]);
		if (!found)
			continue;
		found += kept;
		memmove(found, found + dropped, strlen(found + dropped));
		line->length -= dropped;
	}
}

/* name( … ) from the ( on: the same with blanks. */
static void hint_call(struct parser *parser, uint32_t start, uint32_t end)
{
	struct buffer line = {0};
	const char *text = parser->text;
	start = after_module(parser, start);
	buffer_append(&line, text + start, end - start);
	size_t name = line.length;
	buffer_byte(&line, ' ');
	uint32_t after = after_blanks(parser, end) + 1;
	if (!habit_arguments(text + after, parser->end - after, &line))
		buffer_append(&line, text + after - 1, (size_t)rest_length(parser, after - 1));
	else if (line.length == name + 1)
		line.length = name;
	drop_level(&line);
	if (strcmp(buffer_cstring(&line), "socket") == 0)
		buffer_text(&line, " tcp"); /* what Python's defaults mean */
	fail_hint(parser, "type %s", buffer_cstring(&line));
	buffer_free(&line);
}

void *habit_touched_command(struct parser *parser, uint32_t start, uint32_t end)
{
	const char *word = parser->text + start;
	int length = (int)(end - start);
	uint32_t name = dotted_end(parser, start);
	parser->at = end;
	if (byte_at(parser, end) == '(' && name == end) {
		fail(parser, end, "a ( that touches the command's name");
		hint_call(parser, start, end);
		return NULL;
	}
	if (name > start && name == end - 1 && byte_at(parser, name) == '=') {
		fail(parser, name, "an = that no blanks surround");
		fail_hint(parser, "type %.*s = %.*s", length - 1, word, rest_length(parser, end),
			  parser->text + end);
		return NULL;
	}
	fail(parser, end, "unexpected %c after the command's name", parser->text[end]);
	fail_hint(parser, "a blank stands between a command and its arguments");
	return NULL;
}

void *habit_failed_argument(struct parser *parser, const char *command)
{
	const char *hint = habit_of_word(command);
	size_t length = strlen(command);
	if (!hint && length && command[length - 1] == ',')
		hint = habit_two_names;
	if (hint && parser->status == COMPILE_ERROR)
		fail_hint(parser, "%s", hint);
	return NULL;
}

/* Where name, name=1 or name='a' ends, as far as it is a parameter here too. */
static uint32_t parameter_end(const struct parser *parser, uint32_t name)
{
	uint32_t end = byte_at(parser, name) == '=' ? bare_end(parser, name + 1, true) : name;
	return end > name + 1 && !byte_is(byte_at(parser, end), BYTE_PIECE) ? end : name;
}

void *habit_definition(struct parser *parser, uint32_t start, uint32_t end)
{
	struct buffer line = {0};
	fail(parser, end, "a ( that touches the command's name");
	for (uint32_t at = end; at < parser->end && !strchr("{;\n:", parser->text[at]); at++) {
		uint32_t name = name_end(parser, at);
		if (name == at)
			continue;
		bool rest = parser->text[at - 1] == '*';
		name = parameter_end(parser, name);
		buffer_byte(&line, ' ');
		buffer_append(&line, parser->text + at, name - at);
		buffer_text(&line, rest ? "..." : "");
		at = name - 1;
		if (line.length > SHOWN_MAX)
			break;
	}
	fail_hint(parser, "type def %.*s%s { … }", (int)(end - start), parser->text + start,
		  buffer_cstring(&line));
	buffer_free(&line);
	return NULL;
}

/* ---- after a value ---- */

/* $c.send hi: a command after a socket's name, which then has no $. */
static void *method(struct parser *parser, uint32_t start)
{
	uint32_t end = dotted_end(parser, start + 1);
	parser->at = after_blanks(parser, parser->at);
	fail(parser, start, "$%.*s is a value, not a command", (int)(end - start - 1),
	     parser->text + start + 1);
	if (peek(parser) == '(')
		hint_call(parser, start + 1, end);
	else
		fail_hint(parser, "type %.*s", rest_length(parser, start + 1),
			  parser->text + start + 1);
	return NULL;
}

static bool is_method(const struct parser *parser, const struct node *value, uint32_t start)
{
	return value->kind == NODE_FIELD && value->a->kind == NODE_VARIABLE &&
	       parser->text[start] == '$' && byte_is(byte_at(parser, start + 1), BYTE_LETTER) &&
	       (byte_is(peek(parser), BYTE_LETTER | BYTE_DIGIT | BYTE_PIECE));
}

/* $x = 5 */
static void *assigned(struct parser *parser, uint32_t start)
{
	uint32_t after = parser->at + 1, end = parser->at;
	while (end > start && byte_is(byte_at(parser, end - 1), BYTE_BLANK))
		end--;
	fail(parser, start, "a value cannot be assigned to");
	if (parser->text[start] == '$' && end - start < SHOWN_MAX) {
		after = after_blanks(parser, after);
		fail_hint(parser, "type %.*s = %.*s", (int)(end - start - 1),
			  parser->text + start + 1, rest_length(parser, after),
			  parser->text + after);
	} else {
		fail_hint(parser, "== compares; a name stands before a =, or names: [a b] = V");
	}
	return NULL;
}

/* $host:80 */
static void *touching_text(struct parser *parser, const struct node *value)
{
	int length = excerpt(parser, parser->at);
	const char *text = parser->text + parser->at;
	fail(parser, parser->at, "unexpected '%.*s' after a value", length, text);
	if (value->kind == NODE_BYTES)
		fail_hint(parser, "a ' inside stands in double quotes: \"it's\"");
	else if (value->kind == NODE_VARIABLE)
		fail_hint(parser, "for one text write \"${%s}%.*s\"", value->text, length, text);
	else
		fail_hint(parser, "for one text write it in double quotes");
	return NULL;
}

/* An & or | where a value is wanted that ends before it. */
static void *joined(struct parser *parser)
{
	bool twice = byte_at(parser, parser->at + 1) == peek(parser);
	if (twice) {
		unexpected(parser, NULL);
		fail_hint(parser, "values are joined with 'and' and 'or'");
	} else {
		unexpected(parser, NULL);
		fail_hint(parser, "a task stands in parentheses here: (… &)");
	}
	return NULL;
}

static bool is_touched(const struct parser *parser, const struct node *value)
{
	unsigned char before = byte_at(parser, parser->at - 1);
	return node_is_operand(value) && !byte_is(before, BYTE_BLANK) && before != '\n' &&
	       bare_end(parser, parser->at, false) > parser->at;
}

static void *word_after(struct parser *parser, const struct node *value)
{
	char word[16] = "";
	int length = excerpt(parser, parser->at);
	if (length < (int)sizeof(word))
		memcpy(word, parser->text + parser->at, (size_t)length);
	const char *hint = habit_of_word(word);
	if (peek(parser) == '{' && value->kind == NODE_CALL)
		hint = habit_of_word(value->text);
	if (peek(parser) == '{' && value->kind == NODE_CALL && !hint)
		hint = "a map stands in parentheses as an argument: ({name: V})";
	if (parser->open && parser->open->what != '{' && !hint)
		hint = "( ) and ${ } hold one value; a list stands in [ ]";
	unexpected(parser, NULL);
	fail_hint(parser, "%s", hint ? hint : "a statement ends at a newline or a ;");
	return NULL;
}

void *habit_after_value(struct parser *parser, const struct node *value, uint32_t start)
{
	unsigned char byte = peek(parser);
	if (at_end(parser) || byte == '\0')
		return unexpected(parser, NULL);
	while (value->kind == NODE_ASSIGN && node_is_operand(value->b)) {
		value = value->b;
		start = value->offset;
	}
	if (is_method(parser, value, start))
		return method(parser, start);
	if (byte == '=' && (node_is_operand(value) || value->kind == NODE_LIST))
		return assigned(parser, start);
	if (byte == '&' || byte == '|')
		return joined(parser);
	if (is_touched(parser, value))
		return touching_text(parser, value);
	return word_after(parser, value);
}

/* ---- blocks and operands ---- */

void *habit_no_operand(struct parser *parser)
{
	unsigned char byte = peek(parser), before = byte_at(parser, parser->at - 1);
	unexpected(parser, "a value");
	if (parser->at > 0 && strchr("+-*/%", before) && (byte == before || byte == '='))
		fail_hint(parser, "type x = $x %c %s", before, byte == '=' ? "V" : "1");
	else if (parser->at > 0 && byte == before && (byte == '<' || byte == '>'))
		fail_hint(parser, "bits are shifted with bsl and bsr, as in $x %s 3",
			  byte == '<' ? "bsl" : "bsr");
	return NULL;
}

void *habit_no_block(struct parser *parser, const char *before)
{
	unsigned char byte = peek(parser);
	const char *hint = NULL;
	bool was_end = at_end(parser);
	if (at_word(parser, "then") || at_word(parser, "do"))
		hint = "the block stands in { }";
	else if (byte == '=')
		hint = "== compares; to assign, a name without $ stands before a =";
	else if (byte == '&' || byte == '|')
		hint = "values are joined with 'and' and 'or'";
	else if (byte == ':' || byte_at(parser, parser->at - 1) == ':')
		hint = "the block stands in { }";
	else if (before == keywords[WORD_FOR].text &&
		 bare_end(parser, parser->at, false) > parser->at)
		hint = "a list stands in brackets: for x in [1 2 3] { … }";
	struct buffer missing = {0};
	buffer_format(&missing, "the { of %s", before);
	unexpected(parser, buffer_cstring(&missing));
	buffer_free(&missing);
	if (hint)
		fail_hint(parser, "%s", hint);
	else if (was_end || byte == '\n' || byte == ';' || byte == '\r')
		fail_hint(parser, "it stands on the line of %s", before);
	return NULL;
}

static void hint_operand(struct parser *parser, uint32_t start, uint32_t end)
{
	const char *word = parser->text + start;
	int length = (int)(end - start);
	uint32_t name = name_end(parser, start);
	const char *known = NULL;
	if (end - start < 8) {
		char copy[8] = "";
		memcpy(copy, word, end - start);
		known = habit_of_word(copy);
	}
	if (known)
		fail_hint(parser, "%s", known);
	else if (byte_at(parser, name) == '(' && name > start)
		fail_hint(parser, "a command's result stands in parentheses: (%.*s …)",
			  (int)(name - start), word);
	else if (name == end && parser->open && parser->open->what == '[')
		fail_hint(parser, "for the key type .%.*s or ['%.*s'], for a variable [$%.*s]",
			  length, word, length, word, length, word);
	else if (name == end)
		fail_hint(parser, "for the bytes type '%.*s', for a variable $%.*s", length, word,
			  length, word);
	else
		fail_hint(parser, "for the bytes type '%.*s'", length, word);
}

void *habit_bare_operand(struct parser *parser)
{
	uint32_t start = parser->at, end = bare_end(parser, start, true);
	const struct keyword *keyword = keyword_at(parser, start, end);
	int length = excerpt(parser, start);
	if (end - start < (uint32_t)length)
		length = (int)(end - start);
	else
		end = start + (uint32_t)length;
	if (keyword) {
		fail(parser, start, "%s stands where a value is expected", keyword->text);
		fail_hint(parser, "put it in parentheses with what belongs to it");
		return NULL;
	}
	fail(parser, start, "the bare word %.*s is no value here", length, parser->text + start);
	hint_operand(parser, start, end);
	return NULL;
}
