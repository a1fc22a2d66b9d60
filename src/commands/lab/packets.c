/*
 * packets: those that are held, and the latest.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <stdlib.h>

#include "commands/lab/packet_words.h"
#include "handsh/grow.h"

/* What a call has found; its state. */
struct found {
	struct object object;
	struct packet **packets; /* held */
	uint32_t count, room;
};

static void found_destroy(struct object *object)
{
	struct found *found = (struct found *)object;
	while (found->count)
		object_release(found->packets[--found->count]);
	free(found->packets);
	free(found);
}

static const struct behaviour found_behaviour = {.destroy = found_destroy};

static void find(struct call *call, struct lab *lab, const struct packet_match *match)
{
	const struct wire *wire = call_wire(call);
	struct found *found = memory_zeroed(1, sizeof(*found));
	found->object = (struct object){&found_behaviour, 1};
	call->state = &found->object;
	for (struct packet *packet = NULL; (packet = packet_next(lab, packet));) {
		if ((wire && packet->wire != wire) || !packet_matches(packet, match))
			continue;
		found->packets = grow_array(found->packets, found->count, &found->room, 16,
					    sizeof(*found->packets));
		found->packets[found->count++] = object_retain(packet);
	}
}

static struct value packets_value(struct call *call)
{
	const struct found *found = (const struct found *)call->state;
	struct list *list = list_new(found->count);
	for (uint32_t i = 0; i < found->count; i++)
		list = list_append(list, packet_value(found->packets[i]));
	return value_object(TYPE_LIST, list);
}

static void packets_text(struct call *call, struct buffer *text)
{
	const struct found *found = (const struct found *)call->state;
	const struct display *display = call_shell(call)->display;
	const unsigned width = display_is_terminal(display) ? display_width(display) : 0;
	for (uint32_t i = 0; i < found->count; i++) {
		const struct event event = {.kind = EVENT_PACKET,
					    .packet = {&found->packets[i]->object, NULL}};
		packet_event_format(&event, width, text);
		buffer_byte(text, '\n');
	}
}

static enum run packets_exec(struct call *call)
{
	static const struct exhibit exhibit = {.value = packets_value, .text = packets_text};
	struct lab *lab = call_lab(call);
	struct packet_match *match;
	if (!lab)
		return RUN_FAIL;
	if (!call->state) {
		if (!filter_take(call, 0, &match))
			return RUN_FAIL;
		find(call, lab, match);
		packets_witness(call, lab);
		packet_match_free(match);
	}
	return call_exhibit(call, &exhibit);
}

static const struct parameter parameters[] = {
	{"FILTER", &kind_filter, ARGUMENT_REST, .text = "as of hold; none: all"},
	{0},
};

static const struct command_error errors[] = {
	ERRORS_OF_FILTERS,
	{"USAGE", "there is no wire", "host a b makes two hosts, and a wire between them"},
	{0},
};

const struct command command_packets = {
	.name = "packets",
	.summary = "show the packets that are held, and the latest",
	.flags = COMMAND_ON_WIRE,
	.parameters = parameters,
	.result = "where its value is taken: a list of packets, maps as packet gives them",
	.errors = errors,
	.help = "The latest 1,024 are kept, and all that are held. A line is a packet: its number, from whom "
		"to whom, what is in it, and what has become of it, unless it has passed. Numbers of TCP are "
		"relative: the SYN has 0. Where expect within 1s (packets rst) is not met in time, its error shows "
		"the packets that came instead.",
	.python = "# scapy: sniff(count=10).summary()",
	.c = "recvmsg(packet_fd, &frame, 0);",
	.example = "host a b\n"
		   "u = b.socket udp; u.bind '' 53\n"
		   "v = a.socket udp; v.sendto b 53 hello\n"
		   "u.recv\n"
		   "packets\n"
		   "expect (packets udp 'dst port 53')[0].payload == 'hello'\n",
	.exec = packets_exec,
};
