/*
 * dollar: what sh replaces: $(cmd), $((1 + x)), $#, $@, $?, $!, `cmd`, ~/file.
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

/* `cmd` */
static bool output(struct habit_text statement, size_t *at, struct buffer *line)
{
	const char *start = statement.text + *at + 1;
	const char *end = memchr(start, '`', statement.length - *at - 1);
	if (!end)
		return false;
	buffer_format(line, "(!%.*s)", (int)(end - start), start);
	*at = (size_t)(end + 1 - statement.text);
	return true;
}

static bool begins_home(struct habit_text statement, size_t at)
{
	return statement.text[at] == '~' && at > 0 && strchr(" \t(", statement.text[at - 1]) &&
	       at + 1 < statement.length && strchr("/$", statement.text[at + 1]);
}

/* ~/file, and ~$name, which is no path of sh's either. */
static bool home(struct habit_text statement, size_t *at, struct buffer *line)
{
	buffer_text(line, "\"${env.HOME}");
	if (statement.text[++*at] == '$')
		buffer_byte(line, '/');
	for (; *at < statement.length && !strchr(" \t);", statement.text[*at]); ++*at) {
		if (strchr("'\"\\(", statement.text[*at]))
			return false;
		buffer_byte(line, statement.text[*at]);
	}
	buffer_byte(line, '"');
	return true;
}

/* What has an end of its own. *good: its line is known. */
static bool replaced(struct habit_text statement, size_t *at, struct buffer *line, bool *good)
{
	if (statement.text[*at] == '`')
		*good = output(statement, at, line);
	else if (begins_home(statement, *at))
		*good = home(statement, at, line);
	else
		return false;
	return true;
}

bool habit_dollar(struct habit_text statement, struct habit_answer *answer)
{
	struct buffer *line = &answer->line;
	bool any = false, good = true;
	for (size_t at = 0; good && at < statement.length;) {
		if (replaced(statement, &at, line, &good)) {
			any = true;
			continue;
		}
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
	return any && good;
}
