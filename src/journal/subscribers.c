/*
 * subscribers: who listens, and handing events on. The kept events are in ring.c.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/journal.h"

#include <utlist.h>

#include "journal/ring.h"

static void count_wanted(struct journal *journal)
{
	const unsigned calls = EVENT_MASK(EVENT_CALL), packets = EVENT_MASK(EVENT_PACKET);
	unsigned wanted = 0;
	if (journal->ring)
		wanted = RING_KINDS | EVENT_EVERY_CALL;
	for (const struct subscriber *subscriber = journal->subscribers; subscriber;
	     subscriber = subscriber->next) {
		wanted |= subscriber->kinds & ~(EVENT_ONLY_TOP | EVENT_AS_VALUES);
		if (subscriber->kinds & EVENT_ONLY_TOP)
			continue;
		if (subscriber->kinds & calls)
			wanted |= EVENT_EVERY_CALL;
		if (subscriber->kinds & packets)
			wanted |= EVENT_EVERY_PACKET;
	}
	journal->wanted = wanted;
}

void journal_subscribe(struct journal *journal, struct subscriber *subscriber)
{
	LL_APPEND2(journal->subscribers, subscriber, next);
	count_wanted(journal);
}

void journal_unsubscribe(struct journal *journal, struct subscriber *subscriber)
{
	if (journal->subscribers)
		LL_DELETE2(journal->subscribers, subscriber, next);
	count_wanted(journal);
}

void journal_want(struct journal *journal, struct subscriber *subscriber, unsigned kinds)
{
	subscriber->kinds = kinds;
	count_wanted(journal);
}

/* Those of which there may be more than anybody looks at. */
static bool many(const struct event *event)
{
	return event->kind == EVENT_CALL || event->kind == EVENT_PACKET ||
	       event->kind == EVENT_STATE;
}

static bool wants(const struct subscriber *subscriber, const struct event *event)
{
	if (subscriber->like)
		subscriber = subscriber->like;
	if (!(subscriber->kinds & EVENT_MASK(event->kind)))
		return false;
	if (event->kind == EVENT_PRINT)
		return !(event->flags & EVENT_OF_TABLE && subscriber->kinds & EVENT_AS_VALUES);
	return !many(event) || (event->flags & EVENT_TOP) || !(subscriber->kinds & EVENT_ONLY_TOP);
}

static void keep(struct journal *journal, const struct event *event)
{
	const bool passing =
		event->kind != EVENT_CALL && many(event) && !(event->flags & EVENT_TOP);
	if (passing && !journal->passing)
		journal->passing = ring_new(journal->kept);
	ring_append(passing ? journal->passing : journal->ring, event);
}

void journal_write(struct journal *journal, struct event *event)
{
	event->time = clock_now();
	if (event->kind == EVENT_CALL && !event->call.begin)
		event->call.begin = event->time;
	if (journal->ring && RING_KINDS & EVENT_MASK(event->kind))
		keep(journal, event);
	/* A subscriber may take itself off the list while it is told. */
	for (struct subscriber *subscriber = journal->subscribers, *next; subscriber;
	     subscriber = next) {
		next = subscriber->next;
		if (wants(subscriber, event))
			subscriber->notify(subscriber->context, event);
	}
}

void journal_keep(struct journal *journal, unsigned count)
{
	ring_free(journal->ring);
	ring_free(journal->passing);
	journal->kept = count;
	journal->passing = NULL;
	journal->ring = count ? ring_new(count) : NULL;
	count_wanted(journal);
}

bool journal_kept(const struct journal *journal, unsigned index, struct event *event)
{
	return journal->ring && ring_event(journal->ring, index, event);
}

bool journal_read(const struct journal *journal, struct journal_reader *reader, struct event *event)
{
	struct event passing;
	const bool kept = journal_kept(journal, reader->kept, event);
	if (!journal->passing || !ring_event(journal->passing, reader->passing, &passing) ||
	    (kept && event->time <= passing.time)) {
		reader->kept++;
		return kept;
	}
	reader->passing++;
	*event = passing;
	return true;
}

void journal_free(struct journal *journal)
{
	ring_free(journal->ring);
	ring_free(journal->passing);
	*journal = (struct journal){0};
}
