/*
 * mend: what was cut is whole again.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "commands/lab/packet_words.h"

static enum run mend_exec(struct call *call)
{
	return cables_set(call, false);
}

const struct command command_mend = {
	.name = "mend",
	.summary = "mend the cables of hosts",
	.parameters = cable_parameters,
	.errors = cable_errors,
	.help = "What cut has cut. What was lost meanwhile stays lost: it is the hosts' to send it again.",
	.python = "subprocess.run(['tc', 'qdisc', 'del', 'dev', 'eth0', 'root'])",
	.c = "/* no call does it */",
	.example = "host a b\ncut\nmend\nu = b.socket udp; u.bind '' 53\n"
		   "v = a.socket udp; v.sendto b 53 hello\nexpect (u.recv) == 'hello'\n",
	.exec = mend_exec,
};
