/*
 * pass: packets that are held go on.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <inttypes.h>
#include <stdlib.h>

#include "commands/lab/packet_words.h"

enum { OPTION_NEXT, OPTION_COPIES, OPTION_FLIP };

#define COPIES_MOST 1000

static bool flip(struct call *call, struct packet *packet)
{
	const int64_t bit = call_option_value(call, OPTION_FLIP).integer;
	if (packet_flip(packet->frame, packet->length, (uint64_t)bit))
		return true;
	call_fail(call, "RANGE", "packet %" PRIu32 " has %" PRIu32 " bits", packet->id,
		  packet->length * 8);
	error_hint(call->error,
		   "0 to %" PRIu32 ", counted from the frame's beginning: packet %" PRIu32
		   " --hex shows them",
		   packet->length * 8 - 1, packet->id);
	return false;
}

/* What is wrong with one is found before any goes. */
static bool flip_all(struct call *call, struct packet **packets, unsigned count)
{
	for (unsigned i = 0; call_option(call, OPTION_FLIP) && i < count; i++)
		if (!flip(call, packets[i]))
			return false;
	return true;
}

static enum run pass_held(struct call *call, struct lab *lab)
{
	unsigned count;
	const bool copies = call_option(call, OPTION_COPIES);
	const int64_t times = copies ? call_option_value(call, OPTION_COPIES).integer : 1;
	struct packet **packets = held_take(call, lab, &count);
	if (!packets)
		return RUN_FAIL;
	const bool good = flip_all(call, packets, count);
	for (unsigned i = 0; good && i < count; i++)
		if (packets[i]->fate == PACKET_HELD) /* named twice it goes once */
			packet_pass(lab, packets[i], (uint32_t)times);
	free(packets);
	return good ? RUN_DONE : RUN_FAIL;
}

static enum run pass_exec(struct call *call)
{
	struct lab *lab = call_lab(call);
	if (!lab) {
		error_hint(call->error,
			   "host a b makes two, and a wire between them; Python's pass is an "
			   "empty block: { }");
		return RUN_FAIL;
	}
	if (!call_option(call, OPTION_NEXT))
		return pass_held(call, lab);
	if (call->count && call_given(call, 0))
		return call_fail(call, "USAGE",
				 "--next is about packets to come: no numbers beside it");
	if (call_option(call, OPTION_COPIES) || call_option(call, OPTION_FLIP))
		return call_fail(call, "USAGE",
				 "--copies and --flip are for packets that are held");
	wire_expect(lab, call_wire(call), PACKET_PASSED,
		    (uint32_t)call_option_value(call, OPTION_NEXT).integer);
	return RUN_DONE;
}

static const struct parameter parameters[] = {
	{"N", &kind_held, ARGUMENT_REST,
	 .text = "numbers of packets that are held, in the order in which they are to go; none: the oldest"},
	{0},
};

static const struct parameter next_value[] = {
	{"K", &kind_int, .least = 1, .most = UINT32_MAX, .text = "how many"}, {0}};
static const struct parameter copies_value[] = {
	{"COUNT", &kind_int, .least = 1, .most = COPIES_MOST, .text = "how often it goes"}, {0}};
static const struct parameter flip_value[] = {
	{"BIT", &kind_int, .least = 0, .most = UINT32_MAX,
	 .text = "of the frame, the first bit of its first byte being 0"},
	{0}};

static const struct command_option options[] = {
	[OPTION_NEXT] = {.name = "next",
			 .value = next_value,
			 .text = "the next K to come pass, whatever is held"},
	[OPTION_COPIES] = {.name = "copies",
			   .value = copies_value,
			   .text = "it goes so many times, one after the other"},
	[OPTION_FLIP] = {.name = "flip",
			 .value = flip_value,
			 .text = "one bit of it is changed, and no checksum made right for that"},
	{0},
};

static const struct command_error errors[] = {
	ERRORS_OF_HELD,
	{"RANGE", "the packet has no such bit"},
	{0},
};

const struct command command_pass = {
	.name = "pass",
	.summary = "let held packets go",
	.flags = COMMAND_ON_WIRE,
	.parameters = parameters,
	.options = options,
	.errors = errors,
	.help = "Each goes to whom its address says, in the order of the numbers: pass 3 2 reorders two. "
		"What it brings about has happened when pass returns: the receiving kernel has seen it, and "
		"what that answers is the next packet.",
	.python = "# there is nothing like it",
	.c = "sendto(packet_fd, frame, length, 0, &link, sizeof(link));",
	.example = "host a b\n"
		   "l = b.socket tcp; l.bind '' 80; l.listen\n"
		   "hold syn\n"
		   "c = a.socket tcp\n"
		   "t = spawn { c.connect b 80 }\n"
		   "packet syn\n"
		   "pass\n"
		   "wait $t\n"
		   "expect (packets syn)[0].fate == 'passed'\n",
	.exec = pass_exec,
};
