/*
 * command: statements of ours with a slip in them: an operator after a command's arguments, commas
 * between them, > where sh would write to a file.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lang/habit/habit.h"
#include "lang/read/parse.h"

#include <string.h>

static bool is_among(struct habit_text word, const char *const *list)
{
	while (*list && !habit_is(word, *list))
		list++;
	return *list != NULL;
}

static void append_words(const struct habit_words *words, unsigned from, unsigned to,
			 struct buffer *out)
{
	if (from < to)
		buffer_append(out, words->word[from].text,
			      (size_t)(words->word[to - 1].text + words->word[to - 1].length -
				       words->word[from].text));
}

/* ---- comparisons ---- */

static bool is_bare(struct habit_text word)
{
	return byte_is((unsigned char)*word.text, BYTE_LETTER) &&
	       !keyword_find(word.text, word.length);
}

static bool is_operator(struct habit_text word)
{
	static const char *const operators[] = {"==", "!=", "<", "<=", ">",  ">=", "+",
						"-",  "*",  "/", "%",  "in", NULL};
	return is_among(word, operators);
}

/* Words before which a value begins: expect, while, NAME = and so on. */
static unsigned value_start(const struct habit_words *words)
{
	static const char *const before[] = {"if", "while", "until", "expect", "return", NULL};
	if (words->count > 3 && habit_is(words->word[0], "expect") &&
	    habit_is(words->word[1], "within"))
		return 3;
	if (words->count > 2 && habit_is(words->word[1], "="))
		return 2;
	return words->count > 1 && is_among(words->word[0], before) ? 1 : 0;
}

bool habit_comparison(struct habit_text statement, struct habit_answer *answer)
{
	struct habit_words words;
	habit_split(statement, &words);
	unsigned start = value_start(&words), sign = start + 1;
	while (sign + 1 < words.count && !is_operator(words.word[sign]))
		sign++;
	if (sign + 1 >= words.count || !is_bare(words.word[start]) ||
	    habit_is(words.word[start], "print"))
		return false;
	struct buffer *line = &answer->line;
	append_words(&words, 0, start, line);
	buffer_text(line, start ? " (" : "(");
	append_words(&words, start, sign, line);
	buffer_text(line, ") ");
	append_words(&words, sign, sign + 1, line);
	const char *mark = is_bare(words.word[sign + 1]) ? "'" : "";
	buffer_format(line, " %s", mark);
	append_words(&words, sign + 1, words.count, line);
	buffer_text(line, mark);
	buffer_text(&answer->advice, "a command's result stands in parentheses before an operator");
	return true;
}

/* ---- methods ---- */

static bool begins(struct habit_text word, const char *text)
{
	return word.length > strlen(text) && memcmp(word.text, text, strlen(text)) == 0;
}

static bool is_dotted_name(struct habit_text text)
{
	for (size_t i = 0; i < text.length; i++)
		if (!byte_is((unsigned char)text.text[i], BYTE_NAME) && text.text[i] != '.')
			return false;
	return text.length > 0;
}

bool habit_method(struct habit_text statement, struct habit_answer *answer)
{
	struct habit_words words;
	habit_split(statement, &words);
	unsigned first = words.count > 2 && habit_is(words.word[1], "=") ? 2 : 0;
	if (words.count < first + 2 || *words.word[first].text != '$')
		return false;
	const struct habit_text word = words.word[first];
	const char *dot = memrchr(word.text, '.', word.length);
	if (!dot)
		return false;
	struct buffer *line = &answer->line;
	const struct habit_text object = {word.text + 1, (size_t)(dot - word.text) - 1, false};
	const bool named = is_dotted_name(object);
	if (!named)
		buffer_format(line, "c = $%.*s; ", (int)object.length, object.text);
	append_words(&words, 0, first, line);
	buffer_text(line, first ? " " : "");
	if (named)
		buffer_append(line, object.text, object.length);
	else
		buffer_byte(line, 'c');
	buffer_append(line, dot, (size_t)(statement.text + statement.length - dot));
	return true;
}

