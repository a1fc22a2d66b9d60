/*
 * say: a paragraph of a lesson.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <stdlib.h>

#include "commands/lesson/lesson_state.h"

static enum run say_exec(struct call *call)
{
	if (!call_own_lesson(call))
		return RUN_FAIL;
	char *text = lesson_text(call_argument(call, 0));
	lesson_say(call, "", text);
	free(text);
	return call_return(call, VALUE_NIL);
}

static const struct parameter parameters[] = {
	{"TEXT", &kind_bytes, ARGUMENT_REQUIRED, .text = "a paragraph"},
	{0},
};

static const struct command_error errors[] = {
	{"USAGE", "it does not stand in a lesson", "print writes a text anywhere"},
	{0},
};

const struct command command_say = {
	.name = "say",
	.summary = "write a paragraph of a lesson",
	.parameters = parameters,
	.errors = errors,
	.help = "The text is broken between words as the terminal is wide, at most 72 columns; a newline in it "
		"begins another line. A line that begins with a blank stays as it is, as code does. It stands below the steps' texts.",
	.example = "save lesson.hsh \"lesson 'One'\\nsay 'That is all.'\\n\"\n"
		   "lesson lesson.hsh\n"
		   "expect within 10s (try { calls } catch e { $e.name }) == 'USAGE'\n"
		   "!rm lesson.hsh\n",
	.exec = say_exec,
};
