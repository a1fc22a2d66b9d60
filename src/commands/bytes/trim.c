/*
 * trim: takes blanks off both ends.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/command.h"

static enum run trim_exec(struct call *call)
{
	struct bytes *bytes = call_argument(call, 0).bytes;
	size_t start = 0, end = bytes->length;
	while (start < end && byte_is_blank(bytes->data[start]))
		start++;
	while (end > start && byte_is_blank(bytes->data[end - 1]))
		end--;
	return call_return(call, value_bytes(bytes_slice(bytes, start, end - start)));
}

static const struct parameter parameters[] = {
	{"BYTES", &kind_bytes, ARGUMENT_REQUIRED, .text = "the text"},
	{0},
};

const struct command command_trim = {
	.name = "trim",
	.summary = "take blanks and line ends off both ends",
	.parameters = parameters,
	.result = "the bytes without blanks at their ends",
	.help = "Blanks are the space, tab, newline, carriage return, vertical tab and form feed.",
	.python = "data.strip()",
	.example = "expect (trim \" a line\\r\\n\") == 'a line'\n",
	.exec = trim_exec,
};
