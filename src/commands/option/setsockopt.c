/*
 * setsockopt: sets a socket option.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "commands/option/option_argument.h"

static enum run setsockopt_exec(struct call *call)
{
	struct error *error;
	union option_setting setting;
	struct handle *handle = call_socket(call);
	const struct socket_option *option = handle ? option_argument(call) : NULL;
	if (!option)
		return RUN_FAIL;
	if (!socket_option_convert(option, call_argument(call, 1), &setting, &error))
		return call_error(call, error);
	int number = socket_option_set(handle, option, &setting);
	struct answer answer = answer_is("setsockopt", handle, 0, number);
	struct buffer text = {0};
	enum run run = call_answered(call, &answer, argument_constant(option->level->name),
				     argument_constant(option->c_name),
				     setting_argument(option, &setting, &text));
	buffer_free(&text);
	return run;
}

static const struct parameter parameters[] = {
	{"NAME", &kind_option, ARGUMENT_REQUIRED, .listed = true,
	 .text = "reuseaddr, rcvbuf …; SO_REUSEADDR serves too"},
	{"VALUE", &kind_value, ARGUMENT_REQUIRED,
	 .text = "on or off, a number, a size (64k), a duration (200ms), as the option wants"},
	{0},
};

const struct command command_setsockopt = {
	.name = "setsockopt",
	.summary = "set a socket option",
	.flags = COMMAND_ON_SOCKET,
	.parameters = parameters,
	.calls = "setsockopt(2)",
	.errors = option_errors,
	.help = "reuseaddr, before bind, lets a server start again at once although old "
		"connections of its port are in TIME_WAIT: if those had it too, as connections "
		"have from the listener that took them. It does not let two sockets listen on one "
		"port.",
	.python = "s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)",
	.c = "int on = 1;\nsetsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);",
	.example = "s = socket tcp\n"
		   "s.setsockopt reuseaddr on\n"
		   "expect (s.getsockopt reuseaddr)\n"
		   "s.setsockopt rcvtimeo 200ms\n"
		   "expect (s.getsockopt rcvtimeo) == '200ms'\n",
	.exec = setsockopt_exec,
};
