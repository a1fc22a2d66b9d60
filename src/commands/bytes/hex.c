/*
 * hex, unhex: bytes as pairs of hexadecimal digits, and back.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/command.h"

static void fill_hex(const struct call *call, char *data, size_t start, size_t end)
{
	static const char digits[] = "0123456789abcdef";
	const char *bytes = call_argument(call, 0).bytes->data;
	for (size_t i = start / 2; i < end / 2; i++) {
		unsigned char byte = (unsigned char)bytes[i];
		data[2 * i] = digits[byte >> 4];
		data[2 * i + 1] = digits[byte & 15];
	}
}

static enum run hex_exec(struct call *call)
{
	const struct bytes *bytes = call_argument(call, 0).bytes;
	if (bytes->length > BYTES_MAX / 2)
		return call_fail(call, "RANGE", "the text would be longer than %zu bytes",
				 BYTES_MAX);
	return call_fill(call, 2 * bytes->length, fill_hex);
}

/* Ends between two pairs. */
static enum run decode_piece(struct call *call)
{
	const struct bytes *text = call_argument(call, 0).bytes;
	struct bytes *bytes = (struct bytes *)call->state;
	size_t i = call->done, end = piece_end(i, text->length, PIECE_BYTES);
	int high = -1; /* the first digit of a pair whose second has not come */
	for (; i < end || (high >= 0 && i < text->length); i++) {
		int digit = digit_value(text->data[i]);
		/* Between pairs only: a:bc is a slip. */
		if (digit < 0 && high < 0 && (text->data[i] == ':' || byte_is_blank(text->data[i])))
			continue;
		if (digit < 0)
			return call_fail(call, "TYPE",
					 "byte %zu is not part of a pair of hex digits", i);
		if (high >= 0)
			bytes->data[bytes->length++] = (char)(high << 4 | digit);
		high = high < 0 ? digit : -1;
	}
	call->done = i;
	if (high >= 0)
		return call_fail(call, "TYPE", "a byte is two digits, and %zu are an odd number",
				 2 * bytes->length + 1);
	return i < text->length ? RUN_WAIT : call_return_decoded(call);
}

static enum run unhex_exec(struct call *call)
{
	call_decoded(call, call_argument(call, 0).bytes->length / 2);
	return call_pieces(call, decode_piece);
}

static const struct parameter hex_parameters[] = {
	{"BYTES", &kind_bytes, ARGUMENT_REQUIRED, .text = "the bytes"},
	{0},
};

const struct command command_hex = {
	.name = "hex",
	.summary = "write bytes as hexadecimal digits",
	.parameters = hex_parameters,
	.result = "two digits for each byte",
	.help = "For a number in base 16 use format '%x' N; "
		"for a picture of what was received hexdump.",
	.python = "data.hex()",
	.c = "for (size_t i = 0; i < n; i++)\n\tprintf(\"%02x\", data[i]);",
	.example = "expect (hex \"AB\\n\") == '41420a'\n",
	.exec = hex_exec,
	.measure = call_measure_filled,
};

static const struct parameter unhex_parameters[] = {
	{"DIGITS", &kind_bytes, ARGUMENT_REQUIRED,
	 .text = "pairs of hexadecimal digits, maybe with blanks or colons between the pairs"},
	{0},
};

static const struct command_error unhex_errors[] = {
	{"TYPE", "something else than pairs of hexadecimal digits"},
	{0},
};

const struct command command_unhex = {
	.name = "unhex",
	.summary = "make bytes of hexadecimal digits",
	.parameters = unhex_parameters,
	.result = "the bytes",
	.errors = unhex_errors,
	.help = "Quote digits that begin with 0 or not as you like: 00ff is a word either way.",
	.python = "bytes.fromhex(text)",
	.c = "for (size_t i = 0; i < n; i++)\n\tsscanf(text + 2 * i, \"%2hhx\", &data[i]);",
	.example = "expect (unhex '41 42 0a') == \"AB\\n\"\n"
		   "expect (unhex de:ad:be:ef | hex) == 'deadbeef'\n",
	.exec = unhex_exec,
	.measure = call_measure_first,
};
