/*
 * bits, unbits: bytes as a text of 0 and 1, and back.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/command.h"

static enum run bits_exec(struct call *call)
{
	const struct bytes *bytes = call_argument(call, 0).bytes;
	if (bytes->length > BYTES_MAX / 8)
		return call_fail(call, "RANGE", "the text would be longer than %zu bytes",
				 BYTES_MAX);
	struct bytes *text = bytes_allocate(8 * bytes->length);
	for (size_t i = 0; i < text->length; i++)
		text->data[i] = '0' + ((unsigned char)bytes->data[i / 8] >> (7 - i % 8) & 1);
	return call_return(call, value_bytes(text));
}

static enum run unbits_exec(struct call *call)
{
	const struct bytes *text = call_argument(call, 0).bytes;
	struct bytes *bytes = bytes_allocate(text->length / 8);
	enum run run = RUN_DONE;
	unsigned byte = 0;
	for (size_t i = 0; i < text->length && run == RUN_DONE; i++) {
		char bit = text->data[i];
		if (bit != '0' && bit != '1')
			run = call_fail(call, "TYPE", "byte %zu is neither 0 nor 1", i);
		byte = (byte << 1 | (bit == '1')) & 0xff;
		if (i % 8 == 7)
			bytes->data[i / 8] = (char)byte;
	}
	if (run == RUN_DONE && text->length % 8)
		run = call_fail(call, "RANGE",
				"a byte is eight bits, and %zu are no multiple of it",
				text->length);
	if (run == RUN_DONE)
		return call_return(call, value_bytes(bytes));
	object_release(bytes);
	return run;
}

static const struct parameter bits_parameters[] = {
	{"BYTES", &kind_bytes, ARGUMENT_REQUIRED, .text = "the bytes"},
	{0},
};

const struct command command_bits = {
	.name = "bits",
	.summary = "write bytes as the digits 0 and 1",
	.parameters = bits_parameters,
	.result = "eight digits for each byte, its highest bit first",
	.help = "For the bits of a number use format '%b' N.",
	.python = "''.join(f'{b:08b}' for b in data)",
	.c = "for (int i = 7; i >= 0; i--)\n\tputchar('0' + (byte >> i & 1));",
	.example = "expect (bits 'AB') == '0100000101000010'\n",
	.exec = bits_exec,
};

static const struct parameter unbits_parameters[] = {
	{"BITS", &kind_bytes, ARGUMENT_REQUIRED, .text = "digits 0 and 1, a multiple of eight"},
	{0},
};

static const struct command_error unbits_errors[] = {
	{"TYPE", "something else than 0 and 1"},
	{"RANGE", "the last byte is not whole", "put zeros in front"},
	{0},
};

const struct command command_unbits = {
	.name = "unbits",
	.summary = "make bytes of the digits 0 and 1",
	.parameters = unbits_parameters,
	.result = "the bytes",
	.errors = unbits_errors,
	.help = "The opposite of bits.",
	.python = "int(text, 2).to_bytes(len(text) // 8, 'big')",
	.c = "strtol(text, NULL, 2)",
	.example = "expect (unbits '0100000101000010') == 'AB'\n",
	.exec = unbits_exec,
};
