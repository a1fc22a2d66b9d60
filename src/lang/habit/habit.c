/*
 * habit: finds the statement around a place, asks who knows it, and offers what can be typed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lang/habit/habit.h"
#include "lang/read/parse.h"

#include <string.h>

#define STATEMENT_MAX 300 /* bytes; a longer one is not worth a hint */

/* Who is asked, in this order; each where it was found in one of these ways. */
static const struct recognizer {
	bool (*recognize)(struct habit_text statement, struct habit_answer *answer);
	unsigned found;
	bool command; /* it looks at the command alone, not at what stands before it */
} recognizers[] = {
	{habit_module, HABIT_UNSET, false},
	{habit_checked, HABIT_SYNTAX, false},
	{habit_socat, HABIT_SYNTAX | HABIT_UNKNOWN, true},
	{habit_namesake, HABIT_SYNTAX | HABIT_USAGE, false},
	{habit_head, HABIT_SYNTAX | HABIT_UNKNOWN, false},
	{habit_to_errors, HABIT_SYNTAX | HABIT_UNKNOWN, false},
	{habit_word, HABIT_SYNTAX | HABIT_UNKNOWN, true},
	{habit_redirection, HABIT_SYNTAX | HABIT_USAGE, false},
	{habit_method, HABIT_SYNTAX, false},
	{habit_dollar, HABIT_SYNTAX, false},
	{habit_comparison, HABIT_SYNTAX | HABIT_USAGE, false},
	{habit_commas, HABIT_USAGE, false},
	{habit_declaration, HABIT_USAGE, false},
	{habit_statement, HABIT_SYNTAX | HABIT_UNKNOWN, false},
};

/* ---- the statement ---- */

struct walk {
	const char *text;
	size_t at, end;
	char quote;
	unsigned depth;
};

/* Goes on by a byte. True: at it a statement ends, with its line at the latest. */
static bool step(struct walk *walk)
{
	char byte = walk->text[walk->at];
	char before = walk->at ? walk->text[walk->at - 1] : '\n';
	walk->at++;
	if (byte == '\n')
		return true;
	if (walk->quote) {
		walk->at += byte == '\\' && walk->quote == '"' && walk->at < walk->end &&
			    walk->text[walk->at] != '\n';
		walk->quote = byte == walk->quote ? 0 : walk->quote;
		return false;
	}
	bool block = byte == '{' && before != '$' && walk->depth == 0;
	if (byte == '\'' || byte == '"')
		walk->quote = byte;
	else if (strchr("([{", byte) && !block)
		walk->depth += byte != '\0';
	else if (strchr(")]}", byte) && byte && walk->depth > 0)
		walk->depth--;
	else if (byte == '}' || block)
		return true;
	return (byte == ';' && walk->depth == 0) ||
	       (byte == '#' && byte_is((unsigned char)before, BYTE_BEFORE));
}

static struct habit_text trimmed(const char *text, size_t start, size_t end)
{
	while (start < end && byte_is((unsigned char)text[start], BYTE_BLANK))
		start++;
	while (start < end && strchr(" \t\r", text[end - 1]) && text[end - 1])
		end--;
	return (struct habit_text){text + start, end - start, false};
}

/* The statement on the place's line in which the place is. */
static struct habit_text statement_at(const char *text, size_t length, size_t place)
{
	const char *newline = memrchr(text, '\n', place);
	struct walk walk = {.text = text, .at = newline ? (size_t)(newline - text) + 1 : 0};
	size_t start = walk.at, end = start;
	walk.end = length;
	while (walk.at < length && walk.at - start <= STATEMENT_MAX) {
		bool ends = step(&walk);
		end = ends ? walk.at - 1 : walk.at;
		if (ends && end >= place)
			break;
		if (ends)
			start = walk.at;
	}
	if (end - start > STATEMENT_MAX || memchr(text + start, '\0', end - start))
		return (struct habit_text){0};
	struct habit_text statement = trimmed(text, start, end);
	statement.block = end < length && text[end] == '{';
	return statement;
}

/* ---- what can be typed ---- */

static bool same(struct habit_text statement, const struct buffer *line)
{
	return statement.length == line->length &&
	       memcmp(statement.text, line->data, line->length) == 0;
}

