/*
 * ord, chr: a byte as a number, and back.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/command.h"

static enum run ord_exec(struct call *call)
{
	const struct bytes *bytes = call_argument(call, 0).bytes;
	if (bytes->length != 1) {
		call_fail(call, "RANGE", "BYTE is one byte, not %zu", bytes->length);
		if (bytes->length)
			error_hint(call->error, "take one: ord ($x[0])");
		return RUN_FAIL;
	}
	return call_return(call, value_int((unsigned char)bytes->data[0]));
}

static enum run chr_exec(struct call *call)
{
	char byte = (char)call_argument(call, 0).integer;
	return call_return(call, value_bytes(bytes_new(&byte, 1)));
}

static const struct parameter ord_parameters[] = {
	{"BYTE", &kind_bytes, ARGUMENT_REQUIRED, .text = "one byte"},
	{0},
};

static const struct command_error ord_errors[] = {
	{"RANGE", "there are no bytes, or more than one"},
	{0},
};

const struct command command_ord = {
	.name = "ord",
	.summary = "tell the number of a byte",
	.parameters = ord_parameters,
	.result = "an int, 0 to 255",
	.errors = ord_errors,
	.help = "A number counts as its digits: ord 5 is 53, the number of the byte '5'.",
	.python = "data[0]",
	.c = "(unsigned char)c",
	.example = "expect (ord 'A') == 65\n"
		   "expect (ord \"\\xff\") == 255\n",
	.exec = ord_exec,
};

static const struct parameter chr_parameters[] = {
	{"N", &kind_int, ARGUMENT_REQUIRED, .most = 255, .text = "the byte's number"},
	{0},
};

static const struct command_error chr_errors[] = {
	{"RANGE", "N is no byte: 0 to 255"},
	{0},
};

const struct command command_chr = {
	.name = "chr",
	.summary = "make the byte of a number",
	.parameters = chr_parameters,
	.result = "one byte",
	.errors = chr_errors,
	.help = "For characters beyond ASCII write \"\\u{20ac}\".",
	.python = "bytes([n])",
	.c = "(char)n",
	.example = "expect (chr 65) == 'A'\n"
		   "expect (len (chr 0)) == 1\n",
	.exec = chr_exec,
};
