/*
 * upper: small letters become capital ones.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "commands/bytes/writable.h"

static enum run upper_exec(struct call *call)
{
	struct bytes *bytes = argument_writable(call, 0);
	for (size_t i = 0; i < bytes->length; i++) {
		char byte = bytes->data[i];
		bytes->data[i] = byte >= 'a' && byte <= 'z' ? (char)(byte ^ 0x20) : byte;
	}
	return call_return(call, value_bytes(bytes));
}

static const struct parameter parameters[] = {
	{"BYTES", &kind_bytes, ARGUMENT_REQUIRED, .text = "the text"},
	{0},
};

const struct command command_upper = {
	.name = "upper",
	.summary = "turn small letters into capital ones",
	.parameters = parameters,
	.result = "the bytes with small letters made capital",
	.help = "Only the letters of ASCII are letters here; all other bytes stay as they are.",
	.python = "data.upper()",
	.c = "for (size_t i = 0; i < n; i++)\n\tdata[i] = toupper(data[i]);",
	.example = "expect (upper 'abc 1') == 'ABC 1'\n",
	.exec = upper_exec,
};
