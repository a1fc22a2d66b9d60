/*
 * xor: exclusive or.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/command.h"

static void fill(const struct call *call, char *data, size_t start, size_t end)
{
	const char *a = call_argument(call, 0).bytes->data, *b = call_argument(call, 1).bytes->data;
	for (size_t i = start; i < end; i++)
		data[i] = a[i] ^ b[i];
}

static enum run xor_exec(struct call *call)
{
	struct value a = call_argument(call, 0), b = call_argument(call, 1);
	if (a.type == TYPE_INT && b.type == TYPE_INT)
		return call_return(call, value_int(a.integer ^ b.integer));
	if (a.type != TYPE_BYTES || b.type != TYPE_BYTES) {
		call_fail(call, "TYPE", "two ints or two bytes are needed, not %s and %s",
			  value_type_name(a.type), value_type_name(b.type));
		return RUN_FAIL;
	}
	if (a.bytes->length != b.bytes->length)
		return call_fail(call, "RANGE", "both must be of one length, not %zu and %zu bytes",
				 a.bytes->length, b.bytes->length);
	return call_fill(call, a.bytes->length, fill);
}

static const struct parameter parameters[] = {
	{"A", &kind_value, ARGUMENT_REQUIRED, .text = "bytes, or an int"},
	{"B", &kind_value, ARGUMENT_REQUIRED, .text = "bytes of the same length, or an int"},
	{0},
};

static const struct command_error errors[] = {
	{"TYPE", "A and B are of different types, or of another type"},
	{"RANGE", "the bytes are not equally long"},
	{0},
};

const struct command command_xor = {
	.name = "xor",
	.summary = "combine bits that differ",
	.parameters = parameters,
	.result = "bytes, or an int, with a bit set where A and B differ",
	.errors = errors,
	.help = "Digits without quotes are a number: xor 6 3 is 5, while xor '6' '3' is one byte, "
		"\"\\x05\".",
	.python = "a ^ b",
	.c = "a ^ b",
	.example = "expect (xor 6 3) == 5\n"
		   "expect (xor 'ab' \"\\x20\\x20\") == 'AB'\n",
	.exec = xor_exec,
	.measure = call_measure_filled,
};
