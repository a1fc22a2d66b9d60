/*
 * keyword: the words of the language.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lang/parse.h"

#include <string.h>

const char *const language_keywords[] = {
	[KEYWORD_TRUE] = "true",       [KEYWORD_FALSE] = "false",
	[KEYWORD_NIL] = "nil",         [KEYWORD_NOT] = "not",
	[KEYWORD_AND] = "and",         [KEYWORD_OR] = "or",
	[KEYWORD_IN] = "in",           [KEYWORD_IF] = "if",
	[KEYWORD_WHILE] = "while",     [KEYWORD_LOOP] = "loop",
	[KEYWORD_FOR] = "for",         [KEYWORD_SPAWN] = "spawn",
	[KEYWORD_SERVE] = "serve",     [KEYWORD_TRY] = "try",
	[KEYWORD_TIMEOUT] = "timeout", [KEYWORD_EXPECT] = "expect",
	[KEYWORD_DEF] = "def",         [KEYWORD_GLOBAL] = "global",
	[KEYWORD_BREAK] = "break",     [KEYWORD_CONTINUE] = "continue",
	[KEYWORD_RETURN] = "return",   [KEYWORD_ELSE] = "else",
	[KEYWORD_CATCH] = "catch",     [KEYWORD_NONE] = NULL,
};

/* The words that begin with a letter stand together, so at most a few are compared. */
static enum keyword compare(const char *word, const enum keyword *candidates)
{
	while (*candidates != KEYWORD_NONE && strcmp(language_keywords[*candidates], word) != 0)
		candidates++;
	return *candidates;
}

#define CANDIDATES(...) compare(word, (const enum keyword[]){__VA_ARGS__, KEYWORD_NONE})

enum keyword keyword_find(const char *text, size_t length)
{
	if (length < 2 || length > 8)
		return KEYWORD_NONE;
	char word[9] = {0};
	memcpy(word, text, length);
	switch (*word) {
	case 'a':
		return CANDIDATES(KEYWORD_AND);
	case 'b':
		return CANDIDATES(KEYWORD_BREAK);
	case 'c':
		return CANDIDATES(KEYWORD_CONTINUE, KEYWORD_CATCH);
	case 'd':
		return CANDIDATES(KEYWORD_DEF);
	case 'e':
		return CANDIDATES(KEYWORD_EXPECT, KEYWORD_ELSE);
	case 'f':
		return CANDIDATES(KEYWORD_FOR, KEYWORD_FALSE);
	case 'g':
		return CANDIDATES(KEYWORD_GLOBAL);
	case 'i':
		return CANDIDATES(KEYWORD_IF, KEYWORD_IN);
	case 'l':
		return CANDIDATES(KEYWORD_LOOP);
	case 'n':
		return CANDIDATES(KEYWORD_NIL, KEYWORD_NOT);
	case 'o':
		return CANDIDATES(KEYWORD_OR);
	case 'r':
		return CANDIDATES(KEYWORD_RETURN);
	case 's':
		return CANDIDATES(KEYWORD_SPAWN, KEYWORD_SERVE);
	case 't':
		return CANDIDATES(KEYWORD_TRUE, KEYWORD_TRY, KEYWORD_TIMEOUT);
	case 'w':
		return CANDIDATES(KEYWORD_WHILE);
	default:
		return KEYWORD_NONE;
	}
}
