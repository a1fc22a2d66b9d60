/*
 * release: nothing is held any more.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "commands/lab/packet_words.h"

static enum run release_exec(struct call *call)
{
	struct lab *lab = call_lab(call);
	if (!lab)
		return RUN_FAIL;
	wire_release(lab, call_wire(call));
	struct buffer text = {0};
	wires_format(lab, call_wire(call), &text);
	buffer_text(&text, ": holds nothing");
	return call_return(call, value_bytes(bytes_from(&text)));
}

static const struct command_error errors[] = {
	{"USAGE", "there is no wire", "host a b makes two hosts, and a wire between them"},
	{0},
};

const struct command command_release = {
	.name = "release",
	.summary = "hold no more packets, and let those go that are held",
	.flags = COMMAND_ON_WIRE,
	.result = "that nothing is held, in words",
	.errors = errors,
	.help = "They go in the order in which they came. What pass and drop have said with --next about "
		"those to come is over as well. Before a dot stands one wire: w2.release; else all are "
		"meant.",
	.python = "# there is nothing like it",
	.c = "sendmmsg(packet_fd, held, count, 0);",
	.example = "host a b\nhold\nexpect (release) == 'wire: holds nothing'\n",
	.exec = release_exec,
};
