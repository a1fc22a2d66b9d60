/*
 * upper: small letters become capital ones.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/command.h"

static void fill(const struct call *call, char *data, size_t start, size_t end)
{
	const char *from = call_argument(call, 0).bytes->data;
	for (size_t i = start; i < end; i++)
		data[i] = from[i] >= 'a' && from[i] <= 'z' ? (char)(from[i] ^ 0x20) : from[i];
}

static enum run upper_exec(struct call *call)
{
	return call_fill(call, call_argument(call, 0).bytes->length, fill);
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
	.measure = call_measure_filled,
};
