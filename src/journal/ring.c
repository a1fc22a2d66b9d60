/*
 * ring: events are copied into records that are overwritten, oldest first.
 *
 * An event borrows all its parts, so a record owns copies: short texts and the beginning of bytes
 * are copied into the record itself, addresses are retained, lists and the like left out. Bytes are
 * copied rather than retained because a retained buffer could no longer grow or be reused in place
 * by its owner, and because the ring must not hold a gigabyte that a program has long forgotten.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "journal/ring.h"

#include <stdalign.h>
#include <stdlib.h>
#include <string.h>

#define COUNT_MAX (1u << 20)
#define BYTES_KEPT 64
#define COPIES 2 /* bytes values copied in one record; no system call has more */

/* Room for a struct bytes and its storage. */
struct copy {
	alignas(struct bytes) char room[sizeof(struct bytes) + BYTES_KEPT];
};

/* What most events use stands together: the records of a ring are more than a cache holds. */
struct record {
	unsigned copied;
	char socket[32];
	struct event event;
	struct copy copies[COPIES];
	char words[2][24]; /* of the last argument that is a word, and what came back */
	char text[160];    /* of WAIT and NOTICE, or a call's note */
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

static const char *keep_text(char *room, size_t size, const char *text)
{
	if (!text)
		return NULL;
	size_t length = strnlen(text, size - 1);
	memcpy(room, text, length);
	room[length] = '\0';
	return room;
}

static struct value keep_value(struct record *record, struct value value)
{
	if (value.type == TYPE_ADDRESS || !value_counted(value))
		return value_retain(value);
	if (value.type != TYPE_BYTES || record->copied == COPIES)
		return VALUE_UNSET; /* the ring keeps nothing alive that may be large */
	struct bytes *copy = (struct bytes *)record->copies[record->copied++].room;
	copy->object = (struct object){.behaviour = value.object->behaviour, .references = 1};
	copy->length = value.bytes->length < BYTES_KEPT ? value.bytes->length : BYTES_KEPT;
	copy->data = copy->storage;
	copy->owner = NULL;
	copy->capacity = BYTES_KEPT;
	copy->appended = 0;
	memcpy(copy->storage, value.bytes->data, copy->length);
	return value_bytes(copy);
}

/* Of what is kept, addresses alone are not in the record itself. */
static void forget_value(struct value value)
{
	if (value.type == TYPE_ADDRESS)
		object_release(value.object);
}

static void forget(struct record *record)
{
	struct event *event = &record->event;
	switch (event->kind) {
	case EVENT_CALL:
		for (unsigned i = 0; i < event->call.count; i++)
			forget_value(event->call.arguments[i].value);
		forget_value(event->call.from);
		break;
	case EVENT_VALUE:
	case EVENT_RECEIVED:
	case EVENT_PRINT:
		forget_value(event->value);
		break;
	case EVENT_ERROR:
		object_release((void *)event->error);
		break;
	default:
		break;
	}
	record->copied = 0;
}

/* Others are names of constants. */
static void keep_last_word(struct record *record)
{
	struct event *event = &record->event;
	for (unsigned i = event->call.count; i--;) {
		const char **word = &event->call.arguments[i].word;
		if (!*word)
			continue;
		*word = keep_text(record->words[0], sizeof(record->words[0]), *word);
		return;
	}
}

static void keep_call(struct record *record, const struct event *call)
{
	struct event *event = &record->event;
	unsigned count = call->call.count < EVENT_ARGUMENTS ? call->call.count : EVENT_ARGUMENTS;
	memcpy(event, call,
	       offsetof(struct event, call.arguments) + count * sizeof(struct event_argument));
	event->call.count = count;
	for (unsigned i = 0; i < count; i++) {
		struct event_argument *argument = &event->call.arguments[i];
		if (value_counted(argument->value))
			argument->value = keep_value(record, argument->value);
	}
	keep_last_word(record);
	event->call.word = keep_text(record->words[1], sizeof(record->words[1]), event->call.word);
	if (value_counted(event->call.from))
		event->call.from = keep_value(record, event->call.from);
	event->call.socket = keep_text(record->socket, sizeof(record->socket), event->call.socket);
	event->call.note = keep_text(record->text, sizeof(record->text), event->call.note);
}

void ring_append(struct ring *ring, const struct event *event)
{
	struct record *record = &ring->records[ring->next];
	if (ring->count == ring->capacity)
		forget(record);
	else
		ring->count++;
	ring->next = ring->next + 1 == ring->capacity ? 0 : ring->next + 1;
	if (event->kind == EVENT_CALL) {
		keep_call(record, event);
		return;
	}
	record->event = *event;
	switch (event->kind) {
	case EVENT_VALUE:
	case EVENT_RECEIVED:
	case EVENT_PRINT:
		record->event.value = keep_value(record, event->value);
		break;
	case EVENT_ERROR:
		object_retain((void *)event->error);
		break;
	default:
		record->event.text = keep_text(record->text, sizeof(record->text), event->text);
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
