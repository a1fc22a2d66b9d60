/*
 * base64, unbase64: bytes as 64 printable characters, and back: RFC 4648.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <string.h>

#include "handsh/command.h"

enum { OPTION_URL };

#define SIGNS_A_GROUP 4 /* for three bytes */
#define BYTES_A_GROUP 3

static const char usual_signs[] =
	"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
static const char url_signs[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/* ---- bytes to signs ---- */

/* One to three bytes as four signs, the last of them = where there is no byte. */
static void encode_group(const unsigned char *bytes, size_t count, const char *signs, char *out)
{
	uint32_t bits = (uint32_t)bytes[0] << 16;
	bits |= count > 1 ? (uint32_t)bytes[1] << 8 : 0;
	bits |= count > 2 ? bytes[2] : 0;
	for (size_t i = 0; i < SIGNS_A_GROUP; i++)
		out[i] = i <= count ? signs[bits >> (18 - 6 * i) & 0x3f] : '=';
}

static void fill_base64(const struct call *call, char *data, size_t start, size_t end)
{
	const struct bytes *bytes = call_argument(call, 0).bytes;
	const char *signs = call_option(call, OPTION_URL) ? url_signs : usual_signs;
	for (size_t i = start / SIGNS_A_GROUP; i < end / SIGNS_A_GROUP; i++) {
		size_t left = bytes->length - i * BYTES_A_GROUP;
		encode_group((const unsigned char *)bytes->data + i * BYTES_A_GROUP,
			     left < BYTES_A_GROUP ? left : BYTES_A_GROUP, signs,
			     data + i * SIGNS_A_GROUP);
	}
}

static enum run base64_exec(struct call *call)
{
	const size_t length = call_argument(call, 0).bytes->length;
	const size_t groups = (length + BYTES_A_GROUP - 1) / BYTES_A_GROUP;
	if (groups > BYTES_MAX / SIGNS_A_GROUP)
		return call_fail(call, "RANGE", "the text would be longer than %zu bytes",
				 BYTES_MAX);
	enum run run = call_fill(call, groups * SIGNS_A_GROUP, fill_base64);
	if (run != RUN_DONE || !call_option(call, OPTION_URL))
		return run;
	/* RFC 4648, section 3.2: in URLs the padding is left out. */
	const size_t padding = (BYTES_A_GROUP - length % BYTES_A_GROUP) % BYTES_A_GROUP;
	struct bytes *text = call->result.bytes;
	return call_return(call, value_bytes(bytes_shrink(text, text->length - padding)));
}

/* ---- signs to bytes ---- */

/* What has been read of a text. */
struct decoding {
	uint32_t bits; /* of the group */
	unsigned signs, padding;
};

/* Both alphabets are read: they differ in signs that the other one lacks. -1: it is no sign. */
static int sign_value(char sign)
{
	if (sign >= 'A' && sign <= 'Z')
		return sign - 'A';
	if (sign >= 'a' && sign <= 'z')
		return sign - 'a' + 26;
	if (sign >= '0' && sign <= '9')
		return sign - '0' + 52;
	if (sign == '+' || sign == '-')
		return 62;
	return sign == '/' || sign == '_' ? 63 : -1;
}

/* The bytes of a group of that many signs; false: it has bits that belong to no byte. */
static bool decode_group(struct decoding *decoding, struct bytes *out)
{
	const unsigned bytes = decoding->signs - 1;
	const uint32_t bits = decoding->bits << 6 * (SIGNS_A_GROUP - decoding->signs);
	if (bits & ((UINT32_C(1) << 8 * (BYTES_A_GROUP - bytes)) - 1))
		return false;
	for (unsigned i = 0; i < bytes; i++)
		out->data[out->length++] = (char)(bits >> (16 - 8 * i));
	decoding->bits = decoding->signs = 0;
	return true;
}

/* One byte of the text; NULL, or what is wrong with it. */
static const char *decode_sign(struct decoding *decoding, char sign, struct bytes *out)
{
	const int value = sign_value(sign);
	if (byte_is_blank(sign))
		return NULL;
	if (sign == '=') {
		decoding->padding++;
		return decoding->signs + decoding->padding <= SIGNS_A_GROUP && decoding->signs > 1
			       ? NULL
			       : "is an = where none belongs";
	}
	if (value < 0)
		return "is none of the 64 signs";
	if (decoding->padding)
		return "stands after the end, which = marks";
	decoding->bits = decoding->bits << 6 | (uint32_t)value;
	if (++decoding->signs == SIGNS_A_GROUP)
		decode_group(decoding, out);
	return NULL;
}

/* What is left at the end: a whole number of bytes; NULL, or what is wrong. */
static const char *decode_end(struct decoding *decoding, struct bytes *out)
{
	if (decoding->padding && decoding->signs + decoding->padding != SIGNS_A_GROUP)
		return "one = is missing at its end";
	if (decoding->signs == 1)
		return "its last sign alone makes no byte: something was cut off";
	if (decoding->signs && !decode_group(decoding, out))
		return "its last sign has bits that belong to no byte: something was cut off";
	return NULL;
}

/* Ends between two groups. */
static enum run decode_piece(struct call *call)
{
	const struct bytes *text = call_argument(call, 0).bytes;
	struct bytes *bytes = (struct bytes *)call->state;
	struct decoding decoding = {0};
	const char *wrong;
	size_t i = call->done, end = piece_end(i, text->length, PIECE_BYTES);
	for (; i < end || (i < text->length && (decoding.signs || decoding.padding)); i++) {
		if ((wrong = decode_sign(&decoding, text->data[i], bytes)))
			return call_fail(call, "TYPE", "byte %zu %s", i, wrong);
	}
	call->done = i;
	if (i < text->length)
		return RUN_WAIT;
	if ((wrong = decode_end(&decoding, bytes)))
		return call_fail(call, "TYPE", "%s", wrong);
	return call_return_decoded(call);
}

static enum run unbase64_exec(struct call *call)
{
	size_t length = call_argument(call, 0).bytes->length;
	call_decoded(call, length / SIGNS_A_GROUP * BYTES_A_GROUP + 2);
	return call_pieces(call, decode_piece);
}

/* ---- the commands ---- */

static const struct parameter base64_parameters[] = {
	{"BYTES", &kind_bytes, ARGUMENT_REQUIRED, .text = "the bytes"},
	{0},
};

static const struct command_option base64_options[] = {
	[OPTION_URL] = {'u', "url", .text = "- and _ instead of + and /, and no = at the end"},
	{0},
};

static const struct command_error base64_errors[] = {
	{"RANGE", "the text would be longer than a value can be"},
	{0},
};

const struct command command_base64 = {
	.name = "base64",
	.summary = "write bytes as 64 printable characters",
	.parameters = base64_parameters,
	.options = base64_options,
	.result = "four characters for each three bytes, on one line",
	.errors = base64_errors,
	.help = "What mail, HTTP's Basic authentication and WebSocket carry bytes in. "
		"The last group is filled up with =.",
	.python = "base64.b64encode(data)",
	.c = "EVP_EncodeBlock(text, data, length); /* of OpenSSL */",
	.example = "expect (base64 'Aladdin:open sesame') == 'QWxhZGRpbjpvcGVuIHNlc2FtZQ=='\n",
	.exec = base64_exec,
	.measure = call_measure_filled,
};

static const struct parameter unbase64_parameters[] = {
	{"TEXT", &kind_bytes, ARGUMENT_REQUIRED,
	 .text = "the characters, of either alphabet; blanks and line ends between them do not count, "
		 "and = at the end may be left out"},
	{0},
};

static const struct command_error unbase64_errors[] = {
	{"TYPE", "something else than base64: a foreign sign, or a part that was cut off"},
	{0},
};

const struct command command_unbase64 = {
	.name = "unbase64",
	.summary = "make bytes of the characters of base64",
	.parameters = unbase64_parameters,
	.result = "the bytes",
	.errors = unbase64_errors,
	.help = "The opposite of base64, with and without --url.",
	.python = "base64.b64decode(text)",
	.c = "EVP_DecodeBlock(data, text, length); /* of OpenSSL */",
	.example = "expect (unbase64 'aGVsbG8=') == 'hello'\n",
	.exec = unbase64_exec,
	.measure = call_measure_first,
};
