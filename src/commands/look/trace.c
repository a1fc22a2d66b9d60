/*
 * trace: whether calls inside blocks and tasks are shown too.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/command.h"

static enum run trace_exec(struct call *call)
{
	display_trace(call_shell(call)->display, call_argument(call, 0).boolean);
	return call_return(call, VALUE_NIL);
}

static const struct parameter parameters[] = {
	{"MODE", &kind_switch, ARGUMENT_REQUIRED,
	 .text = "on: every call everywhere; off: those of the top level"},
	{0},
};

const struct command command_trace = {
	.name = "trace",
	.summary = "choose whether the calls of blocks and tasks are shown",
	.parameters = parameters,
	.help = "From then on each call has its line, whoever makes it and also when it fails, "
		"with the bytes that it received; the option -x does the same from the first. "
		"journal shows what was called before.",
	.python = "sys.settrace(…)",
	.c = "strace -e trace=network ./a.out",
	.example = "trace on\n"
		   "if true { s = socket udp }\n"
		   "trace off\n"
		   "expect error TYPE { trace maybe }\n",
	.exec = trace_exec,
};
