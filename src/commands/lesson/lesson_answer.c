/*
 * lesson_answer: answers the question of a lesson.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "commands/lesson/lesson_state.h"
#include "handsh/completion.h"

static enum run answer_exec(struct call *call)
{
	struct lesson *lesson = call_lesson(call);
	const int64_t number = call_argument(call, 0).integer;
	if (!lesson)
		return RUN_FAIL;
	if (!lesson->choices)
		return call_fail(call, "USAGE", "the lesson asks nothing now");
	const size_t count = lesson->choices->count;
	if ((uint64_t)number > count)
		return call_fail(call, "RANGE", "there is no answer %" PRId64 ": they are 1 to %zu",
				 number, count);
	lesson->answer = number;
	lesson_go_on(lesson);
	return call_return(call, VALUE_NIL);
}

static bool convert_answer(struct call *call, const struct parameter *parameter,
			   struct value *value)
{
	return kind_int.convert(call, parameter, value);
}

static void complete_answer(struct shell *shell, const struct parameter *parameter,
			    const char *prefix, struct completion *completion)
{
	(void)parameter, (void)prefix;
	const struct lesson *lesson = shell_lesson(shell);
	for (size_t i = 0; lesson && lesson->choices && i < lesson->choices->count; i++) {
		char number[24];
		char *text = lesson_text(list_at(lesson->choices, i));
		snprintf(number, sizeof(number), "%zu", i + 1);
		completion_offer_typed(completion, number, text);
		free(text);
	}
}

static const struct kind kind_answer = {
	.name = "the number of an answer",
	.convert = convert_answer,
	.complete = complete_answer,
};

static const struct parameter parameters[] = {
	{"N", &kind_answer, ARGUMENT_REQUIRED, .least = 1, .most = 99,
	 .text = "the number of the answer"},
	{0},
};

static const struct command_error errors[] = {
	{"USAGE", "no lesson runs, or it asks nothing", "lesson NAME begins one"},
	{"RANGE", "there is no such answer", NULL},
	{0},
};

const struct command command_answer = {
	.name = "answer",
	.summary = "answer the question of a lesson",
	.parameters = parameters,
	.errors = errors,
	.help = "Where it is wrong the lesson says why, and another can be given. Tab lists them.",
	.example =
		"save lesson.hsh \"lesson 'One'\\nquestion 'Is 1 + 1 two?' yes no --answer 1\\n\"\n"
		"lesson lesson.hsh\n"
		"expect error RANGE { answer 3 }\n"
		"answer 1\n"
		"!rm lesson.hsh\n",
	.exec = answer_exec,
};
