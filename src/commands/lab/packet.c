/*
 * packet: one packet in full, by its number; or the next that fits.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <inttypes.h>

#include "commands/lab/packet_words.h"

enum { OPTION_HEX };

static void decoded_text(const struct packet *packet, bool hex, struct buffer *text)
{
	struct packet_decoded decoded = {0};
	packet_decode(packet->frame, packet->length, &packet->note, &decoded);
	if (hex)
		packet_hex(&decoded, packet->frame, packet->length, text);
	else
		packet_full(&decoded, text);
	packet_decoded_free(&decoded);
}

static enum run show(struct call *call, const struct packet *packet)
{
	struct buffer text = {0};
	if (!call_dropped(call))
		return call_return(call, packet_value(packet));
	const struct event event = {.kind = EVENT_PACKET, .packet = {&packet->object, NULL}};
	packet_event_format(&event, 0, &text);
	buffer_byte(&text, '\n');
	decoded_text(packet, call_option(call, OPTION_HEX), &text);
	call_print(call, text.data, text.length);
	buffer_free(&text);
	return call_return(call, VALUE_NIL);
}

static enum run show_number(struct call *call, struct lab *lab, int64_t number)
{
	const struct packet *packet =
		number > 0 && number <= UINT32_MAX ? packet_find(lab, (uint32_t)number) : NULL;
	if (packet)
		return show(call, packet);
	call_fail(call, "UNKNOWN", "there is no packet %" PRId64, number);
	error_hint(call->error, "packets shows those that are kept");
	return RUN_FAIL;
}

static enum run packet_exec(struct call *call)
{
	struct lab *lab = call_lab(call);
	struct packet_match *match = NULL;
	struct packet *found;
	int64_t number;
	if (!lab)
		return RUN_FAIL;
	const struct value first = call_argument(call, 0);
	if (call->count == 1 && (first.type == TYPE_INT ||
				 (first.type == TYPE_BYTES && bytes_to_int(first.bytes, &number))))
		return show_number(call, lab, first.type == TYPE_INT ? first.integer : number);
	if (call_option(call, OPTION_HEX))
		return call_fail(call, "USAGE", "--hex goes with the number of a packet");
	if (!call->state && !filter_take(call, 0, &match))
		return RUN_FAIL;
	const enum run run = packet_await(call, lab, match, &found);
	if (run != RUN_DONE)
		return run;
	call_return(call, call_dropped(call) ? VALUE_NIL : packet_value(found));
	object_release(found);
	return RUN_DONE;
}

/* Before a digit is typed, of those alone that are looked at first. */
static void complete(struct shell *shell, const struct parameter *parameter, const char *prefix,
		     struct completion *completion)
{
	complete_packets(shell, !*prefix, completion);
	kind_filter.complete(shell, parameter, prefix, completion);
}

static const struct kind kind_packet = {.name = "a packet, or a word of a filter",
					.complete = complete};

static const struct parameter parameters[] = {
	{"N", &kind_packet, ARGUMENT_REQUIRED,
	 .text = "the number of a packet; or the first word of a filter, as of hold"},
	{"FILTER", &kind_filter, ARGUMENT_REST, .text = "further words"},
	{0},
};

static const struct command_option options[] = {
	[OPTION_HEX] = {.name = "hex", .text = "with the bytes of each field"},
	{0},
};

static const struct command_error errors[] = {
	{"UNKNOWN", "no packet has the number, or it is kept no longer; or there is no such host"},
	{"TYPE", "the words are none of a filter, or do not fit together"},
	{"USAGE", "there is no wire", "host a b makes two hosts, and a wire between them"},
	{0},
};

const struct command command_packet = {
	.name = "packet",
	.summary = "show a packet in full, or wait for one",
	.flags = COMMAND_ON_WIRE,
	.parameters = parameters,
	.options = options,
	.result = "a map: id time wire from to fate impaired rule delay proto src dst sport dport "
		  "flags seq ack win options payload bytes …, as far as the packet has them",
	.errors = errors,
	.help = "packet 7 shows number 7: each header, each field. packet syn gives the first packet that "
		"fits and is held; where none is it waits for one to come, whatever becomes of it. "
		"time is in nanoseconds since 1970; from and to are hosts, fate is held, passed, "
		"dropped (by hand), lost (by a rule or a cut) or injected; impaired, rule and "
		"delay are what impair did to it; seq and ack are relative, rawseq and rawack as "
		"they stand there.",
	.python = "# scapy: packet.show()",
	.c = "recvmsg(packet_fd, &frame, 0);",
	.example = "host a b\n"
		   "l = b.socket tcp; l.bind '' 80; l.listen\n"
		   "t = spawn { packet synack }\n"
		   "c = a.socket tcp; c.connect b 80\n"
		   "p = wait $t\n"
		   "packet $p.id\n"
		   "expect $p.flags == 'SYN ACK' and $p.ack == 1\n",
	.exec = packet_exec,
};
