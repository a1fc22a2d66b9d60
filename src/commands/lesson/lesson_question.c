/*
 * lesson_question: asks the learner, who answers with a number.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <inttypes.h>
#include <stdlib.h>

#include "commands/lesson/lesson_state.h"

enum { OPTION_ANSWER, OPTION_BECAUSE };

/* What the call needs until it is answered; its state. */
struct question {
	struct object object;
	struct lesson *lesson;
	struct list *choices;
};

static void question_destroy(struct object *object)
{
	struct question *question = (struct question *)object;
	object_release(question->choices);
	free(question);
}

static const struct behaviour question_behaviour = {.destroy = question_destroy};

static struct list *gather(const struct call *call)
{
	struct list *choices = list_new(call->count);
	for (unsigned i = 1; i < call->count; i++)
		choices = list_append(choices, value_retain(call_argument(call, i)));
	return choices;
}

/* ---- what is said ---- */

static void put_choice(struct buffer *text, const struct list *choices, int64_t number)
{
	buffer_format(text, "%" PRId64 "  ", number);
	value_format(list_at(choices, (size_t)number - 1), text);
}

static void ask(struct call *call, const struct lesson *lesson, const struct list *choices)
{
	char *asked = lesson_text(call_argument(call, 0));
	struct buffer text = {0};
	lesson_tell(call, lesson, asked);
	for (int64_t i = 1; i <= (int64_t)choices->count; i++) {
		text.length = 0;
		put_choice(&text, choices, i);
		lesson_say(call, "", buffer_cstring(&text));
	}
	lesson_say(call, "", "answer takes one of the numbers.");
	buffer_free(&text);
	free(asked);
}

/* Why it is wrong, where the lesson says so; and the learner may answer again. */
static void say_wrong(struct call *call, int64_t answer)
{
	struct buffer text = {0};
	const struct value reasons = call_option_value(call, OPTION_BECAUSE);
	buffer_format(&text, "%" PRId64 " is not right.", answer);
	for (size_t i = 0; reasons.type == TYPE_LIST && i < reasons.list->count; i++) {
		const struct list *reason = list_at(reasons.list, i).list;
		if (list_at(reason, 0).integer != answer)
			continue;
		buffer_byte(&text, ' ');
		value_format(list_at(reason, 1), &text);
	}
	lesson_say(call, "but", buffer_cstring(&text));
	buffer_free(&text);
}

static void say_right(struct call *call, struct lesson *lesson, const struct list *choices)
{
	struct buffer text = {0};
	if (call_option(call, OPTION_ANSWER))
		buffer_text(&text, "right: ");
	if (lesson->answer)
		value_format(list_at(choices, (size_t)lesson->answer - 1), &text);
	lesson_depart(call, lesson, lesson->answer ? buffer_cstring(&text) : "skipped");
	buffer_free(&text);
}

/* ---- the whole ---- */

static enum run rest(struct call *call, struct lesson *lesson)
{
	if (!lesson->shown)
		ask(call, lesson, lesson->choices);
	lesson->shown = true;
	lesson->resting = call;
	return call_pause(call);
}

/* Of a number that the lesson gives: is there such an answer? */
static bool check_number(struct call *call, struct value number)
{
	const int64_t count = call->count - 1;
	if (number.integer >= 1 && number.integer <= count)
		return true;
	call_fail(call, "RANGE", "there is no answer %" PRId64 " of %" PRId64, number.integer,
		  count);
	return false;
}

static bool check(struct call *call)
{
	const struct value reasons = call_option_value(call, OPTION_BECAUSE);
	if (call_option(call, OPTION_ANSWER) &&
	    !check_number(call, call_option_value(call, OPTION_ANSWER)))
		return false;
	for (size_t i = 0; reasons.type == TYPE_LIST && i < reasons.list->count; i++)
		if (!check_number(call, list_at(list_at(reasons.list, i).list, 0)))
			return false;
	return true;
}

static enum run begin(struct call *call, struct lesson *lesson)
{
	if (!check(call))
		return RUN_FAIL;
	struct question *question = memory_allocate(sizeof(*question));
	*question = (struct question){{&question_behaviour, 1}, lesson, gather(call)};
	call->state = &question->object;
	call->phase = 1;
	lesson_arrive(lesson);
	lesson->choices = question->choices;
	return rest(call, lesson);
}

static enum run question_exec(struct call *call)
{
	struct lesson *lesson = call_own_lesson(call);
	if (!lesson)
		return RUN_FAIL;
	if (!call->phase)
		return begin(call, lesson);
	const int64_t answer = lesson->answer;
	lesson->resting = NULL;
	if (lesson->skipped)
		lesson->answer = 0;
	else if (!answer)
		return rest(call, lesson);
	const bool wrong = !lesson->skipped && call_option(call, OPTION_ANSWER) &&
			   call_option_value(call, OPTION_ANSWER).integer != answer;
	if (wrong) {
		say_wrong(call, answer);
		lesson->answer = 0;
		return rest(call, lesson);
	}
	say_right(call, lesson, ((const struct question *)call->state)->choices);
	lesson->choices = NULL;
	return call_return(call, lesson->answer ? value_int(lesson->answer) : VALUE_NIL);
}

static void question_abandon(struct call *call, struct error *error)
{
	(void)error;
	struct lesson *lesson = shell_lesson(call_shell(call));
	if (!lesson || lesson->resting != call)
		return;
	lesson->resting = NULL;
	lesson->choices = NULL;
}

static const struct parameter parameters[] = {
	{"TEXT", &kind_bytes, ARGUMENT_REQUIRED, .text = "what is asked"},
	{"CHOICE", &kind_bytes, ARGUMENT_REST, .text = "an answer to choose"},
	{0},
};

static const struct parameter answer_value[] = {
	{"N", &kind_int, .least = 1, .most = 99, .text = "its number"},
	{0},
};

static const struct parameter because_values[] = {
	{"N", &kind_int, .least = 1, .most = 99, .text = "its number"},
	{"TEXT", &kind_bytes, .text = "what is wrong with it"},
	{0},
};

static const struct command_option options[] = {
	[OPTION_ANSWER] = {0, "answer", answer_value,
			   .text = "the right one; when left out each is, as a prediction is"},
	[OPTION_BECAUSE] = {0, "because", because_values,
			    .text = "what is said when that one is chosen and is not right",
			    .again = true},
	{0},
};

static const struct command_error errors[] = {
	{"USAGE", "it does not stand in a lesson", "ask takes a line anywhere"},
	{"RANGE", "an option names an answer that there is not", NULL},
	{0},
};

const struct command command_question = {
	.name = "question",
	.summary = "ask the learner of a lesson",
	.flags = COMMAND_PATIENT,
	.parameters = parameters,
	.options = options,
	.errors = errors,
	.result = "the number of the answer; nil where it was skipped",
	.help = "The learner answers with answer N. After one that is not right he may answer again, as often as "
		"he likes; meanwhile anything can be typed, to find out.",
	.example =
		"save lesson.hsh \"lesson 'One'\\nquestion 'What is 1 + 1?' one two --answer 2 --because 1 'It is "
		"more.'\\n\"\n"
		"lesson lesson.hsh\n"
		"answer 1\n"
		"answer 2\n"
		"expect within 10s (try { calls } catch e { $e.name }) == 'USAGE'\n"
		"!rm lesson.hsh\n",
	.exec = question_exec,
	.abandon = question_abandon,
};
