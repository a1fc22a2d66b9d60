/*
 * lower: capital letters become small ones.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "commands/bytes/writable.h"

static enum run lower_exec(struct call *call)
{
	struct bytes *bytes = argument_writable(call, 0);
	for (size_t i = 0; i < bytes->length; i++) {
		char byte = bytes->data[i];
		bytes->data[i] = byte >= 'A' && byte <= 'Z' ? (char)(byte ^ 0x20) : byte;
	}
	return call_return(call, value_bytes(bytes));
}

static const struct parameter parameters[] = {
	{"BYTES", &kind_bytes, ARGUMENT_REQUIRED, .text = "the text"},
	{0},
};

const struct command command_lower = {
	.name = "lower",
	.summary = "turn capital letters into small ones",
	.parameters = parameters,
	.result = "the bytes with capital letters made small",
	.help = "Only the letters of ASCII are letters here; all other bytes stay as they are.",
	.python = "data.lower()",
	.c = "for (size_t i = 0; i < n; i++)\n\tdata[i] = tolower(data[i]);",
	.example = "expect (lower 'ABC 1') == 'abc 1'\n",
	.exec = lower_exec,
};
