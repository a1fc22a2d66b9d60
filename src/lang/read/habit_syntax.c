/*
 * habit_syntax: what is wrong where the habits of other languages lead to a syntax error, and a
 * hint for where the statement as a whole is not known to be one of theirs (lang/habit).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lang/read/parse.h"

#include <inttypes.h>
#include <string.h>

/* ---- commands ---- */

void *habit_touched_command(struct parser *parser, uint32_t start, uint32_t end)
{
	uint32_t name = dotted_end(parser, start);
	parser->at = end;
	if (byte_at(parser, end) == '(' && name == end) {
		fail(parser, end, "a ( that touches the command's name");
		fail_hint(parser,
			  "blanks stand between a command and its arguments, as in send hi");
		return NULL;
	}
	if (name > start && name == end - 1 && byte_at(parser, name) == '=') {
		fail(parser, name, "an = that no blanks surround");
		fail_hint(parser, "blanks stand around a =: x = 5");
		return NULL;
	}
	fail(parser, end, "unexpected %c after the command's name", parser->text[end]);
	fail_hint(parser, "a blank stands between a command and its arguments");
	return NULL;
}

void *habit_definition(struct parser *parser, uint32_t start, uint32_t end)
{
	fail(parser, end, "a ( that touches the command's name");
	fail_hint(parser, "its arguments' names stand after it: def %.*s a b { … }",
		  (int)(end - start), parser->text + start);
	return NULL;
}

/* ---- arguments ---- */

/* b before a quote, and f and r: pieces that touch would be one word. */
static bool is_prefix(const struct parser *parser, uint32_t start, uint32_t end)
{
	for (uint32_t at = start; at < end; at++)
		if (!strchr("bfrBFR", parser->text[at]))
			return false;
	return end > start && end - start <= 2;
}

bool habit_touching_word(struct parser *parser, uint32_t start, uint32_t end)
{
	const char *word = parser->text + start;
	const int length = (int)(end - start);
	unsigned char next = byte_at(parser, end);
	if ((next == '\'' || next == '"') && is_prefix(parser, start, end)) {
		fail(parser, start, "a %.*s that touches a quote", length, word);
		fail_hint(parser, "bytes have no mark before the quote");
		return true;
	}
	if (next == '(' && end > start && dotted_end(parser, start) == end) {
		fail(parser, end, "a ( that touches a name");
		fail_hint(parser,
			  "a command's result is (%.*s …); text before a ( stands in quotes",
			  length, word);
		return true;
	}
	return false;
}

bool habit_shell_word(struct parser *parser, uint32_t start, uint32_t end)
{
	unsigned char first = byte_at(parser, start), next = byte_at(parser, start + 1);
	if (first == '`' && end - start > 1) {
		fail(parser, start, "a ` before a word");
		fail_hint(parser,
			  "a program's output is (!date); a ` that is meant stands in quotes");
		return true;
	}
	if (first == '~' && (next == '/' || next == '$')) {
		fail(parser, start, "a ~ before a path");
		fail_hint(parser,
			  "the home folder is $env.HOME; a ~ that is meant stands in quotes");
		return true;
	}
	return false;
}

bool habit_comma_before(struct parser *parser, uint32_t end)
{
	unsigned char quote = end > 1 ? byte_at(parser, end - 2) : 0;
	if (byte_at(parser, end - 1) != ',' || (quote != '\'' && quote != '"'))
		return false;
	fail(parser, end - 1, "a comma after a quote");
	fail_hint(parser,
		  "blanks stand between arguments; a comma that is meant stands in the quote");
	return true;
}

/* A > or >> that stands alone. */
static bool is_redirection(const struct parser *parser, const struct node *word)
{
	return word && word->kind == NODE_BYTES && word->length <= 2 &&
	       byte_at(parser, word->offset) == '>' &&
	       byte_at(parser, word->offset + word->length - 1) == '>';
}

bool habit_redirected(struct parser *parser, const struct node *sign, const struct node *last)
{
	if (is_redirection(parser, last) && byte_at(parser, last->offset + last->length) == '&')
		sign = last; /* >&2: the & would make a task */
	else if (!is_redirection(parser, sign) || last->kind == NODE_INT)
		return false;
	fail(parser, sign->offset, "a > before the last word");
	fail_hint(parser, "save FILE BYTES writes to a file; a > to print stands in quotes: '>'");
	return true;
}

