/*
 * ring: events are copied into records that are overwritten, oldest first.
 *
 * An event borrows what it names, so a record has a room of its own: texts, the beginning of data,
 * and lists of arguments are copied into it one after the other, and what no longer fits is cut.
 * Nothing that may be large is kept alive, and no buffer that its owner could otherwise reuse: of
 * values only addresses, and the source, are retained.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "journal/ring.h"

#include <stdalign.h>
#include <stdlib.h>
#include <string.h>

#define COUNT_MAX (1u << 20)
#define RECORD 704    /* bytes: a prompt keeps a thousand records */
#define NAME_KEPT 31  /* bytes of a socket's name */
#define BYTES_KEPT 64 /* of data */
#define TEXT_KEPT 159 /* of notes and other texts */
#define ROOM (RECORD - sizeof(struct event) - sizeof(size_t))

/* What an event uses stands together: the records of a ring are more than a cache holds. */
struct record {
	struct event event;
	uint32_t used; /* of room */
	bool holds;    /* there are addresses among its arguments */
	alignas(struct event_argument) char room[ROOM];
};

struct ring {
	unsigned capacity, count, next;
	struct record records[];
};

struct ring *ring_new(unsigned count)
{
	if (count > COUNT_MAX)
		count = COUNT_MAX;
	struct ring *ring = memory_zeroed(1, sizeof(*ring) + (size_t)count * sizeof(struct record));
	ring->capacity = count;
	return ring;
}

/* ---- room ---- */

static size_t room_left(const struct record *record)
{
	return ROOM - record->used;
}

static char *room_take(struct record *record, size_t size)
{
	char *room = record->room + record->used;
	record->used += (uint32_t)size;
	return room;
}

static const char *keep_text(struct record *record, const char *text, size_t most)
{
	size_t left = room_left(record);
	if (!left)
		return NULL;
	size_t length = strnlen(text, most < left - 1 ? most : left - 1);
	char *room = room_take(record, length + 1);
	memcpy(room, text, length);
	room[length] = '\0';
	return room;
}

/* ---- arguments: copied as they are first, then what they name ---- */

/* BYTES or TEXT: at most so many bytes of it. */
static void own_bytes(struct record *record, struct event_argument *argument, size_t most)
{
	const char *text = argument->text;
	size_t length = argument->length, left = room_left(record);
	if (length > most)
		length = most;
	if (length > left)
		length = left;
	argument->cut |= length < argument->length;
	argument->length = (uint32_t)length;
	char *room = room_take(record, length);
	if (length) /* text may be NULL */
		memcpy(room, text, length);
	argument->text = room;
}

/* Addresses are small, and no owner reuses them. Of others the text is kept that is shown. */
static void own_value(struct record *record, struct event_argument *argument)
{
	struct value value = argument->value;
	if (value.type == TYPE_ADDRESS) {
		value_retain(value);
		record->holds = true;
	} else if (value.type == TYPE_BYTES) {
		*argument = argument_bytes(value.bytes->data, value.bytes->length);
		own_bytes(record, argument, BYTES_KEPT);
	} else {
		struct buffer text = {0};
		value_literal_cut(value, &text, TEXT_KEPT);
		*argument = argument_text(&text);
		own_bytes(record, argument, TEXT_KEPT);
		buffer_free(&text);
	}
}

static const struct event_argument *keep_list(struct record *record,
					      const struct event_argument *list,
					      const struct event_argument *data);

static void own(struct record *record, struct event_argument *argument,
		const struct event_argument *data)
{
	switch ((enum argument_kind)argument->kind) {
	case ARGUMENT_TEXT:
		own_bytes(record, argument, TEXT_KEPT);
		break;
	case ARGUMENT_BYTES:
		own_bytes(record, argument, BYTES_KEPT);
		break;
	case ARGUMENT_VALUE:
		if (value_counted(argument->value))
			own_value(record, argument);
		break;
	case ARGUMENT_LIST:
	case ARGUMENT_STRUCT:
		argument->list = keep_list(record, argument->list, data);
		break;
	default:
		break;
	}
}

static struct event_argument *arguments_room(struct record *record, size_t *fit)
{
	const size_t mask = alignof(struct event_argument) - 1;
	record->used = (uint32_t)((record->used + mask) & ~mask);
	*fit = room_left(record) / sizeof(struct event_argument);
	return (struct event_argument *)(void *)(record->room + record->used);
}

/*
 * As many of the list as fit; where some do not, "..." stands for them. The event's data is the one
 * among them that is data in the original.
 */
