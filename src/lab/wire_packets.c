/*
 * wire_packets: each frame that has come as an object with a number: the latest are kept, and those that are
 * held.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <linux/if_ether.h>
#include <stdlib.h>
#include <string.h>
#include <utlist.h>

#include "handsh/packet_map.h"
#include "lab/captures.h"

#define FLOWS_KEPT 4096 /* connections of a wire whose beginning is known */
/* Effects of which everybody is told; a delay is usual where there is one. */
#define TOLD (unsigned)(~(1u << EFFECT_DELAYED))

/* ---- the object ---- */

static void forget_ends(struct packet *packet)
{
	object_release(packet->wire);
	object_release(packet->from);
	object_release(packet->to);
}

static void packet_destroy(struct object *object)
{
	forget_ends((struct packet *)object);
	free(object);
}

const char *packet_fate_named(enum packet_fate fate)
{
	static const char *const names[] = {"held", "passed", "dropped", "lost", "injected"};
	return names[fate];
}

static struct value name_value(const struct host *host)
{
	return host ? value_bytes(bytes_text(host->name)) : VALUE_NIL;
}

/* "delayed duplicated" */
static struct value impaired_value(const struct packet *packet)
{
	struct buffer text = {0};
	for (unsigned i = 0; i < EFFECTS; i++)
		if (packet->effects >> i & 1)
			buffer_format(&text, "%s%s", text.length ? " " : "",
				      name_of(&rule_effect_names, (int)i));
	return value_bytes(bytes_from(&text));
}

void packet_outcome_format(const struct packet *packet, struct buffer *text)
{
	const char *between = "";
	if (packet->fate != PACKET_PASSED) {
		buffer_text(text, packet_fate_name(packet));
		return;
	}
	for (unsigned i = 0; i < EFFECTS; i++) {
		if (!(packet->effects >> i & 1))
			continue;
		buffer_format(text, "%s%s", between, name_of(&rule_effect_names, (int)i));
		if (i == EFFECT_DELAYED) {
			buffer_byte(text, ' ');
			duration_format(packet->delay, text);
		}
		between = ", ";
	}
}

struct value packet_value(const struct packet *packet)
{
	struct map *map = map_put_text(map_new(), "id", value_int(packet->id));
	map = map_put_text(map, "time", value_int(packet->time));
	map = map_put_text(map, "wire", value_bytes(bytes_text(packet->wire->name)));
	map = map_put_text(map, "from", name_value(packet->from));
	map = map_put_text(map, "to", name_value(packet->to));
	map = map_put_text(map, "fate", value_bytes(bytes_text(packet_fate_name(packet))));
	map = map_put_text(map, "impaired", impaired_value(packet));
	map = map_put_text(map, "rule", packet->rule ? value_int(packet->rule) : VALUE_NIL);
	map = map_put_text(map, "delay", value_int(packet->delay));
	return value_object(TYPE_MAP,
			    packet_to_map(map, packet->frame, packet->length, &packet->note));
}

void packet_head_format(const struct packet *packet, struct buffer *text)
{
	struct packet_decoded decoded = {0};
	buffer_format(text, "#%u  %s > %s  ", packet->id, packet->from ? packet->from->name : "-",
		      packet->to ? packet->to->name : "*");
	packet_decode(packet->frame, packet->length, &packet->note, &decoded);
	packet_line(&decoded, text);
	packet_decoded_free(&decoded);
}

static void packet_format(const struct object *object, struct buffer *text)
{
	packet_head_format((const struct packet *)object, text);
}

static struct value get_id(const struct object *object)
{
	return value_int(((const struct packet *)object)->id);
}

static struct value get_fate(const struct object *object)
{
	return value_bytes(bytes_text(packet_fate_name((const struct packet *)object)));
}

static struct value get_outcome(const struct object *object)
{
	struct buffer text = {0};
	packet_outcome_format((const struct packet *)object, &text);
	return value_bytes(bytes_from(&text));
}

