/*
 * words: see words.h; what a row makes of a statement.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lang/habit/words.h"

#include <string.h>

/* ---- does a row fit? ---- */

static bool is_option(struct habit_text word)
{
	return word.length > 1 && *word.text == '-';
}

/* %[NAME] of a pattern: the argument after NAME. NULL: there is none. */
static const struct habit_text *after(const struct habit_words *given, const char *name,
				      size_t length)
{
	for (unsigned i = 1; i + 1 < given->count; i++)
		if (given->word[i].length == length &&
		    memcmp(given->word[i].text, name, length) == 0)
			return &given->word[i + 1];
	return NULL;
}

/* Are the arguments that the pattern names there, and no options where it has numbers? */
static bool has_places(const struct habit_word *row, const struct habit_words *given)
{
	bool numbers = false, named = row->first || !strchr(row->typed, '%');
	for (const char *at = strchr(row->typed, '%'); at; at = strchr(at + 2, '%')) {
		const char *end = at[1] == '[' ? strchr(at, ']') : NULL;
		if (end && !after(given, at + 2, (size_t)(end - at) - 2))
			return false;
		numbers |= !end && !strchr("0*%", at[1]);
	}
	return named || !numbers || given->count < 2 || !is_option(given->word[1]);
}

static bool begins(const struct habit_word *row, struct habit_text word)
{
	const size_t length = strlen(row->word);
	if (row->word[length - 1] != '*' || length == 1)
		return habit_is(word, row->word);
	return word.length >= length && memcmp(word.text, row->word, length - 1) == 0;
}

static bool fits(const struct habit_word *row, const struct habit_words *given)
{
	const unsigned count = given->count - 1;
	return begins(row, given->word[0]) && count >= row->least && count <= row->most &&
	       (!row->first || (count && habit_is(given->word[1], row->first))) &&
	       (!row->typed || has_places(row, given));
}

/* ---- what is typed ---- */

/* NAME=TEXT of sh: what is no quote and no value stands in quotes here. */
static void assign(struct habit_text word, struct buffer *out)
{
	const char *equals = memchr(word.text, '=', word.length);
	const char *end = word.text + word.length;
	if (!equals || equals + 1 == end)
		return; /* the line is none then */
	const char *mark = strchr("'\"$", equals[1]) ? "" : "'";
	buffer_format(out, "%.*s = %s%.*s%s", (int)(equals - word.text), word.text, mark,
		      (int)(end - equals - 1), equals + 1, mark);
}

/* %[NAME]; goes on after it. */
static void expand_named(const char **pattern, const struct habit_words *given, struct buffer *out)
{
	const char *end = strchr(*pattern, ']');
	const struct habit_text *word = after(given, *pattern + 1, (size_t)(end - *pattern) - 1);
	*pattern = end + 1;
	buffer_append(out, word->text, word->length);
}

/* *pattern: after the %; goes on after what it takes. */
static void expand(const char **pattern, struct habit_text statement,
		   const struct habit_words *given, struct buffer *out)
{
	if (**pattern == '[') {
		expand_named(pattern, given, out);
		return;
	}
	char kind = *(*pattern)++;
	bool job = kind == 'j', assignment = kind == 'a';
	if (job || assignment)
		kind = *(*pattern)++;
	if (kind == '*' && given->count == 1)
		return;
	struct habit_text word =
		kind == '0' ? statement : given->word[kind == '*' ? 1 : kind - '0'];
	if (kind == '*')
		word.length = (size_t)(statement.text + statement.length - word.text);
	if (job && word.length && *word.text == '%')
		word = (struct habit_text){word.text + 1, word.length - 1};
	if (assignment)
		assign(word, out);
	else
		buffer_append(out, word.text, word.length);
}

static void type(const struct habit_word *row, struct habit_text statement,
		 const struct habit_words *given, struct buffer *line)
{
	const char *pattern = row->typed;
	while (*pattern) {
		if (*pattern != '%') {
			buffer_byte(line, *pattern++);
		} else if (*++pattern == '%') {
			buffer_byte(line, *pattern++);
		} else {
			expand(&pattern, statement, given, line);
		}
	}
	while (line->length && line->data[line->length - 1] == ' ')
		line->length--;
}

/* ---- the statement ---- */

/* A name that is none of these words, but a variable's: ip = V, x += 1, p =5. */
static bool is_assigned(const struct habit_words *given)
{
	if (given->count < 2)
		return false;
	const struct habit_text sign = given->word[1];
	return *sign.text == '=' || (sign.length == 2 && sign.text[1] == '=');
}

static bool is_path(struct habit_text word)
{
	return word.length > 1 && (*word.text == '/' || *word.text == '.') &&
	       memchr(word.text, '/', word.length) && *word.text != '=';
}

/* nc has three names. */
static void name_programs(struct habit_words *given)
{
	static const struct habit_text nc = {"nc", 2, false};
	if (habit_is(given->word[0], "ncat") || habit_is(given->word[0], "netcat"))
		given->word[0] = nc;
}

static bool answer_from(const struct habit_word *row, struct habit_text statement,
			const struct habit_words *given, struct habit_answer *answer)
{
	/* Of a line, what stands in the { } would be lost. */
	while (row->word && (!fits(row, given) || (row->typed && statement.block)))
		row++;
	if (!row->word)
		return false;
	if (row->typed)
		type(row, statement, given, &answer->line);
	if (row->advice)
		buffer_text(&answer->advice, row->advice);
	return true;
}

bool habit_word(struct habit_text statement, struct habit_answer *answer)
{
	struct habit_words given;
	habit_split(statement, &given);
	if (!given.count || is_assigned(&given))
		return false;
	if (is_path(given.word[0])) {
		buffer_format(&answer->line, "!%.*s", (int)statement.length, statement.text);
		return true;
	}
	name_programs(&given);
	return answer_from(words_of_languages, statement, &given, answer) ||
	       answer_from(words_of_programs, statement, &given, answer);
}

bool habit_namesake(struct habit_text statement, struct habit_answer *answer)
{
	struct habit_words given;
	habit_split(statement, &given);
	return given.count && !is_assigned(&given) &&
	       answer_from(words_of_namesakes, statement, &given, answer);
}
