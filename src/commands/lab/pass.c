/*
 * pass: packets that are held go on.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <inttypes.h>
#include <stdlib.h>

#include "commands/lab/held.h"
#include "commands/lab/packet_words.h"

enum { OPTION_NEXT, OPTION_COPIES, OPTION_FLIP, OPTION_AS };

#define COPIES_MOST 1000

/* A piece's bits are those of its bytes. */
static bool flip(struct call *call, const struct held *held)
{
	const int64_t bit = call_option_value(call, OPTION_FLIP).integer;
	struct bytes *bytes =
		held->piece ? bytes_new(held->piece->bytes->data, held->piece->bytes->length)
			    : NULL;
	const size_t length = bytes ? bytes->length : held->packet->length;
	const uint32_t id = bytes ? held->piece->id : held->packet->id;
	if (packet_flip(bytes ? (void *)bytes->data : held->packet->frame, length, (uint64_t)bit)) {
		if (bytes)
			piece_change(held->piece, bytes);
		return true;
	}
	object_release(bytes);
	call_fail(call, "RANGE", "packet %" PRIu32 " has %zu bits", id, length * 8);
	error_hint(call->error, "0 to %zu, counted from its beginning%s", length * 8 - 1,
		   held->packet ? ": packet N --hex shows them" : "");
	return false;
}

static bool change(struct call *call, const struct held *held)
{
	if (call_option(call, OPTION_AS) && held->packet) {
		call_fail(call, "USAGE", "--as is for the pieces of relay --hold");
		error_hint(call->error,
			   "inject makes packets: inject %" PRIu32 " ({payload: BYTES})",
			   held->packet->id);
		return false;
	}
	if (call_option(call, OPTION_COPIES) && held->piece)
		return call_fail(call, "USAGE", "--copies is for packets") == RUN_DONE;
	if (call_option(call, OPTION_AS))
		piece_change(held->piece, object_retain(call_option_value(call, OPTION_AS).bytes));
	return !call_option(call, OPTION_FLIP) || flip(call, held);
}

static void let_go(struct call *call, struct lab *lab, const struct held *held)
{
	const bool copies = call_option(call, OPTION_COPIES);
	const int64_t times = copies ? call_option_value(call, OPTION_COPIES).integer : 1;
	if (held->packet)
		packet_pass(lab, held->packet, (uint32_t)times);
	else
		piece_decide(held->piece, PACKET_PASSED);
}

/* What is wrong with one is found before any goes. */
static enum run pass_held(struct call *call, struct lab *lab)
{
	unsigned count;
	bool good = true;
	struct held *held = held_take(call, lab, &count);
	if (!held)
		return RUN_FAIL;
	for (unsigned i = 0; good && i < count; i++)
		good = change(call, &held[i]);
	for (unsigned i = 0; good && i < count; i++)
		if (held_still(&held[i]))
			let_go(call, lab, &held[i]);
	free(held);
	return good ? RUN_DONE : RUN_FAIL;
}

static bool for_held(const struct call *call)
{
	return call_option(call, OPTION_COPIES) || call_option(call, OPTION_FLIP) ||
	       call_option(call, OPTION_AS);
}

static enum run pass_exec(struct call *call)
{
	struct lab *lab;
	if (!call_numbers(call, &lab)) {
		if (!call_shell(call)->lab)
			error_hint(call->error,
				   "host a b makes two, and a wire between them; Python's "
				   "pass is an empty block: { }");
		return RUN_FAIL;
	}
	if (!call_option(call, OPTION_NEXT))
		return pass_held(call, lab);
	if (call->count && call_given(call, 0))
		return call_fail(call, "USAGE",
				 "--next is about packets to come: no numbers beside it");
	if (for_held(call))
		return call_fail(call, "USAGE",
				 "--copies, --flip and --as are for packets that are held");
	if (!(lab = call_lab(call)))
		return RUN_FAIL;
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

static const struct parameter as_value[] = {{"BYTES", &kind_bytes, .text = "instead of its own"},
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
	[OPTION_AS] = {.name = "as",
		       .value = as_value,
		       .text = "a piece of relay --hold goes as these bytes"},
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
		"what that answers is the next packet. The pieces of relay --hold go on in the same way.",
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
