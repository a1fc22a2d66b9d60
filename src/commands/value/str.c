/*
 * str: any value as text.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/command.h"
#include "handsh/walk.h"

static struct value value_at(const struct call *call, size_t index)
{
	return call_argument(call, (unsigned)index);
}

static enum run str_exec(struct call *call)
{
	struct value value = call_argument(call, 0);
	struct formatted text;
	if (value.type == TYPE_BYTES)
		return call_return(call, value_retain(value));
	if (!value_counted(value)) {
		struct buffer word = {0};
		value_format(value, &word);
		return call_return(call, value_bytes(bytes_from(&word)));
	}
	const struct texts texts = {.value_at = value_at, .count = 1};
	enum run run = call_text(call, &texts, &text);
	return run == RUN_DONE ? call_return(call, value_bytes(formatted_bytes(&text))) : run;
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
