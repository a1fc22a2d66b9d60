/*
 * inject: packets that nobody has sent.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <inttypes.h>

#include "commands/lab/packet_words.h"
#include "handsh/packet_map.h"

enum { OPTION_AS_IS };

#define FRAME_MOST 1600 /* bytes: none longer fits on a wire */

static const struct packet *base_of(struct call *call, struct lab *lab)
{
	const int64_t number = call_argument(call, 0).integer;
	const struct packet *base =
		number > 0 && number <= UINT32_MAX ? packet_find(lab, (uint32_t)number) : NULL;
	if (!base) {
		call_fail(call, "UNKNOWN", "there is no packet %" PRId64, number);
		error_hint(call->error, "packets shows those that are kept");
	}
	return base;
}

/* The frame, of the packet with changes, of a map alone, or as it stands. */
static bool build(struct call *call, struct lab *lab, const struct packet *base,
		  struct buffer *frame)
{
	const struct value value = call_argument(call, base ? 1 : 0);
	const struct packet_hosts hosts = lab_packet_hosts(lab);
	if (value.type == TYPE_BYTES) {
		buffer_append(frame, value.bytes->data, value.bytes->length);
		return true;
	}
	struct map *none = value.type == TYPE_MAP ? NULL : map_new();
	const struct packet_wish wish = {
		.base = base ? base->frame : NULL,
		.base_length = base ? base->length : 0,
		.map = none ? none : value.map,
		.seq_base = base ? base->note.seq_base : 0,
		.ack_base = base ? base->note.ack_base : 0,
		.as_is = call_option(call, OPTION_AS_IS),
		.hosts = &hosts,
		.call = "inject",
	};
	const bool good = packet_build(&wish, frame, &call->error);
	object_release(none);
	return good;
}

/* That before the dot, that of the base, or that on which a host has the frame's address. */
static struct wire *wire_of(struct call *call, struct lab *lab, const struct packet *base,
			    const struct buffer *frame)
{
	struct wire *wire = call_wire(call), *each = NULL;
	if (!wire && base)
		wire = base->wire;
	while (!wire && (each = wire_next(lab, each)))
		if (wire_has(each, frame->data))
			wire = each;
	return wire ? wire : wire_next(lab, NULL);
}

static enum run inject(struct call *call, struct lab *lab, const struct packet *base)
{
	struct buffer frame = {0};
	const bool good = build(call, lab, base, &frame);
	enum run run = RUN_FAIL;
	if (good && (frame.length < PACKET_LEAST || frame.length > FRAME_MOST)) {
		call_fail(call, "RANGE", "a frame has %d to %d bytes, not %zu", PACKET_LEAST,
			  FRAME_MOST, frame.length);
	} else if (good) {
		const struct packet *packet = packet_inject(lab, wire_of(call, lab, base, &frame),
							    frame.data, frame.length);
		run = call_return(call, call_dropped(call) ? VALUE_NIL : value_int(packet->id));
	}
	buffer_free(&frame);
	return run;
}

static enum run inject_exec(struct call *call)
{
	struct lab *lab = call_lab(call);
	const struct value first = call_argument(call, 0), second = call_argument(call, 1);
	const bool changes = call_given(call, 1);
	if (!lab)
		return RUN_FAIL;
	if (changes && second.type != TYPE_MAP) {
		call_fail(call, "TYPE", "CHANGES is a map");
		error_hint(call->error, "in brackets, as ({flags: RST})");
		return RUN_FAIL;
	}
	if (first.type == TYPE_INT) {
		const struct packet *base = base_of(call, lab);
		return base ? inject(call, lab, base) : RUN_FAIL;
	}
	if (first.type != TYPE_MAP && first.type != TYPE_BYTES)
		return call_fail(call, "TYPE", "N is the number of a packet, a map or bytes");
	if (changes)
		return call_fail(call, "USAGE", "changes are of a packet with a number");
	return inject(call, lab, NULL);
}

static bool convert(struct call *call, const struct parameter *parameter, struct value *value)
{
	int64_t number;
	(void)call, (void)parameter;
	if (value->type == TYPE_BYTES && bytes_to_int(value->bytes, &number)) {
		value_release(*value);
		*value = value_int(number);
	}
	return true;
}

static void complete(struct shell *shell, const struct parameter *parameter, const char *prefix,
		     struct completion *completion)
{
	(void)parameter, (void)prefix;
	complete_packets(shell, false, completion);
}

static const struct kind kind_packet = {
	.name = "a packet", .convert = convert, .complete = complete};

static const struct parameter parameters[] = {
	{"N", &kind_packet, ARGUMENT_REQUIRED,
	 .text = "the number of a packet, of which it is a copy; or a map, as packet gives it; or the bytes of "
		 "a frame"},
	{"CHANGES", &kind_value, ARGUMENT_OPTIONAL,
	 .text = "a map: what is otherwise than in the copy"},
	{0},
};

static const struct command_option options[] = {
	[OPTION_AS_IS] = {.name = "as-is",
			  .text = "lengths and checksums stay as the map and the copy have "
				  "them, wrong or right"},
	{0},
};

static const struct command_error errors[] = {
	{"UNKNOWN", "no packet has the number, or it is kept no longer"},
	{"TYPE", "a key of the map is none of a packet, or its value does not fit"},
	{"RANGE", "a value is out of its field's range, or the frame is too long for a wire"},
	{"USAGE", "there is no wire", "host a b makes two hosts, and a wire between them"},
	{0},
};

const struct command command_inject = {
	.name = "inject",
	.summary = "send a packet that is made by hand",
	.flags = COMMAND_ON_WIRE,
	.parameters = parameters,
	.options = options,
	.result = "its number",
	.errors = errors,
	.help = "inject 7 sends a copy of packet 7; inject 7 ({flags: RST seq: 101 payload: ''}) one that "
		"differs: the changes win, and lengths and checksums are made right. seq and ack count as they "
		"are shown for the connection of the copy; of a map alone rawseq and rawack are meant, and "
		"addresses may be hosts' names. It goes to whom its hardware address says, past all that is "
		"held.",
	.python = "# scapy: sendp(Ether()/IP(dst='10.0.0.2')/TCP(dport=80, flags='R'))",
	.c = "sendto(packet_fd, frame, length, 0, &link, sizeof(link));",
	.example = "host a b\n"
		   "u = b.socket udp; u.bind '' 53\n"
		   "inject ({proto: udp src: a dst: b sport: 9 dport: 53 payload: forged})\n"
		   "expect (u.recv) == 'forged'\n",
	.exec = inject_exec,
};
