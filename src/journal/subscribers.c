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

void journal_write(struct journal *journal, struct event *event)
{
	event->time = clock_now();
	if (event->kind == EVENT_CALL && !event->call.begin)
		event->call.begin = event->time;
	const bool passing =
		event->kind != EVENT_CALL && many(event) && !(event->flags & EVENT_TOP);
	if (journal->ring && RING_KINDS & EVENT_MASK(event->kind) && !passing)
		ring_append(journal->ring, event);
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
	journal->ring = count ? ring_new(count) : NULL;
	count_wanted(journal);
}

bool journal_kept(const struct journal *journal, unsigned index, struct event *event)
{
	return journal->ring && ring_event(journal->ring, index, event);
}

void journal_free(struct journal *journal)
{
	ring_free(journal->ring);
	*journal = (struct journal){0};
}
