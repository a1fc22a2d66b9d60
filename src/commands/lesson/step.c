/*
 * step, mistake: what the forms of these names call. A step's condition has been worked out, and stands
 * in the first argument; "step" gives whether the lesson goes on, and where it does not, rests until
 * something has happened, so that the condition is worked out again.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <stdlib.h>

#include "commands/lesson/lesson_state.h"
#include "handsh/grow.h"

#define LOOK (NANOSECONDS / 5) /* at what other programs do to sockets, of which nothing tells */

static enum run pass(struct call *call, struct lesson *lesson)
{
	if (lesson->skipped) {
		lesson_depart(call, lesson, "skipped");
	} else if (lesson->shown) {
		lesson_depart(call, lesson, "done");
	} else {
		lesson_tell_step(call, lesson);
		lesson_depart(call, lesson, "is done already");
	}
	return call_return(call, value_bool(true));
}

static void begin(struct lesson *lesson, struct list *texts)
{
	lesson_arrive(lesson);
	lesson->texts = object_retain(texts);
}

static enum run step_exec(struct call *call)
{
	struct lesson *lesson = call_own_lesson(call);
	if (!lesson)
		return RUN_FAIL;
	if (call->phase) { /* it has rested */
		lesson->resting = NULL;
		return call_return(call, value_bool(false));
	}
	if (lesson->texts != call_argument(call, 1).list)
		begin(lesson, call_argument(call, 1).list);
	struct list *notes = onlooker_note(call_machine(call), false);
	const bool passed = lesson->skipped || value_true(call_argument(call, 0));
	if (lesson->asking && (notes || passed))
		lesson_answer_missing(lesson, passed ? NULL : notes);
	object_release(notes);
	if (passed)
		return pass(call, lesson);
	if (!lesson->shown)
		lesson_tell_step(call, lesson);
	lesson->shown = true;
	call->phase = 1;
	lesson->resting = call;
	return call_attend(call, LOOK, true);
}

static void step_abandon(struct call *call, struct error *error)
{
	(void)error;
	struct lesson *lesson = shell_lesson(call_shell(call));
	if (lesson && lesson->resting == call)
		lesson->resting = NULL;
}

/* ---- mistakes ---- */

static struct slip *slip_at(struct lesson *lesson, uint32_t place)
{
	for (uint32_t i = 0; i < lesson->slip_count; i++)
		if (lesson->slips[i].place == place)
			return &lesson->slips[i];
	lesson->slips = grow_array(lesson->slips, lesson->slip_count, &lesson->slip_capacity, 4,
				   sizeof(*lesson->slips));
	lesson->slips[lesson->slip_count] = (struct slip){.place = place};
	return &lesson->slips[lesson->slip_count++];
}

/* Said when it is made, not as long as it lasts. */
static enum run mistake_exec(struct call *call)
{
	struct lesson *lesson = call_own_lesson(call);
	uint32_t place;
	if (!lesson)
		return RUN_FAIL;
	call_place(call, &place);
	struct slip *slip = slip_at(lesson, place);
	const bool made = value_true(call_argument(call, 0));
	const struct list *texts = call_argument(call, 1).list;
	for (size_t i = 0; made && !slip->made && i < texts->count; i++) {
		char *text = lesson_text(list_at(texts, i));
		lesson_say(call, i ? "" : "but", text);
		free(text);
	}
	slip->made = made;
	return call_return(call, VALUE_NIL);
}

static const struct parameter parameters[] = {
	{"VALUE", &kind_value, ARGUMENT_REQUIRED, .text = "what the condition has given"},
	{"TEXTS", &kind_list, ARGUMENT_REQUIRED, .text = "what is said"},
	{0},
};

const struct command command_step = {
	.name = "step",
	.summary = "wait in a lesson until the learner has done something",
	.flags = COMMAND_HIDDEN | COMMAND_PATIENT,
	.parameters = parameters,
	.help = "The form step calls it with what its condition has given.",
	.example = "expect error USAGE { step 'Alone' { true } }\n",
	.exec = step_exec,
	.abandon = step_abandon,
};

const struct command command_mistake = {
	.name = "mistake",
	.summary = "say in a lesson what the learner has done wrong",
	.flags = COMMAND_HIDDEN,
	.parameters = parameters,
	.help = "The form mistake calls it with what its condition has given.",
	.example = "expect error USAGE { mistake 'Wrong' { true }; step 'Right' { false } }\n",
	.exec = mistake_exec,
};