/* ---- modules ---- */

bool habit_module(struct habit_text statement, struct habit_answer *answer)
{
	static const char *const modules[] = {"socket.", "time.", "sys."};
	struct habit_words words;
	habit_split(statement, &words);
	const unsigned first = words.count > 2 && habit_is(words.word[1], "=") ? 2 : 0;
	for (size_t i = 0; words.count && i < sizeof(modules) / sizeof(*modules); i++) {
		if (!begins(words.word[first], modules[i]))
			continue;
		const char *name = words.word[first].text;
		const char *after = name + strlen(modules[i]);
		buffer_append(&answer->line, statement.text, (size_t)(name - statement.text));
		buffer_append(&answer->line, after,
			      (size_t)(statement.text + statement.length - after));
		return true;
	}
	return false;
}

/* ---- commas ---- */

bool habit_commas(struct habit_text statement, struct habit_answer *answer)
{
	struct habit_words words;
	bool any = false;
	habit_split(statement, &words);
	for (unsigned i = 0; i < words.count; i++) {
		struct habit_text word = words.word[i];
		bool comma = i > 0 && i + 1 < words.count && word.length > 1 &&
			     word.text[word.length - 1] == ',';
		any |= comma;
		buffer_text(&answer->line, i ? " " : "");
		buffer_append(&answer->line, word.text, word.length - comma);
	}
	if (any)
		buffer_text(&answer->advice, "blanks stand between arguments");
	return any;
}

/* ---- redirections ---- */

bool habit_to_errors(struct habit_text statement, struct habit_answer *answer)
{
	static const char *const printing[] = {"print", "echo", "printf", NULL};
	struct habit_words words;
	habit_split(statement, &words);
	if (words.count < 2 || !is_among(words.word[0], printing) ||
	    !(habit_is(words.word[words.count - 1], ">&2") ||
	      habit_is(words.word[words.count - 1], "1>&2")))
		return false;
	buffer_text(&answer->line, "!echo ");
	append_words(&words, 1, words.count, &answer->line);
	buffer_text(&answer->advice, "print writes to standard output; fail 'text' ends with an "
				     "error");
	return true;
}

/* send < file */
static void append_loaded(const struct habit_words *words, struct habit_answer *answer)
{
	append_words(words, 0, words->count - 2, &answer->line);
	buffer_text(&answer->line, " (load ");
	append_words(words, words->count - 1, words->count, &answer->line);
	buffer_byte(&answer->line, ')');
	buffer_text(&answer->advice, "load gives what a file holds");
}

bool habit_redirection(struct habit_text statement, struct habit_answer *answer)
{
	struct habit_words words;
	habit_split(statement, &words);
	if (words.count < 3)
		return false;
	unsigned sign = words.count - 2;
	if (habit_is(words.word[sign], "<") && value_start(&words) == 0 &&
	    is_bare(words.word[sign + 1])) {
		append_loaded(&words, answer);
		return true;
	}
	bool append = habit_is(words.word[sign], ">>");
	if ((!append && !habit_is(words.word[sign], ">")) || value_start(&words) == 1 ||
	    byte_is((unsigned char)*words.word[sign + 1].text, BYTE_DIGIT))
		return false;
	struct buffer *line = &answer->line;
	const char *save = append ? "save -a " : "save ";
	bool print = habit_is(words.word[0], "print") || habit_is(words.word[0], "echo");
	if (!print) {
		append_words(&words, 0, sign, line);
		buffer_text(line, " | ");
	}
	buffer_text(line, save);
	append_words(&words, sign + 1, sign + 2, line);
	buffer_text(line, print ? " " : "");
	if (print && (*words.word[1].text == '-' || !habit_quote(&words, 1, sign, "\\n", line)))
		line->length = 0;
	buffer_text(&answer->advice, "save writes to a file");
	return true;
}
