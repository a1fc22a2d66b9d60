/*
 * event: any kind of event, of which the input chooses what it names.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "event.h"

#include <stdlib.h>

#define DEPTH 8
#define ARGUMENTS_MOST 6

static char *take_text(struct input *input)
{
	struct bytes *bytes = take_bytes(input);
	char *text = memory_copy(bytes->data, bytes->length);
	object_release(bytes);
	return text;
}

/* ---- arguments ---- */

/* Bytes stay in the input, which outlives the event. */
static struct event_argument take_data(struct input *input)
{
	size_t length = take(input);
	if (length > input->size)
		length = input->size;
	struct event_argument data = argument_bytes(input->data, length);
	input->data += length;
	input->size -= length;
	return data;
}

static struct event_argument *take_arguments(struct input *input, unsigned depth);

static struct event_argument take_argument(struct input *input, unsigned depth)
{
	switch (take(input) % 9) {
	case 0:
		return argument_value(take_value(input));
	case 6:
		return argument_int(take_int(input));
	case 1:
		return argument_constant("O_NONBLOCK");
	case 2:
		return argument_named(&names_types, (int)take(input));
	case 3:
		return argument_flags(&names_messages, (int)take_int(input));
	case 4:
		if (depth < DEPTH)
			return argument_struct(take_arguments(input, depth + 1));
		return argument_none();
	case 5:
		if (depth < DEPTH)
			return argument_list(take_arguments(input, depth + 1));
		return argument_none();
	default:
		return take_data(input);
	}
}

static struct event_argument *take_arguments(struct input *input, unsigned depth)
{
	unsigned count = take(input) % (ARGUMENTS_MOST + 1);
	struct event_argument *list = memory_zeroed(count + 1, sizeof(*list));
	for (unsigned i = 0; i < count; i++)
		list[i] = take_argument(input, depth);
	return list;
}

static void release_arguments(const struct event_argument *list);

static void release_argument(const struct event_argument *argument)
{
	if (argument->kind == ARGUMENT_VALUE)
		value_release(argument->value);
	if (argument->kind == ARGUMENT_LIST || argument->kind == ARGUMENT_STRUCT)
		release_arguments(argument->list);
}

static void release_arguments(const struct event_argument *list)
{
	for (const struct event_argument *part = list; part && part->kind; part++)
		release_argument(part);
	free((void *)list);
}

/* ---- events ---- */

static void take_call(struct input *input, struct made_event *made)
{
	struct event *event = &made->event;
	struct event_call *call = &event->call;
	made->alias = take_text(input);
	made->note = take_text(input);
	call->name = "recv";
	call->socket = (struct event_socket){made->alias, take(input), take(input) & 1 ? 'c' : 0};
	call->note = take(input) & 1 ? made->note : NULL;
	call->host = take(input) & 1 ? "a" : NULL;
	call->result = take_int(input);
	call->number = (int)take(input) - 128; /* of the resolver, below 0 */
	call->gave = take_argument(input, 0);
	call->result_kind = RESULT_RECEIVED;
	event->flags = take(input) & 1 ? EVENT_OWN : 0;
	made->data = take_data(input);
	made->arguments = take_arguments(input, 0);
	call->data = &made->data;
	call->arguments = made->arguments;
	call->begin = take_int(input);
	call->gave_kind = (uint8_t)(take(input) % (GAVE_SENDER + 1));
}

/* A place in a source that may hold anything. */
static struct source *take_place(struct input *input, uint32_t *offset)
{
	char *name = take_text(input);
	struct bytes *text = take_bytes(input);
	*offset = text->length ? take(input) % (uint32_t)text->length : 0;
	struct source *source = source_new(name, text, 1);
	free(name);
	return source;
}

static struct error *take_error(struct input *input)
{
	struct error *error = error_new("TYPE", NULL, NULL);
	if (take(input) & 1)
		error->call = take_bytes(input);
	if (take(input) & 1)
		error->detail = take_bytes(input);
	if (take(input) & 1)
		error->hint = take_bytes(input);
	if (take(input) & 1)
		error->source = (struct object *)take_place(input, &error->offset);
	return error;
}

static void take_end(struct input *input, struct made_event *made)
{
	struct event *event = &made->event;
	event->end.how = (uint8_t)(take(input) % (ENDED_EXIT + 1));
	if (take(input) & 1)
		event->end.error = made->error = take_error(input);
	else
		event->end.value = argument_value(take_value(input));
	event->source = take_place(input, &event->offset);
}

void take_event(struct input *input, struct made_event *made)
{
	*made = (struct made_event){.event.kind = take(input) % EVENT_KINDS};
	struct event *event = &made->event;
	if (event->kind == EVENT_PACKET)
		event->kind = EVENT_NOTICE; /* which the lab's own fuzzer makes */
	event->task = take(input);
	event->time = take_int(input);
	switch (event->kind) {
	case EVENT_CALL:
		take_call(input, made);
		break;
	case EVENT_VALUE:
		event->value = argument_value(take_value(input));
		break;
	case EVENT_PRINT:
		event->value = take_data(input);
		break;
	case EVENT_ERROR:
		event->error = made->error = take_error(input);
		break;
	case EVENT_STATE:
		made->text = take_text(input);
		event->state = (struct event_state){made->text,
						    "SYN_RECV",
						    "ESTABLISHED",
						    {NULL, take(input), take(input) & 1 ? 'c' : 0},
						    take(input)};
		break;
	case EVENT_TABLE:
		event->table = (struct event_table){"sockets", argument_value(take_value(input))};
		break;
	case EVENT_TASK_BEGIN:
		made->text = take_text(input);
		event->begun = (struct event_task){made->text, take(input)};
		break;
	case EVENT_TASK_END:
	case EVENT_STATEMENT_END:
	case EVENT_UNIT_END:
		take_end(input, made);
		break;
	default:
		made->text = memory_copy((const char *)input->data, input->size);
		event->text = made->text;
		input->size = 0;
		break;
	}
}

void release_event(struct made_event *made)
{
	if (made->event.kind == EVENT_CALL)
		release_argument(&made->event.call.gave);
	if (made->event.kind == EVENT_VALUE)
		release_argument(&made->event.value);
	if (made->event.kind == EVENT_TABLE)
		release_argument(&made->event.table.value);
	if (made->event.kind > EVENT_TASK_BEGIN)
		release_argument(&made->event.end.value);
	object_release(made->event.source);
	release_arguments(made->arguments);
	object_release(made->error);
	free(made->alias);
	free(made->note);
	free(made->text);
}
