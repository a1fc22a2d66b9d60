/*
 * percent, unpercent: bytes as URLs carry them, and back: RFC 3986, section 2.1.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <string.h>

#include "handsh/command.h"

enum { OPTION_FORM, OPTION_KEEP };

/* ---- bytes to text ---- */

/* Which bytes stand as they are. */
struct plain {
	bool bytes[256];
};

static void choose_plain(const struct call *call, struct plain *plain)
{
	static const char unreserved[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
					 "0123456789-._~";
	struct value keep = call_option_value(call, OPTION_KEEP);
	memset(plain, 0, sizeof(*plain));
	for (const char *next = unreserved; *next; next++)
		plain->bytes[(unsigned char)*next] = true;
	for (size_t i = 0; keep.type == TYPE_BYTES && i < keep.bytes->length; i++)
		plain->bytes[(unsigned char)keep.bytes->data[i]] = true;
}

static size_t encode_byte(unsigned char byte, bool plain, bool form, char *out)
{
	static const char digits[] = "0123456789ABCDEF";
	out[0] = plain ? (char)byte : '%';
	if (plain)
		return 1;
	if (form && byte == ' ') {
		out[0] = '+';
		return 1;
	}
	out[1] = digits[byte >> 4];
	out[2] = digits[byte & 15];
	return 3;
}

static enum run encode_piece(struct call *call)
{
	const struct bytes *bytes = call_argument(call, 0).bytes;
	struct bytes *text = (struct bytes *)call->state;
	const bool form = call_option(call, OPTION_FORM);
	const size_t end = piece_end(call->done, bytes->length, PIECE_BYTES);
	struct plain plain;
	choose_plain(call, &plain);
	for (size_t i = call->done; i < end; i++) {
		unsigned char byte = (unsigned char)bytes->data[i];
		if (text->length > BYTES_MAX - 3)
			return call_fail(call, "RANGE", "the text would be longer than %zu bytes",
					 BYTES_MAX);
		text->length +=
			encode_byte(byte, plain.bytes[byte], form, text->data + text->length);
	}
	call->done = end;
	return end < bytes->length ? RUN_WAIT : call_return_decoded(call);
}

static enum run percent_exec(struct call *call)
{
	const size_t length = call_argument(call, 0).bytes->length;
	call_decoded(call, length > BYTES_MAX / 3 ? BYTES_MAX : 3 * length);
	return call_pieces(call, encode_piece);
}

/* ---- text to bytes ---- */

/* Ends between two of them. */
static enum run decode_piece(struct call *call)
{
	const struct bytes *text = call_argument(call, 0).bytes;
	struct bytes *bytes = (struct bytes *)call->state;
	const bool form = call_option(call, OPTION_FORM);
	size_t i = call->done;
	const size_t end = piece_end(i, text->length, PIECE_BYTES);
	while (i < end) {
		char byte = text->data[i];
		size_t length = 1;
		if (byte == '%') {
			int high = i + 2 < text->length ? digit_value(text->data[i + 1]) : -1;
			int low = high >= 0 ? digit_value(text->data[i + 2]) : -1;
			if (low < 0)
				return call_fail(call, "TYPE",
						 "byte %zu is a %% without two hex digits after it",
						 i);
			byte = (char)(high << 4 | low);
			length = 3;
		} else if (form && byte == '+') {
			byte = ' ';
		}
		bytes->data[bytes->length++] = byte;
		i += length;
	}
	call->done = i;
	return i < text->length ? RUN_WAIT : call_return_decoded(call);
}

static enum run unpercent_exec(struct call *call)
{
	call_decoded(call, call_argument(call, 0).bytes->length);
	return call_pieces(call, decode_piece);
}

/* ---- the commands ---- */

static const struct parameter percent_parameters[] = {
	{"BYTES", &kind_bytes, ARGUMENT_REQUIRED, .text = "the bytes"},
	{0},
};

static const struct parameter keep_value[] = {
	{"SIGNS", &kind_bytes, .text = "the signs"},
	{0},
};

static const struct command_option percent_options[] = {
	[OPTION_FORM] = {'f', "form", .text = "a blank is +, as HTML's forms are sent"},
	[OPTION_KEEP] = {'k', "keep", keep_value,
			 .text = "these too stand as they are: '/' for a path"},
	{0},
};

static const struct command_error percent_errors[] = {
	{"RANGE", "the text would be longer than a value can be"},
	{0},
};

const struct command command_percent = {
	.name = "percent",
	.summary = "write bytes as URLs carry them",
	.parameters = percent_parameters,
	.options = percent_options,
	.result = "the text: what is no letter of ASCII, digit, - . _ or ~ as % and two digits",
	.errors = percent_errors,
	.help = "For one part of a URL, such as a name or a value after the ?: what separates parts "
		"is encoded too.",
	.python = "urllib.parse.quote(data, safe='')",
	.example = "expect (percent 'a b/c?') == 'a%20b%2Fc%3F'\n"
		   "expect (percent --keep / '/a b/c') == '/a%20b/c'\n"
		   "expect (percent --form 'a b') == 'a+b'\n",
	.exec = percent_exec,
	.measure = call_measure_first,
};

static const struct parameter unpercent_parameters[] = {
	{"TEXT", &kind_bytes, ARGUMENT_REQUIRED, .text = "the text"},
	{0},
};

static const struct command_option unpercent_options[] = {
	[OPTION_FORM] = {'f', "form", .text = "a + is a blank, as HTML's forms are sent"},
	{0},
};

static const struct command_error unpercent_errors[] = {
	{"TYPE", "a % without two hexadecimal digits after it"},
	{0},
};

const struct command command_unpercent = {
	.name = "unpercent",
	.summary = "make bytes of what URLs carry",
	.parameters = unpercent_parameters,
	.options = unpercent_options,
	.result = "the bytes: % and two hexadecimal digits are one, all else is itself",
	.errors = unpercent_errors,
	.help = "Split a URL first: what separates its parts may stand encoded within one.",
	.python = "urllib.parse.unquote_to_bytes(text)",
	.example = "expect (unpercent 'a%20b%2fc') == 'a b/c'\n"
		   "expect (unpercent --form 'a+b') == 'a b'\n"
		   "expect error TYPE { unpercent '50%' }\n",
	.exec = unpercent_exec,
	.measure = call_measure_first,
};
