/*
 * drop: packets that are held go no further.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <stdlib.h>

#include "commands/lab/held.h"
#include "commands/lab/packet_words.h"

enum { OPTION_NEXT };

static void drop(struct lab *lab, const struct held *held)
{
	if (held->packet)
		packet_drop(lab, held->packet);
	else
		piece_decide(held->piece, PACKET_DROPPED);
}

static enum run drop_held(struct call *call, struct lab *lab)
{
	unsigned count;
	struct held *held = held_take(call, lab, &count);
	if (!held)
		return RUN_FAIL;
	for (unsigned i = 0; i < count; i++)
		if (held_still(&held[i]))
			drop(lab, &held[i]);
	free(held);
	return RUN_DONE;
}

static enum run drop_exec(struct call *call)
{
	struct lab *lab;
	if (!call_numbers(call, &lab))
		return RUN_FAIL;
	if (!call_option(call, OPTION_NEXT))
		return drop_held(call, lab);
	if (call->count && call_given(call, 0))
		return call_fail(call, "USAGE",
				 "--next is about packets to come: no numbers beside it");
	if (!(lab = call_lab(call)))
		return RUN_FAIL;
	wire_expect(lab, call_wire(call), PACKET_DROPPED,
		    (uint32_t)call_option_value(call, OPTION_NEXT).integer);
	return RUN_DONE;
}

static const struct parameter parameters[] = {
	{"N", &kind_held, ARGUMENT_REST,
	 .text = "numbers of packets that are held; none: the oldest"},
	{0},
};

static const struct parameter next_value[] = {
	{"K", &kind_int, .least = 1, .most = UINT32_MAX, .text = "how many"}, {0}};

static const struct command_option options[] = {
	[OPTION_NEXT] = {.name = "next",
			 .value = next_value,
			 .text = "the next K to come are dropped, whether anything is held or not"},
	{0},
};

static const struct command_error errors[] = {ERRORS_OF_HELD, {0}};

const struct command command_drop = {
	.name = "drop",
	.summary = "take held packets off the wire",
	.flags = COMMAND_ON_WIRE,
	.parameters = parameters,
	.options = options,
	.errors = errors,
	.help = "Nobody is told: its sender finds out as of any loss, by an answer that does not come. "
		"Of relay --hold it takes a piece out.",
	.python = "# there is nothing like it",
	.c = "/* the frame is received, and not sent */",
	.example = "host a b\n"
		   "u = b.socket udp; u.bind '' 53\n"
		   "drop --next 1\n"
		   "v = a.socket udp\n"
		   "v.sendto b 53 lost; v.sendto b 53 arrives\n"
		   "expect (u.recv) == 'arrives'\n"
		   "expect (packets udp)[0].fate == 'dropped'\n",
	.exec = drop_exec,
};