static void say_line(struct habit_answer *answer, struct buffer *hint)
{
	buffer_format(hint, "%s %s",
		      answer->unsure ? "blanks stand between arguments, no ( ) around them:"
				     : "type",
		      buffer_cstring(&answer->line));
	if (answer->advice.length)
		buffer_format(hint, "\n%s", buffer_cstring(&answer->advice));
}

/* What begins a block: the line alone is not whole. */
static void say_head(struct habit_answer *answer, struct buffer *hint)
{
	buffer_format(hint, "%s: %s { … }", buffer_cstring(&answer->advice),
		      buffer_cstring(&answer->line));
}

/* With a block after it, and before it what a } that it begins with ends. */
static bool begins_block(const struct buffer *line)
{
	struct buffer whole = {0};
	if (line->length > 2 && *line->data == '}')
		buffer_text(&whole, line->data[2] == 'c' ? "try { " : "if true { ");
	buffer_append(&whole, line->data, line->length);
	buffer_text(&whole, " { }");
	bool whole_parses = parse_whole(whole.data, whole.length);
	buffer_free(&whole);
	return whole_parses;
}

/* A line that does not fit the grammar, or is what was typed, is no answer. */
static bool say(struct habit_text statement, struct habit_answer *answer, struct buffer *hint)
{
	const struct buffer *line = &answer->line;
	const bool typed = same(statement, line);
	if (!line->length)
		buffer_append(hint, answer->advice.data, answer->advice.length);
	else if (!typed && parse_whole(line->data, line->length))
		say_line(answer, hint);
	else if (!(typed && statement.block) && answer->advice.length && begins_block(line))
		say_head(answer, hint); /* of what was typed the block may be missing */
	return hint->length > 0;
}

/* A line for the command alone goes on what stands before it. */
static void put_before(struct habit_text before, struct buffer *line)
{
	if (!before.length || !line->length)
		return;
	struct buffer whole = {0};
	if (!memchr(line->data, ';', line->length)) {
		buffer_append(&whole, before.text, before.length);
		buffer_append(&whole, line->data, line->length);
	}
	buffer_free(line);
	*line = whole;
}

static bool ask(const struct recognizer *recognizer, struct habit_text statement, size_t command,
		struct buffer *hint)
{
	struct habit_answer answer = {0};
	struct habit_text asked = statement, before = {statement.text, 0, false};
	if (recognizer->command) {
		before.length = command;
		asked.text += command;
		asked.length -= command;
	}
	bool known = recognizer->recognize(asked, &answer);
	if (known)
		put_before(before, &answer.line);
	known = known && say(statement, &answer, hint);
	buffer_free(&answer.line);
	buffer_free(&answer.advice);
	return known;
}

bool habit_join(const char *text, size_t length, size_t place, unsigned first, struct buffer *hint)
{
	struct habit_text statement = statement_at(text, length, place), asked = statement;
	struct habit_answer answer = {0};
	struct habit_words words;
	if (text + place < statement.text || text + place >= statement.text + statement.length)
		return false;
	asked.text = text + place;
	asked.length -= (size_t)(asked.text - statement.text);
	habit_split(asked, &words);
	for (unsigned i = 1; i <= first && i < words.count; i++)
		first += *words.word[i].text == '-';
	bool joins = first + 1 < words.count;
	if (joins) {
		const char *from = words.word[first].text;
		buffer_append(&answer.line, statement.text, (size_t)(from - statement.text));
		joins = habit_quote(&words, first, words.count, "", &answer.line) &&
			say(statement, &answer, hint);
	}
	buffer_free(&answer.line);
	return joins;
}

bool habit_hint(const char *text, size_t length, size_t place, enum habit_found found,
		struct buffer *hint)
{
	struct habit_text statement = statement_at(text, length, place);
	size_t command = 0;
	if (!statement.length)
		return false;
	if (found == HABIT_UNKNOWN && text + place >= statement.text)
		command = (size_t)(text + place - statement.text);
	if (command >= statement.length)
		return false;
	for (size_t i = 0; i < sizeof(recognizers) / sizeof(*recognizers); i++)
		if ((recognizers[i].found & found) &&
		    ask(&recognizers[i], statement, command, hint))
			return true;
	return false;
}
