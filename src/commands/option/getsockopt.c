/*
 * getsockopt: reads a socket option.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "commands/option/option_argument.h"

static enum run getsockopt_exec(struct call *call)
{
	union option_setting setting;
	struct handle *handle = call_socket(call);
	const struct socket_option *option = handle ? option_argument(call) : NULL;
	if (!option)
		return RUN_FAIL;
	int number = socket_option_get(handle, option, &setting);
	struct answer answer = answer_is("getsockopt", handle, 0, number);
	struct buffer text = {0};
	if (!number)
		answer_give(&answer, socket_option_value(option, &setting));
	if (!number && call_wanted(call)) /* the line shows what the kernel gave: 1, not true */
		answer.gave = setting_argument(option, &setting, &text);
	enum run run = call_answered(call, &answer, argument_constant(option->level->name),
				     argument_constant(option->c_name));
	buffer_free(&text);
	return run;
}

static const struct parameter parameters[] = {
	{"NAME", &kind_option, ARGUMENT_REQUIRED,
	 .text = "reuseaddr, rcvbuf …; SO_REUSEADDR serves too"},
	{0},
};

const struct command command_getsockopt = {
	.name = "getsockopt",
	.summary = "read a socket option",
	.flags = COMMAND_ON_SOCKET,
	.parameters = parameters,
	.result = "the option's value: a bool, an int, a duration such as \"200ms\", or a name",
	.calls = "getsockopt(2)",
	.errors = option_errors,
	.help = "linger gives seconds, or \"off\". error gives the name of the error that waits, "
		"or 0, and takes it away. What it gives can be given to setsockopt again; "
		"rcvbuf and sndbuf read twice what was set, "
		"since the kernel counts its own needs too. help setsockopt lists the options.",
	.python = "s.getsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR)",
	.c = "int value;\n"
	     "socklen_t size = sizeof value;\n"
	     "getsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &value, &size);",
	.example = "s = socket tcp\n"
		   "expect (s.getsockopt type) == 'SOCK_STREAM'\n"
		   "expect (s.getsockopt error) == 0\n",
	.exec = getsockopt_exec,
};
