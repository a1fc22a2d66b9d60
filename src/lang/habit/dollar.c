/*
 * dollar: what sh has a $ before: $(cmd), $((1 + x)), $#, $@, $?, $!.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lang/habit/habit.h"
#include "lang/habit/render.h"

#include <string.h>

static const struct dollar {
	const char *text, *typed; /* typed NULL: no line does the same */
	const char *advice;
} dollars[] = {
	{"$((", NULL, NULL}, /* see arithmetic */
	{"$(", "(!", NULL},
	{"$@", "$args", NULL},
	{"$*", "$args", NULL},
	{"$#", "(len $args)", NULL},
	{"$?", NULL, "a failed call is an error: try { … } catch e { … }, where $e.name tells it"},
	{"$!", NULL, "t = accept & puts the task into t: wait $t"},
};

static const struct dollar *dollar_at(struct habit_text text, size_t at)
{
	for (size_t i = 0; i < sizeof(dollars) / sizeof(*dollars); i++) {
		size_t length = strlen(dollars[i].text);
		if (text.length - at >= length &&
		    memcmp(text.text + at, dollars[i].text, length) == 0)
			return &dollars[i];
	}
	return NULL;
}

/* $((1 + x)), whose names are variables: (1 + $x). *at goes on after it. */
static bool arithmetic(struct habit_text statement, size_t *at, struct buffer *line)
{
	struct arena arena = {0};
	struct rendering rendering = {.out = line};
	struct foreign_reader reader = {
		.text = statement.text,
		.at = *at + strlen("$(("),
		.end = statement.length,
		.arena = &arena,
	};
	const struct foreign *value = foreign_read(&reader);
	buffer_byte(line, '(');
	bool good = value && render(&rendering, value, STAND_VALUE) && foreign_take(&reader, "))");
	buffer_byte(line, ')');
	*at = reader.at;
	arena_free(&arena);
	return good;
}

bool habit_dollar(struct habit_text statement, struct habit_answer *answer)
{
	struct buffer *line = &answer->line;
	bool any = false;
	for (size_t at = 0; at < statement.length;) {
		const struct dollar *dollar = dollar_at(statement, at);
		if (!dollar) {
			buffer_byte(line, statement.text[at++]);
			continue;
		}
		any = true;
		if (dollar->advice) {
			line->length = 0;
			buffer_text(&answer->advice, dollar->advice);
			return true;
		}
		if (!dollar->typed) {
			if (!arithmetic(statement, &at, line))
				return false;
			continue;
		}
		buffer_text(line, dollar->typed);
		at += strlen(dollar->text);
	}
	return any;
}
