/*
 * str: any value as text.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/command.h"

static enum run str_exec(struct call *call)
{
	struct value value = call_argument(call, 0);
	struct buffer text = {0};
	if (value.type == TYPE_BYTES)
		return call_return(call, value_retain(value));
	value_format(value, &text);
	if (text.length > BYTES_MAX) {
		buffer_free(&text);
		return call_fail(call, "RANGE", "the text would be longer than %zu bytes",
				 BYTES_MAX);
	}
	return call_return(call, value_bytes(bytes_from(&text)));
}

static const struct parameter parameters[] = {
	{"V", &kind_value, ARGUMENT_REQUIRED, .text = "any value"},
	{0},
};

const struct command command_str = {
	.name = "str",
	.summary = "make bytes of any value, as print shows it",
	.parameters = parameters,
	.result = "bytes",
	.help = "A number becomes its digits, an address 127.0.0.1:80, a list [1 \"a\"]; "
		"bytes stay as they are.",
	.python = "str(v)",
	.c = "snprintf(text, sizeof text, \"%d\", v);",
	.example = "expect (str 42) == '42'\n"
		   "expect (str [1 'a']) == '[1 \"a\"]'\n",
	.exec = str_exec,
};
