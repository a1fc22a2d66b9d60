/*
 * print: writes values.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/command.h"

enum { OPTION_NO_NEWLINE, OPTION_RAW };

static enum run print_exec(struct call *call)
{
	struct buffer text = {0};
	for (unsigned i = 0; i < call->count; i++) {
		if (i)
			buffer_byte(&text, ' ');
		value_format(call_argument(call, i), &text);
		if (text.length > BYTES_MAX) {
			buffer_free(&text);
			return call_fail(call, "RANGE", "the text is longer than %zu bytes",
					 BYTES_MAX);
		}
	}
	if (!call_option(call, OPTION_NO_NEWLINE))
		buffer_byte(&text, '\n');
	if (call_option(call, OPTION_RAW))
		call_print_raw(call, text.data, text.length);
	else
		call_print(call, text.data, text.length);
	buffer_free(&text);
	return call_return(call, VALUE_NIL);
}

static const struct parameter parameters[] = {
	{"V", &kind_value, ARGUMENT_REST, .text = "what to write, with blanks between"},
	{0},
};

static const struct command_option options[] = {
	[OPTION_NO_NEWLINE] = {'n', .text = "no newline after it"},
	[OPTION_RAW] = {0, "raw", .text = "bytes as they are, even to a terminal"},
	{0},
};

const struct command command_print = {
	.name = "print",
	.summary = "write values to standard output",
	.parameters = parameters,
	.options = options,
	.help = "Bytes are written as they are, lists and maps as they can be typed. On a terminal "
		"whatever is not printable is escaped (\\x1b), so that no peer can drive it; --raw "
		"passes it on.",
	.python = "print(*v)",
	.c = "printf(\"%s\\n\", text);",
	.example = "print hello world\n"
		   "print -n 'one '\n"
		   "print 'line'\n"
		   "print (1 + 2) [1 'a'] ({k: nil})\n"
		   "expect error USAGE { print -x }\n",
	.exec = print_exec,
};
