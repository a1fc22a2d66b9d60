/*
 * departures: packets that a rule has delayed, until they go on.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <stdlib.h>

#include "handsh/grow.h"
#include "lab/table.h"

#define MOST 100000 /* on their way at once: what comes beyond them is lost */

struct departure {
	int64_t due;
	uint64_t number;
	struct packet *packet; /* held */
	uint32_t copies, mtu;
};

static bool is_before(const struct departure *a, const struct departure *b)
{
	return a->due < b->due || (a->due == b->due && a->number < b->number);
}

/* ---- the heap: of place i the two after it are 2 i + 1 and 2 i + 2 ---- */

static void push(struct departures *departures, const struct departure *departure)
{
	departures->heap = grow_array(departures->heap, departures->count, &departures->room, 64,
				      sizeof(*departures->heap));
	struct departure *heap = departures->heap;
	uint32_t place = departures->count++;
	for (; place && is_before(departure, &heap[(place - 1) / 2]); place = (place - 1) / 2)
		heap[place] = heap[(place - 1) / 2];
	heap[place] = *departure;
}

static struct departure pop(struct departures *departures)
{
	struct departure *heap = departures->heap;
	const struct departure first = heap[0], last = heap[--departures->count];
	uint32_t place = 0, next;
	while ((next = 2 * place + 1) < departures->count) {
		if (next + 1 < departures->count && is_before(&heap[next + 1], &heap[next]))
			next++;
		if (!is_before(&heap[next], &last))
			break;
		heap[place] = heap[next];
		place = next;
	}
	heap[place] = last;
	return first;
}

/* ---- going on ---- */

static void send_one(struct lab *lab, const struct departure *departure)
{
	struct state_look look;
	struct packet *packet = departure->packet;
	const bool changes = state_before(lab, packet, &look);
	traffic_go_on(lab, packet, packet_station(packet), departure->copies, departure->mtu);
	if (changes)
		wire_socket_flush(&lab->socket);
	state_after(lab, packet, &look);
}

/* As many as one system call sends: a packet is held until it has gone. */
static uint32_t send_due(struct lab *lab, int64_t now)
{
	struct departures *departures = &lab->departures;
	struct packet *gone[WIRE_BATCH];
	uint32_t count = 0;
	while (count < WIRE_BATCH && departures->count && departures->heap[0].due <= now) {
		const struct departure next = pop(departures);
		send_one(lab, &next);
		gone[count++] = next.packet;
	}
	wire_socket_flush(&lab->socket);
	for (uint32_t i = 0; i < count; i++)
		object_release(gone[i]);
	return count;
}

static void depart(struct machine *machine, struct alarm *alarm);

static void set_alarm(struct lab *lab)
{
	struct departures *departures = &lab->departures;
	if (departures->count)
		alarm_set(lab->machine, &departures->alarm, departures->heap[0].due, depart);
}

static void depart(struct machine *machine, struct alarm *alarm)
{
	struct lab *lab = (struct lab *)((char *)alarm - offsetof(struct lab, departures.alarm));
	const int64_t now = clock_now();
	(void)machine;
	while (send_due(lab, now) == WIRE_BATCH)
		;
	set_alarm(lab);
}

bool departures_add(struct lab *lab, struct packet *packet, const struct passage *passage)
{
	struct departures *departures = &lab->departures;
	if (departures->count == MOST)
		return false;
	const struct departure departure = {.due = passage->due,
					    .number = ++departures->last,
					    .packet = object_retain(packet),
					    .copies = passage->copies,
					    .mtu = passage->mtu};
	push(departures, &departure);
	set_alarm(lab);
	return true;
}

void departures_free(struct lab *lab)
{
	struct departures *departures = &lab->departures;
	alarm_clear(lab->machine, &departures->alarm);
	while (departures->count)
		object_release(departures->heap[--departures->count].packet);
	free(departures->heap);
}
