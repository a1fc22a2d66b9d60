/*
 * type: what a value is.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/command.h"

static enum run type_exec(struct call *call)
{
	const char *name = value_type_name(call_argument(call, 0).type);
	return call_return(call, value_bytes(bytes_text(name)));
}

static const struct parameter parameters[] = {
	{"V", &kind_value, ARGUMENT_REQUIRED, .text = "any value"},
	{0},
};

const struct command command_type = {
	.name = "type",
	.summary = "tell what kind of value it is",
	.parameters = parameters,
	.result = "nil, bool, int, bytes, list, map, address, socket, task or error, as bytes",
	.help = "Words are bytes, even 007 and 2s; only an integer in its shortest form, true, "
		"false and nil are something else without quotes.",
	.python = "type(v).__name__",
	.example = "expect (type 5) == 'int'\n"
		   "expect (type '5') == 'bytes'\n"
		   "expect (type [5]) == 'list'\n",
	.exec = type_exec,
};
