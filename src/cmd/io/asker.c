/*
 * asker: see asker.h. Who asks first is answered first; where there is a prompt, it asks for a line.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "cmd/io/asker.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <utlist.h>

static void asker_leave(struct asker *asker)
{
	struct input *input = asker->input;
	if (!input)
		return;
	bool first = input->first == asker;
	DL_DELETE2(input->first, asker, previous, next);
	asker->input = NULL;
	if (asker->begun && !asker->answered && input->prompt)
		input->prompt->abandon(input->context);
	if (first && input->first)
		call_wake(input->first->call);
}

static void asker_destroy(struct object *object)
{
	struct asker *asker = (struct asker *)object;
	asker_leave(asker);
	object_release(asker->line);
	free(asker);
}

static const struct behaviour asker_behaviour = {.destroy = asker_destroy};

static struct asker *asker_new(struct input *input, struct call *call)
{
	struct asker *asker = memory_zeroed(1, sizeof(*asker));
	asker->object = (struct object){.behaviour = &asker_behaviour, .references = 1};
	asker->input = input;
	asker->call = call;
	DL_APPEND2(input->first, asker, previous, next);
	return asker;
}

void input_answer(struct input *input, struct bytes *line)
{
	struct asker *asker = input->first;
	if (!asker || !asker->begun || asker->answered) {
		object_release(line);
		return;
	}
	asker->answered = true;
	asker->line = line;
	call_wake(asker->call);
}

/* True: there is a line, or there never will be one. */
static bool take_line(struct input *input, enum input_status *status, struct bytes **line)
{
	for (;;) {
		const char *text = input->text.data + input->start + input->held;
		size_t length = input->text.length - input->start - input->held;
		const char *newline = length > input->scanned ? memchr(text + input->scanned, '\n',
								       length - input->scanned)
							      : NULL;
		if (newline || (length && (*status == INPUT_END || length >= BYTES_MAX))) {
			size_t end = newline ? (size_t)(newline - text) : length;
			*line = bytes_new(text, end);
			input_take_after_held(input, end + (newline != NULL));
			return true;
		}
		if (*status == INPUT_END || *status == INPUT_FAILED)
			return true;
		input->scanned = length;
		*status = input_fill(input);
		if (*status == INPUT_LATER)
			return false;
	}
}

/* Parks the call until there is more. */
static enum run wait_for_more(struct asker *asker)
{
	if (!input_watch(asker->input))
		return call_errno(asker->call, "epoll_ctl", errno, "standard input");
	return call_pause(asker->call);
}

static enum run ask_stream(struct asker *asker, const char *question, size_t length,
			   struct bytes **line)
{
	struct input *input = asker->input;
	if (!asker->begun) {
		asker->begun = true;
		input->scanned = 0;
		if (length)
			call_print(asker->call, question, length);
	}
	enum input_status status = INPUT_MORE;
	if (!take_line(input, &status, line))
		return wait_for_more(asker);
	if (status == INPUT_FAILED)
		return call_errno(asker->call, "read", errno, "standard input");
	return RUN_DONE;
}

static enum run ask_prompt(struct asker *asker, const char *question, size_t length,
			   struct bytes **line)
{
	struct input *input = asker->input;
	if (!asker->begun) {
		asker->begun = true;
		input->prompt->begin(input->context, question, length, asker->call);
	}
	if (!asker->answered)
		return call_pause(asker->call);
	*line = asker->line;
	asker->line = NULL;
	return RUN_DONE;
}

/* RUN_DONE: the call is the first. */
static enum run come_first(struct call *call, struct object **place)
{
	struct input *input = call_shell(call)->input;
	if (!*place)
		*place = &asker_new(input, call)->object;
	return input->first == (struct asker *)*place ? RUN_DONE : call_pause(call);
}

void input_leave(struct object **place)
{
	object_release(*place);
	*place = NULL;
}

/* The call has what it wanted, or never will. */
static enum run leave(struct object **place, enum run run)
{
	if (run != RUN_WAIT)
		input_leave(place);
	return run;
}

enum run ask_line(struct call *call, const char *question, size_t length, struct bytes **line)
{
	*line = NULL;
	if (come_first(call, &call->state) != RUN_DONE)
		return RUN_WAIT;
	struct asker *asker = (struct asker *)call->state;
	return leave(&call->state, asker->input->prompt
					   ? ask_prompt(asker, question, length, line)
					   : ask_stream(asker, question, length, line));
}

/* ---- bytes, for those that read standard input as a stream ---- */

static enum run take_line_typed(struct asker *asker, struct bytes **bytes)
{
	enum run run = ask_prompt(asker, "", 0, bytes);
	if (run == RUN_DONE)
		*bytes = *bytes ? bytes_append(*bytes, "\n", 1) : bytes_new(NULL, 0);
	return run;
}

/* What the script's reader has read and does not want comes first. */
static struct bytes *take_left_over(struct input *input, size_t most)
{
	size_t length = input->text.length - input->start - input->held;
	if (!length)
		return NULL;
	struct bytes *bytes = bytes_new(input->text.data + input->start + input->held,
					length < most ? length : most);
	input_take_after_held(input, bytes->length);
	return bytes;
}

static enum run take_some(struct asker *asker, size_t most, struct bytes **bytes, int *number)
{
	struct input *input = asker->input;
	size_t got;
	if ((*bytes = take_left_over(input, most)))
		return RUN_DONE;
	struct bytes *room = bytes_allocate(most);
	enum input_status status = input_read(input, room->data, most, &got);
	*number = status == INPUT_FAILED ? errno : 0;
	if (status == INPUT_LATER) {
		object_release(room);
		return wait_for_more(asker);
	}
	*bytes = bytes_shrink(room, got);
	return RUN_DONE;
}

enum run input_take(struct call *call, struct object **place, size_t most, struct bytes **bytes,
		    int *number)
{
	*number = 0;
	if (come_first(call, place) != RUN_DONE)
		return RUN_WAIT;
	struct asker *asker = (struct asker *)*place;
	return leave(place, asker->input->prompt ? take_line_typed(asker, bytes)
						 : take_some(asker, most, bytes, number));
}

/* ---- the same, for those that read ahead ---- */

bool input_has_prompt(const struct input *input)
{
	return input->prompt != NULL;
}

struct input_ahead input_ahead(struct input *input)
{
	const size_t start = input->start + input->held;
	return (struct input_ahead){
		.data = input->text.data + start,
		.length = input->text.length - start,
		.scanned = &input->scanned,
	};
}

enum run input_enter(struct call *call, struct object **place)
{
	if (come_first(call, place) != RUN_DONE)
		return RUN_WAIT;
	struct asker *asker = (struct asker *)*place;
	if (!asker->begun)
		asker->input->scanned = 0;
	asker->begun = true;
	return RUN_DONE;
}

enum run input_more(struct call *call, struct object **place, size_t *got, int *number)
{
	struct input *input = call_shell(call)->input;
	const size_t before = input_ahead(input).length;
	const enum input_status status = input_fill(input);
	*number = status == INPUT_FAILED ? errno : 0;
	*got = input_ahead(input).length - before;
	return status == INPUT_LATER ? wait_for_more((struct asker *)*place) : RUN_DONE;
}