static struct value get_value(const struct object *object)
{
	return packet_value((const struct packet *)object);
}

static const struct field fields[] = {
	{"id", get_id}, {"fate", get_fate}, {"outcome", get_outcome}, {"value", get_value}, {0}};

const struct behaviour packet_behaviour = {
	.destroy = packet_destroy, .format = packet_format, .fields = fields};

bool packet_matches(const struct packet *packet, const struct packet_match *match)
{
	const struct packet_seen seen = {
		.frame = packet->frame,
		.length = packet->length,
		.summary = &packet->summary,
		.note = &packet->note,
		.from = packet->from ? packet->from->name : NULL,
		.to = packet->to ? packet->to->name : NULL,
	};
	return !match || packet_match(match, &seen);
}

/* ---- those that are kept ---- */

/*
 * The memory of the one that is no longer among the latest serves again where nobody else has it: it need
 * not be found for each packet, and given back.
 */
static struct packet *packet_allocate(struct packet **place, size_t length)
{
	struct packet *packet = *place;
	uint32_t room = (uint32_t)length;
	if (packet && packet->object.references == 1 && packet->room >= length) {
		room = packet->room;
		forget_ends(packet);
	} else {
		object_release(packet);
		packet = memory_allocate(sizeof(*packet) + length);
	}
	memset(packet, 0, sizeof(*packet));
	packet->object = (struct object){&packet_behaviour, 1};
	packet->room = room;
	*place = packet;
	return packet;
}

struct packet *packet_new(struct lab *lab, struct wire *wire, const struct frame *frame,
			  const struct station *from, const struct station *to)
{
	const uint32_t id = ++lab->last_packet;
	struct packet *packet = packet_allocate(&lab->latest[id % PACKETS_KEPT], frame->length);
	packet->id = id;
	packet->time = frame->time;
	packet->wire = object_retain(wire);
	packet->from = from ? object_retain(from->host) : NULL;
	packet->to = to ? object_retain(to->host) : NULL;
	packet->length = (uint32_t)frame->length;
	memcpy(packet->frame, frame->data, frame->length);
	packet_summarize(packet->frame, packet->length, &packet->summary);
	if (!wire->flows)
		wire->flows = flows_new(FLOWS_KEPT);
	flows_take(wire->flows, &packet->summary, packet->time, &packet->note);
	return packet;
}

bool packet_is_told(const struct packet *packet)
{
	return packet->fate != PACKET_PASSED || (packet->effects & TOLD);
}

static void tell(struct lab *lab, const struct packet *packet, const char *became)
{
	struct journal *journal = machine_journal(lab->machine);
	const bool top = became || packet_is_told(packet);
	if (!journal_wants_packet(journal, top))
		return;
	struct event event = {
		.kind = EVENT_PACKET,
		.flags = top ? EVENT_TOP : 0,
		.packet = {&packet->object, became, packet->fate == PACKET_HELD && !became}};
	journal_write(journal, &event);
}

/* Those that pass are noted where they do. */
static void note_gone(struct lab *lab, const struct packet *packet)
{
	if (packet->fate == PACKET_LOST || packet->fate == PACKET_DROPPED)
		captures_note(lab, packet);
}

void packet_came(struct lab *lab, struct packet *packet)
{
	if (packet->fate == PACKET_HELD) {
		object_retain(packet);
		DL_APPEND2(lab->held, packet, previous, next);
	}
	tell(lab, packet, NULL);
	note_gone(lab, packet);
	packet_waiters_wake(lab, packet);
}

void lab_look(struct lab *lab)
{
	wire_socket_look(&lab->socket);
}

void lab_turn(struct lab *lab)
{
	if (!wire_socket_turn(&lab->socket) && lab->captures)
		captures_write(lab);
}

/* ---- looking up ---- */

/* The number of the oldest that is among the latest. */
static uint32_t first_kept(const struct lab *lab)
{
	return lab->last_packet < PACKETS_KEPT ? 1 : lab->last_packet - PACKETS_KEPT + 1;
}

