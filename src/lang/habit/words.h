/*
 * words: words that begin a statement elsewhere and are no commands here, and what they are here.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_LANG_HABIT_WORDS_H
#define HANDSH_LANG_HABIT_WORDS_H

#include "lang/habit/habit.h"

#define ANY 255

struct habit_word {
	const char *word;    /* with a * at its end: whatever begins so */
	const char *first;   /* its first argument, where the row is for that alone */
	uint8_t least, most; /* so many arguments */
	/*
	 * What is typed, NULL: nothing. In it stand for
	 *   %1   an argument            %j1   one without its %
	 *   %a1  one that is NAME=TEXT  %[-p] the one after the argument -p; there has to be one
	 *   %*   all of them            %0    the whole              %%  a %
	 * Arguments that are options of the program are no %1 of a row that does not name one.
	 */
	const char *typed;
	const char *advice;
};

/* The first row that fits counts; the last one has no word. */
extern const struct habit_word words_of_languages[], words_of_programs[];
/* Of commands that are ours as well, with arguments that ours do not take. */
extern const struct habit_word words_of_namesakes[];

#endif
