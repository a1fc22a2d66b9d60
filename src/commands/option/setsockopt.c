/*
 * setsockopt: sets a socket option.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "commands/option/option_argument.h"

static void journal(struct call *call, struct handle *handle, const struct socket_option *option,
		    const union option_setting *setting, int number)
{
	struct buffer text = {0};
	if (!call_wanted(call))
		return;
	struct event event = socket_event("setsockopt", handle, number ? -1 : 0, number);
	event_word(&event, option->level->name);
	event_word(&event, option->c_name);
	socket_option_format(option, setting, &text);
	event_word(&event, buffer_cstring(&text));
	call_journal(call, handle, &event);
	buffer_free(&text);
}

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
	journal(call, handle, option, &setting, number);
	if (number)
		return socket_failed(call, handle, "setsockopt", number);
	return call_return(call, VALUE_NIL);
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
		"connections of its port are in TIME_WAIT.",
	.python = "s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)",
	.c = "int on = 1;\nsetsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);",
	.example = "s = socket tcp\n"
		   "s.setsockopt reuseaddr on\n"
		   "expect (s.getsockopt reuseaddr)\n"
		   "s.setsockopt rcvtimeo 200ms\n"
		   "expect (s.getsockopt rcvtimeo) == '200ms'\n",
	.exec = setsockopt_exec,
};