/* ---- after a value ---- */

/* $c.send hi: a command after a socket's name, which then has no $. */
static void *method(struct parser *parser, const struct node *value, uint32_t start)
{
	fail(parser, start, ".%s of a value is a field, not a command", value->text);
	fail_hint(parser, "a command's dot stands after the name of a socket, without a $");
	return NULL;
}

static bool is_method(const struct parser *parser, const struct node *value, uint32_t start)
{
	return value->kind == NODE_FIELD && parser->text[start] == '$' &&
	       byte_is(byte_at(parser, start + 1), BYTE_LETTER) &&
	       (byte_is(peek(parser), BYTE_LETTER | BYTE_DIGIT | BYTE_PIECE));
}

/* $x = 5; [a b]=V */
static void *assigned(struct parser *parser, const struct node *value, uint32_t start)
{
	uint32_t at = parser->at;
	bool touched = !byte_is(byte_at(parser, at - 1), BYTE_BLANK) ||
		       !byte_is(byte_at(parser, at + 1), BYTE_BLANK);
	fail(parser, start, "a value cannot be assigned to");
	if (value->kind == NODE_LIST && touched)
		fail_hint(parser, "blanks stand around a =, names in the [ ]: [a b] = V");
	else
		fail_hint(parser, "== compares; a name stands before a =, or names: [a b] = V");
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

/* {1..3} of sh, after its {. True: the error is set. */
bool habit_range(struct parser *parser, uint32_t at)
{
	int64_t least, most;
	uint32_t dots = at, end;
	while (byte_is(byte_at(parser, dots), BYTE_DIGIT))
		dots++;
	end = dots + 2;
	while (byte_is(byte_at(parser, end), BYTE_DIGIT))
		end++;
	if (byte_at(parser, dots) != '.' || byte_at(parser, dots + 1) != '.' ||
	    byte_at(parser, end) != '}' || !read_int(parser, at, dots, &least) ||
	    !read_int(parser, dots + 2, end, &most) || most == INT64_MAX)
		return false;
	fail(parser, at - 1, "no range stands in { }");
	fail_hint(parser,
		  "range %" PRId64 " %" PRId64 " counts from %" PRId64 " to %" PRId64
		  ": for i in range %" PRId64 " %" PRId64 " { … }",
		  least, most + 1, least, most, least, most + 1);
	return true;
}

static void *word_after(struct parser *parser, const struct node *value)
{
	const char *hint = NULL;
	if (peek(parser) == '{' && habit_range(parser, parser->at + 1))
		return NULL;
	if (peek(parser) == '{' && value->kind == NODE_CALL)
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
		return method(parser, value, start);
	if (byte == '=' && (node_is_operand(value) || value->kind == NODE_LIST))
		return assigned(parser, value, start);
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
	if (parser->at > 0 && before == '*' && byte == '*')
		fail_hint(parser, "there are no powers: loop 8 { x = $x * 2 }");
	else if (parser->at > 0 && before == '/' && byte == '/')
		fail_hint(parser, "/ between two ints leaves no fraction");
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

/* A name in brackets with what only an argument begins with after it: where their ] is; 0: it is no
 * such, or has quotes or brackets of its own. */
static uint32_t call_in_brackets(const struct parser *parser, uint32_t name)
{
	uint32_t at = name;
	while (byte_at(parser, at) == ' ')
		at++;
	if (!parser->open || parser->open->what != '[' || at == name ||
	    (byte_at(parser, at) != '$' && byte_at(parser, at) != '('))
		return 0;
	while (byte_at(parser, at) && !strchr("[]'\"\n", byte_at(parser, at)))
		at++;
	return byte_at(parser, at) == ']' ? at : 0;
}

static void hint_operand(struct parser *parser, uint32_t start, uint32_t end)
{
	const char *word = parser->text + start;
	int length = (int)(end - start);
	uint32_t name = name_end(parser, start);
	const uint32_t call = name == end ? call_in_brackets(parser, name) : 0;
	if (call)
		fail_hint(parser, "a command's result stands in parentheses: [(%.*s)]",
			  (int)(call - start), word);
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