struct packet *packet_next(const struct lab *lab, const struct packet *packet)
{
	if (!lab)
		return NULL;
	const uint32_t first = first_kept(lab);
	uint32_t number = packet ? packet->id + 1 : 1;
	if (number < first) {
		struct packet *held = packet ? packet->next : lab->held;
		if (held && held->id < first)
			return held;
		number = first;
	}
	for (; number <= lab->last_packet; number++)
		if (lab->latest[number % PACKETS_KEPT])
			return lab->latest[number % PACKETS_KEPT];
	return NULL;
}

uint32_t packet_skip(struct lab *lab)
{
	struct packet **place = &lab->latest[++lab->last_packet % PACKETS_KEPT];
	object_release(*place);
	*place = NULL;
	return lab->last_packet;
}

void packets_begin(struct lab *lab, uint32_t last)
{
	lab->last_packet = last;
}

uint32_t packet_last(const struct lab *lab)
{
	return lab->last_packet;
}

struct packet *packet_find(const struct lab *lab, uint32_t id)
{
	if (!lab || !id || id > lab->last_packet)
		return NULL;
	if (id >= first_kept(lab))
		return lab->latest[id % PACKETS_KEPT];
	struct packet *held = lab->held;
	while (held && held->id < id)
		held = held->next;
	return held && held->id == id ? held : NULL;
}

struct packet *packet_oldest_held(const struct lab *lab, const struct wire *wire)
{
	struct packet *packet = lab ? lab->held : NULL;
	while (packet && wire && packet->wire != wire)
		packet = packet->next;
	return packet;
}

/* ---- what becomes of those that are held ---- */

static void let_go(struct lab *lab, struct packet *packet, enum packet_fate fate)
{
	DL_DELETE2(lab->held, packet, previous, next);
	packet->fate = (uint8_t)fate;
	tell(lab, packet, packet_fate_name(packet));
	note_gone(lab, packet);
	object_release(packet);
}

const struct station *packet_station(const struct packet *packet)
{
	const unsigned char *source = packet->frame + ETH_ALEN;
	for (unsigned i = 1; packet->from && i <= WIRE_HOSTS; i++) {
		const struct station *station = packet->wire->stations[i];
		if (station && &station->host->host == packet->from &&
		    memcmp(station->end.hardware, source, HARDWARE) == 0)
			return station;
	}
	return NULL;
}

void packet_pass(struct lab *lab, struct packet *packet, uint32_t copies)
{
	const struct station *from = packet_station(packet);
	struct state_look look;
	object_retain(packet);
	state_before(lab, packet, &look);
	for (uint32_t i = 0; i < copies; i++)
		traffic_send(lab, packet->wire, from, packet->frame, packet->length, 0);
	wire_socket_flush(&lab->socket);
	let_go(lab, packet, PACKET_PASSED);
	state_after(lab, packet, &look);
	object_release(packet);
}

void packet_drop(struct lab *lab, struct packet *packet)
{
	let_go(lab, packet, PACKET_DROPPED);
}

struct packet *packet_inject(struct lab *lab, struct wire *wire, const void *data, size_t length)
{
	const struct frame frame = {.data = data, .length = length, .time = clock_wall()};
	struct packet *packet = packet_new(lab, wire, &frame, NULL, traffic_to(wire, data));
	struct state_look look;
	packet->fate = PACKET_INJECTED;
	state_before(lab, packet, &look);
	captures_note(lab, packet);
	traffic_send(lab, wire, NULL, packet->frame, packet->length, packet->time);
	wire_socket_flush(&lab->socket);
	packet_came(lab, packet);
	state_after(lab, packet, &look);
	return packet;
}

void packets_free(struct lab *lab)
{
	while (lab->held) {
		struct packet *packet = lab->held;
		DL_DELETE2(lab->held, packet, previous, next);
		object_release(packet);
	}
	for (unsigned i = 0; i < PACKETS_KEPT; i++)
		object_release(lab->latest[i]);
}
