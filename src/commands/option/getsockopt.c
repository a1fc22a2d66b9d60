/*
 * getsockopt: reads a socket option.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "commands/option/option_argument.h"

/* The line shows what the kernel gave: 1, not true. */
static void journal(struct call *call, struct handle *handle, const struct socket_option *option,
		    const union option_setting *setting, int number)
{
	struct buffer text = {0};
	struct event event = socket_event("getsockopt", handle, number ? -1 : 0, number);
	event_word(&event, option->level->name);
	event_word(&event, option->c_name);
	if (!number)
		socket_option_format(option, setting, &text);
	event.call.word = number ? NULL : buffer_cstring(&text);
	call_journal(call, handle, &event);
	buffer_free(&text);
}

static enum run getsockopt_exec(struct call *call)
{
	union option_setting setting;
	struct handle *handle = call_socket(call);
	const struct socket_option *option = handle ? option_argument(call) : NULL;
	if (!option)
		return RUN_FAIL;
	int number = socket_option_get(handle, option, &setting);
	if (call_wanted(call))
		journal(call, handle, option, &setting, number);
	if (number)
		return socket_failed(call, handle, "getsockopt", number);
	return call_return(call, socket_option_value(option, &setting));
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
