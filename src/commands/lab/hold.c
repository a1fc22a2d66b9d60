/*
 * hold: packets stop on the wire, until they are let go.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "commands/lab/packet_words.h"

static enum run hold_exec(struct call *call)
{
	struct lab *lab = call_lab(call);
	struct packet_match *match;
	if (!lab || !filter_take(call, 0, &match))
		return RUN_FAIL;
	struct buffer words = {0}, text = {0};
	filter_format(call, 0, &words);
	wire_hold(lab, call_wire(call), match, buffer_cstring(&words));
	wires_format(lab, call_wire(call), &text);
	buffer_format(&text, ": holds %s", buffer_cstring(&words));
	buffer_free(&words);
	return call_return(call, value_bytes(bytes_from(&text)));
}

static const struct parameter parameters[] = {
	{"FILTER", &kind_filter, ARGUMENT_REST,
	 .text = "words that must all fit: syn, synack, ack, fin, rst, data, retransmission, arp, icmp, tcp, "
		 "udp, from HOST, to HOST, and those of pcap-filter(7); none: every packet"},
	{0},
};

static const struct command_error errors[] = {
	ERRORS_OF_FILTERS,
	{"USAGE", "there is no wire", "host a b makes two hosts, and a wire between them"},
	{0},
};

const struct command command_hold = {
	.name = "hold",
	.summary = "hold packets on the wire, until they are let go",
	.flags = COMMAND_ON_WIRE,
	.parameters = parameters,
	.result = "what is held, in words",
	.errors = errors,
	.help = "Each packet that comes from then on and fits is held, and shown; the hosts' kernels wait for "
		"it as for one that is on its way. pass lets one go, drop takes it off the wire, release "
		"ends all holding. What was held before goes on being held. Words that no packet "
		"has met are reported when holding ends. Before a dot stands one wire: "
		"w2.hold; else all are meant.",
	.python = "# there is nothing like it: a kernel module, or tc netem by rules",
	.c = "recvmsg(packet_fd, &frame, 0); /* and not yet: sendmsg(packet_fd, &frame, 0); */",
	.example = "host a b\n"
		   "l = b.socket tcp; l.bind '' 80; l.listen\n"
		   "hold\n"
		   "c = a.socket tcp\n"
		   "t = spawn { c.connect b 80 }\n"
		   "p = packet syn\n"
		   "expect $p.fate == 'held' and $p.from == 'a'\n"
		   "release\n"
		   "wait $t\n",
	.exec = hold_exec,
};
