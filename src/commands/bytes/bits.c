/*
 * bits, unbits: bytes as a text of 0 and 1, and back.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/command.h"

static void fill_bits(const struct call *call, char *data, size_t start, size_t end)
{
	const char *bytes = call_argument(call, 0).bytes->data;
	for (size_t i = start; i < end; i++)
		data[i] = '0' + ((unsigned char)bytes[i / 8] >> (7 - i % 8) & 1);
}

static enum run bits_exec(struct call *call)
{
	const struct bytes *bytes = call_argument(call, 0).bytes;
	if (bytes->length > BYTES_MAX / 8)
		return call_fail(call, "RANGE", "the text would be longer than %zu bytes",
				 BYTES_MAX);
	return call_fill(call, 8 * bytes->length, fill_bits);
}

/* Of whole bytes, but for what may be too much at the end. */
static enum run decode_piece(struct call *call)
{
	const struct bytes *text = call_argument(call, 0).bytes;
	struct bytes *bytes = (struct bytes *)call->state;
	size_t i = call->done, end = piece_end(i, text->length, PIECE_BYTES);
	unsigned byte = 0;
	for (; i < end; i++) {
		char bit = text->data[i];
		if (bit != '0' && bit != '1')
			return call_fail(call, "TYPE", "byte %zu is neither 0 nor 1", i);
		byte = (byte << 1 | (bit == '1')) & 0xff;
		if (i % 8 == 7)
			bytes->data[bytes->length++] = (char)byte;
	}
	call->done = end;
	if (end < text->length)
		return RUN_WAIT;
	if (end % 8)
		return call_fail(call, "RANGE",
				 "a byte is eight bits, and %zu are no multiple of it", end);
	return call_return_decoded(call);
}

static enum run unbits_exec(struct call *call)
{
	call_decoded(call, call_argument(call, 0).bytes->length / 8);
	return call_pieces(call, decode_piece);
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
	.measure = call_measure_filled,
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
	.measure = call_measure_first,
};
