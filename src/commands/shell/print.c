/*
 * print: writes values.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/command.h"
#include "handsh/walk.h"

enum { OPTION_NO_NEWLINE, OPTION_RAW };

static struct value value_at(const struct call *call, size_t index)
{
	return call_argument(call, (unsigned)index);
}

static enum run print_exec(struct call *call)
{
	struct formatted text;
	const struct texts texts = {value_at, call->count, " ", 1};
	enum run run = call_text(call, &texts, &text);
	if (run != RUN_DONE)
		return run;
	if (!call_option(call, OPTION_NO_NEWLINE))
		formatted_letters(&text, "\n", 1);
	call_print_formatted(call, &text, call_option(call, OPTION_RAW));
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
		"whatever is not printable is escaped (\\e), so that no peer can drive it; --raw "
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
