/*
 * lesson_hint: the next hint of a step.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <stdlib.h>

#include "commands/lesson/lesson_state.h"

/* After the last one it is the last again. */
static void say_hint(struct call *call, struct lesson *lesson)
{
	const unsigned count = (unsigned)lesson->texts->count - 1;
	const unsigned next = lesson->hinted < count ? ++lesson->hinted : count;
	struct buffer text = {0};
	char *hint = lesson_text(list_at(lesson->texts, next));
	if (count > 1)
		buffer_format(&text, "%u of %u: ", next, count);
	buffer_text(&text, hint);
	lesson_say(call, "hint", buffer_cstring(&text));
	buffer_free(&text);
	free(hint);
}

static enum run hint_exec(struct call *call)
{
	struct lesson *lesson = call_lesson(call);
	if (!lesson)
		return RUN_FAIL;
	if (!lesson->texts || lesson->texts->count < 2)
		lesson_say(call, "hint",
			   lesson->choices
				   ? "There is none: answer takes the number of an answer, and "
				     "says what is wrong with it."
				   : "There is none; lesson --missing says what is missing.");
	else
		say_hint(call, lesson);
	return call_return(call, VALUE_NIL);
}

static const struct command_error errors[] = {
	{"USAGE", "no lesson runs", "lesson NAME begins one"},
	{0},
};

const struct command command_hint = {
	.name = "hint",
	.summary = "say how the current step of the lesson could be done",
	.errors = errors,
	.help = "Each time the next hint, if there are several. lesson --missing says what is missing.",
	.example =
		"save lesson.hsh \"lesson 'One'\\nstep 'Make a socket.' 'socket udp' { (sockets) }\\n\"\n"
		"lesson lesson.hsh\n"
		"hint\n"
		"lesson --end\n"
		"expect error USAGE { hint }\n"
		"!rm lesson.hsh\n",
	.exec = hint_exec,
};