static const struct event_argument *keep_list(struct record *record,
					      const struct event_argument *list,
					      const struct event_argument *data)
{
	static const struct event_argument none[] = {{.kind = ARGUMENT_END}};
	size_t fit, count = 0;
	struct event_argument *kept = arguments_room(record, &fit);
	if (fit < 2)
		return none;
	for (; list[count].kind != ARGUMENT_END && count < fit - 1; count++)
		kept[count] = list[count];
	if (list[count].kind != ARGUMENT_END)
		kept[count - 1] = argument_constant("...");
	kept[count] = none[0];
	record->used += (uint32_t)((count + 1) * sizeof(*kept));
	for (size_t i = 0; i < count; i++) {
		if (&list[i] == data)
			record->event.call.data = &kept[i];
		if (kept[i].kind >= ARGUMENT_TEXT)
			own(record, &kept[i], data);
	}
	return kept;
}

static void forget_list(const struct event_argument *list)
{
	for (; list->kind != ARGUMENT_END; list++) {
		if (list->kind == ARGUMENT_VALUE)
			value_release(list->value);
		else if (list->kind == ARGUMENT_LIST || list->kind == ARGUMENT_STRUCT)
			forget_list(list->list);
	}
}

/* ---- events ---- */

/* What was received, which is none of the arguments. */
static void keep_data(struct record *record, const struct event_argument *data)
{
	size_t fit;
	struct event_argument *kept = arguments_room(record, &fit);
	if (!fit)
		return;
	*kept = *data;
	record->used += (uint32_t)sizeof(*kept);
	own(record, kept, NULL);
	record->event.call.data = kept;
}

/* What there may be no room for comes last. */
static void keep_call(struct record *record, const struct event_call *from)
{
	struct event_call *call = &record->event.call;
	call->data = NULL;
	if (from->socket.alias)
		call->socket.alias = keep_text(record, from->socket.alias, NAME_KEPT);
	if (from->host)
		call->host = keep_text(record, from->host, NAME_KEPT);
	if (from->note)
		call->note = keep_text(record, from->note, TEXT_KEPT);
	if (from->arguments)
		call->arguments = keep_list(record, from->arguments, from->data);
	if (call->gave_kind != GAVE_NOTHING)
		own(record, &call->gave, NULL);
	if (from->data && !call->data)
		keep_data(record, from->data);
}

static void keep_state(struct record *record, const struct event_state *from)
{
	struct event_state *state = &record->event.state;
	state->host = keep_text(record, from->host, NAME_KEPT);
	if (from->socket.alias)
		state->socket.alias = keep_text(record, from->socket.alias, NAME_KEPT);
}

static void forget_call(const struct event_call *call)
{
	if (call->arguments)
		forget_list(call->arguments);
	forget_list((const struct event_argument[]){call->gave, {0}});
}

static void forget(struct record *record)
{
	struct event *event = &record->event;
	object_release(event->source);
	if (event->kind == EVENT_ERROR)
		object_release((void *)event->error);
	else if (event->kind == EVENT_PACKET)
		object_release((void *)(uintptr_t)event->packet.packet);
	else if (record->holds && event->kind == EVENT_CALL)
		forget_call(&event->call);
	else if (record->holds)
		value_release(event->value.value);
}

void ring_append(struct ring *ring, const struct event *event)
{
	struct record *record = &ring->records[ring->next];
	if (ring->count == ring->capacity)
		forget(record);
	else
		ring->count++;
	ring->next = ring->next + 1 == ring->capacity ? 0 : ring->next + 1;
	record->event = *event;
	record->used = 0;
	record->holds = false;
	if (event->source)
		object_retain(event->source);
	switch (event->kind) {
	case EVENT_CALL:
		keep_call(record, &event->call);
		break;
	case EVENT_VALUE:
	case EVENT_PRINT:
		own(record, &record->event.value, NULL);
		break;
	case EVENT_ERROR:
		record->event.error = error_kept(event->error, BYTES_KEPT);
		break;
	case EVENT_WAIT:
	case EVENT_NOTICE:
		record->event.text = keep_text(record, event->text, TEXT_KEPT);
		break;
	case EVENT_PACKET:
		object_retain((void *)(uintptr_t)event->packet.packet);
		break;
	case EVENT_STATE:
		keep_state(record, &event->state);
		break;
	case EVENT_TABLE:
	case EVENT_TASK_BEGIN:
	case EVENT_TASK_END:
	case EVENT_STATEMENT_END:
	case EVENT_UNIT_END:
	case EVENT_KINDS:
		break;
	}
}

bool ring_event(const struct ring *ring, unsigned index, struct event *event)
{
	if (index >= ring->count)
		return false;
	unsigned oldest = ring->count == ring->capacity ? ring->next : 0;
	*event = ring->records[(oldest + index) % ring->capacity].event;
	return true;
}

void ring_free(struct ring *ring)
{
	if (!ring)
		return;
	for (unsigned i = 0; i < ring->count; i++)
		forget(&ring->records[i]);
	free(ring);
}
