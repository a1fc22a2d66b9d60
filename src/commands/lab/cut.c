/*
 * cut: nothing that hosts send or are sent arrives.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "commands/lab/packet_words.h"

static enum run cut_exec(struct call *call)
{
	return cables_set(call, true);
}

const struct command command_cut = {
	.name = "cut",
	.summary = "cut the cables of hosts",
	.parameters = cable_parameters,
	.errors = cable_errors,
	.help = "What they send is lost, and what is sent to them; held packets too, when they are let go. "
		"Nobody is told, as when a cable is pulled further on: interfaces stay up. "
		"Before a dot stands one wire: w2.cut a; else all are meant.",
	.python =
		"subprocess.run(['tc', 'qdisc', 'add', 'dev', 'eth0', 'root', 'netem', 'loss', '100%'])",
	.c = "/* no call does it */",
	.example = "host a b\n"
		   "u = b.socket udp; u.bind '' 53\n"
		   "cut b\n"
		   "v = a.socket udp; v.sendto b 53 lost\n"
		   "expect (packets udp)[0].fate == 'lost'\n"
		   "mend\n"
		   "v.sendto b 53 arrives\n"
		   "expect (u.recv) == 'arrives'\n",
	.exec = cut_exec,
};
