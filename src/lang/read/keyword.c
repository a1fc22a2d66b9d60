/*
 * keyword: the table of the language's words.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lang/read/keyword.h"

#include <string.h>

const struct keyword keywords[WORDS] = {
#define X(name, word, ...) [WORD_##name] = {.text = word, .length = sizeof(word) - 1, __VA_ARGS__},
	KEYWORDS(X)
#undef X
};

const struct keyword *keyword_find(const char *text, size_t length)
{
	if (length < 2 || length >= sizeof(keywords->text))
		return NULL;
	for (const struct keyword *word = keywords; word < keywords + WORDS; word++) {
		if (word->length == length && word->text[0] == *text && word->role != ROLE_PART &&
		    memcmp(word->text, text, length) == 0)
			return word;
	}
	return NULL;
}

struct language_word language_word(unsigned number)
{
	if (number >= WORDS)
		return (struct language_word){NULL, false};
	const struct keyword *word = &keywords[number];
	return (struct language_word){word->text, word->role != ROLE_PART};
}
