/*
 * lower: capital letters become small ones.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/command.h"

static void fill(const struct call *call, char *data, size_t start, size_t end)
{
	const char *from = call_argument(call, 0).bytes->data;
	for (size_t i = start; i < end; i++)
		data[i] = from[i] >= 'A' && from[i] <= 'Z' ? (char)(from[i] ^ 0x20) : from[i];
}

static enum run lower_exec(struct call *call)
{
	return call_fill(call, call_argument(call, 0).bytes->length, fill);
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
	.measure = call_measure_filled,
};
