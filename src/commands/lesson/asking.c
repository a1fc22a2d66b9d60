/*
 * asking: what lesson --missing asks and is told: the step's condition is worked out once more, with
 * notes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <stdlib.h>

#include "commands/lesson/lesson_state.h"

static void asking_destroy(struct object *object)
{
	struct asking *asking = (struct asking *)object;
	if (asking->lesson)
		asking->lesson->asking = NULL;
	buffer_free(&asking->answer);
	free(asking);
}

static const struct behaviour asking_behaviour = {.destroy = asking_destroy};

static enum run begin(struct call *call, struct lesson *lesson)
{
	struct asking *asking = memory_zeroed(1, sizeof(*asking));
	*asking = (struct asking){{&asking_behaviour, 1}, lesson, call};
	call->state = &asking->object;
	lesson->asking = asking;
	object_release(onlooker_note(call_machine(call), true));
	lesson_go_on(lesson);
	return call_pause(call);
}

/* A question is asked again, by itself. */
static enum run ask_again(struct call *call, struct lesson *lesson)
{
	lesson->shown = false;
	lesson_go_on(lesson);
	return call_return(call, VALUE_NIL);
}

enum run lesson_say_missing(struct call *call, struct lesson *lesson)
{
	struct asking *asking = (struct asking *)call->state;
	if (!asking && lesson->choices)
		return ask_again(call, lesson);
	if (!asking && lesson->resting && !lesson->asking)
		return begin(call, lesson);
	if (!asking) {
		lesson_say(call, "", "The lesson waits for nothing now.");
		return call_return(call, VALUE_NIL);
	}
	if (asking->lesson)
		return call_pause(call);
	if (asking->answer.length) {
		lesson_tell_step(call, lesson);
		lesson_say(call, "", buffer_cstring(&asking->answer));
	}
	return call_return(call, VALUE_NIL);
}

void lesson_answer_missing(struct lesson *lesson, const struct list *notes)
{
	struct asking *asking = lesson->asking;
	if (notes) {
		buffer_text(&asking->answer, "Still missing: ");
		missing_format(notes, &asking->answer);
	}
	asking->lesson = NULL;
	lesson->asking = NULL;
	call_wake(asking->call);
}
