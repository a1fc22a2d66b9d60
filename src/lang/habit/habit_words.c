/*
 * habit_words: a statement's words, before it is known what language it is of.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lang/habit/habit.h"
#include "lang/read/scan.h"

#include <string.h>

static size_t word_end(struct habit_text text, size_t at)
{
	unsigned depth = 0;
	char quote = 0;
	for (; at < text.length; at++) {
		char byte = text.text[at];
		if (quote)
			quote = byte == quote ? 0 : quote;
		else if (byte == '\'' || byte == '"')
			quote = byte;
		else if (byte == '(' || byte == '[' || byte == '{')
			depth++;
		else if (depth > 0 && (byte == ')' || byte == ']' || byte == '}'))
			depth--;
		else if (depth == 0 && byte_is((unsigned char)byte, BYTE_BLANK))
			break;
	}
	return at;
}

void habit_split(struct habit_text text, struct habit_words *words)
{
	size_t at = 0;
	words->count = 0;
	for (;;) {
		while (at < text.length && byte_is((unsigned char)text.text[at], BYTE_BLANK))
			at++;
		if (at == text.length)
			return;
		if (words->count == HABIT_WORDS) {
			words->count = 0;
			return;
		}
		size_t end = word_end(text, at);
		words->word[words->count++] = (struct habit_text){text.text + at, end - at, false};
		at = end;
	}
}

/* What stands between the quotes of "…" for a word. False: it cannot be told. */
static bool quoted_word(struct habit_text word, struct buffer *out)
{
	bool quoted = word.length > 1 && word.text[word.length - 1] == *word.text &&
		      (*word.text == '\'' || *word.text == '"');
	const char *never = !quoted ? "\"'()\\|&;" : *word.text == '\'' ? "\"$\\" : "";
	for (size_t i = quoted; i < word.length - quoted; i++)
		if (word.text[i] == '\0' || strchr(never, word.text[i]))
			return false;
	buffer_append(out, word.text + quoted, word.length - 2 * quoted);
	return true;
}

bool habit_quote(const struct habit_words *words, unsigned first, unsigned end, const char *more,
		 struct buffer *out)
{
	const size_t start = out->length;
	bool plain = !*more;
	buffer_byte(out, '"');
	for (unsigned i = first; i < end; i++) {
		buffer_text(out, i > first ? " " : "");
		if (!quoted_word(words->word[i], out))
			return false;
	}
	buffer_format(out, "%s\"", more);
	for (size_t i = start; i < out->length; i++)
		plain &= !strchr("'$\\", out->data[i]);
	if (plain)
		out->data[start] = out->data[out->length - 1] = '\'';
	return true;
}

bool habit_is(struct habit_text word, const char *text)
{
	return word.length == strlen(text) && memcmp(word.text, text, word.length) == 0;
}
