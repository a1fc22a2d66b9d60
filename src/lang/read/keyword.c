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

/*
 * Which letters the words begin with, have second and end with, by their length: most of what is no
 * word is known by that, and every bare word of a script is asked about.
 */
#define SIGN(letter, length)                                                                       \
	(UINT64_C(1) << (((unsigned char)(letter)*7u + (unsigned)(length)) % 64))
#define FIRST(name, word, ...) | SIGN((word)[0], sizeof(word) - 1)
#define SECOND(name, word, ...) | SIGN((word)[1], sizeof(word) - 1)
#define LAST(name, word, ...) | SIGN((word)[sizeof(word) - 2], sizeof(word) - 1)

static bool may_be_word(const char *text, size_t length)
{
	static const uint64_t first = 0 KEYWORDS(FIRST), second = 0 KEYWORDS(SECOND),
			      last = 0 KEYWORDS(LAST);
	return first & SIGN(text[0], length) && second & SIGN(text[1], length) &&
	       last & SIGN(text[length - 1], length);
}

const struct keyword *keyword_find(const char *text, size_t length)
{
	if (length < 2 || length >= sizeof(keywords->text) || !may_be_word(text, length))
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
