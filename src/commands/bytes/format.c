/*
 * format: printf(3) for values: each conversion is checked against its value.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <inttypes.h>
#include <string.h>

#include "handsh/command.h"

#define WIDTH_MAX 1000000

struct conversion {
	bool left, plus, space, zero, alternate;
	int width, precision; /* precision -1: none */
	char letter;
};

struct writer {
	struct call *call;
	const char *next, *end; /* of the pattern */
	unsigned argument;      /* the next value */
	struct buffer out;
};

/* ---- reading a conversion ---- */

static bool *flag_of(struct conversion *conversion, char byte)
{
	switch (byte) {
	case '-':
		return &conversion->left;
	case '+':
		return &conversion->plus;
	case ' ':
		return &conversion->space;
	case '0':
		return &conversion->zero;
	case '#':
		return &conversion->alternate;
	default:
		return NULL;
	}
}

static bool read_number(struct writer *writer, int *number)
{
	*number = 0;
	for (; writer->next < writer->end; writer->next++) {
		int digit = *writer->next - '0';
		if (digit < 0 || digit > 9)
			break;
		*number = 10 * *number + digit;
		if (*number > WIDTH_MAX) {
			call_fail(writer->call, "RANGE", "a width is at most %d", WIDTH_MAX);
			return false;
		}
	}
	return true;
}

/* From after the % on. */
static bool read_conversion(struct writer *writer, struct conversion *conversion)
{
	bool *flag;
	*conversion = (struct conversion){.precision = -1};
	while (writer->next < writer->end && (flag = flag_of(conversion, *writer->next))) {
		*flag = true;
		writer->next++;
	}
	if (!read_number(writer, &conversion->width))
		return false;
	if (writer->next < writer->end && *writer->next == '.') {
		writer->next++;
		if (!read_number(writer, &conversion->precision))
			return false;
	}
	if (writer->next < writer->end)
		conversion->letter = *writer->next++;
	if (conversion->letter && strchr("diuxXobcsq%", conversion->letter))
		return true;
	if (conversion->letter >= '!' && conversion->letter <= '~')
		call_fail(writer->call, "USAGE", "there is no conversion %%%c", conversion->letter);
	else
		call_fail(writer->call, "USAGE",
			  "a conversion is not finished: %%%% is a per cent sign");
	return false;
}

/* ---- writing ---- */

static void pad(struct buffer *out, char byte, size_t count)
{
	if (!count)
		return;
	memset(buffer_reserve(out, count), byte, count);
	out->length += count;
}

static void write_padded(struct writer *writer, const struct conversion *conversion,
			 const char *text, size_t length)
{
	size_t width = (size_t)conversion->width;
	size_t room = width > length ? width - length : 0;
	if (!conversion->left)
		pad(&writer->out, ' ', room);
	buffer_append(&writer->out, text, length);
	if (conversion->left)
		pad(&writer->out, ' ', room);
}

/* The digits of a number, at the end of 64 places. */
static size_t make_digits(char digits[64], uint64_t number, unsigned base, bool capital)
{
	const char *letters = capital ? "0123456789ABCDEF" : "0123456789abcdef";
	size_t start = 64;
	for (; number; number /= base)
		digits[--start] = letters[number % base];
	return start;
}

static const char *sign_of(const struct conversion *conversion, int64_t integer)
{
	if (conversion->letter == 'd' || conversion->letter == 'i')
		return integer < 0 ? "-" : conversion->plus ? "+" : conversion->space ? " " : "";
	if (!conversion->alternate || !integer)
		return "";
	switch (conversion->letter) {
	case 'x':
		return "0x";
	case 'X':
		return "0X";
	case 'o':
		return "0";
	default:
		return conversion->letter == 'b' ? "0b" : "";
	}
}

static void write_number(struct writer *writer, const struct conversion *conversion,
			 int64_t integer)
{
	char digits[64], letter = conversion->letter;
	bool negative = (letter == 'd' || letter == 'i') && integer < 0;
	unsigned base = letter == 'x' || letter == 'X' ? 16
			: letter == 'o'                ? 8
			: letter == 'b'                ? 2
						       : 10;
	uint64_t number = negative ? -(uint64_t)integer : (uint64_t)integer;
	size_t start = make_digits(digits, number, base, letter == 'X'), length = 64 - start;
	const char *sign = sign_of(conversion, integer);
	size_t least = conversion->precision >= 0 ? (size_t)conversion->precision : 1;
	if (conversion->zero && !conversion->left && conversion->precision < 0 &&
	    (size_t)conversion->width > strlen(sign) + least)
		least = (size_t)conversion->width - strlen(sign);
	struct buffer text = {0};
	buffer_text(&text, sign);
	pad(&text, '0', least > length ? least - length : 0);
	buffer_append(&text, digits + start, length);
	write_padded(writer, conversion, text.data, text.length);
	buffer_free(&text);
}

static void write_text(struct writer *writer, const struct conversion *conversion,
		       struct value value)
{
	struct buffer text = {0};
	if (conversion->letter == 'q')
		value_literal(value, &text);
	else
		value_format(value, &text);
	if (conversion->precision >= 0 && text.length > (size_t)conversion->precision)
		text.length = (size_t)conversion->precision;
	write_padded(writer, conversion, text.data, text.length);
	buffer_free(&text);
}

/* ---- values ---- */

static bool write_value(struct writer *writer, const struct conversion *conversion)
{
	static const struct parameter number = {.name = "the value of a conversion",
						.kind = &kind_int};
	static const struct parameter byte = {
		.name = "the value of %c", .kind = &kind_int, .most = 255};
	struct call *call = writer->call;
	if (writer->argument == call->count) {
		call_fail(call, "USAGE", "there are more conversions than values, which are %u",
			  call->count - 1u);
		return false;
	}
	struct value *value = &call->arguments[writer->argument++];
	if (conversion->letter == 's' || conversion->letter == 'q') {
		write_text(writer, conversion, *value);
		return true;
	}
	if (!kind_int.convert(call, conversion->letter == 'c' ? &byte : &number, value))
		return false;
	char character = (char)value->integer;
	if (conversion->letter == 'c')
		write_padded(writer, conversion, &character, 1);
	else
		write_number(writer, conversion, value->integer);
	return true;
}

static bool write_all(struct writer *writer)
{
	struct conversion conversion;
	while (writer->next < writer->end) {
		const char *percent =
			memchr(writer->next, '%', (size_t)(writer->end - writer->next));
		const char *stop = percent ? percent : writer->end;
		buffer_append(&writer->out, writer->next, (size_t)(stop - writer->next));
		writer->next = percent ? stop + 1 : stop;
		if (!percent)
			break;
		if (!read_conversion(writer, &conversion))
			return false;
		if (conversion.letter == '%')
			buffer_byte(&writer->out, '%');
		else if (!write_value(writer, &conversion))
			return false;
		if (writer->out.length > BYTES_MAX) {
			call_fail(writer->call, "RANGE", "the text would be longer than %zu bytes",
				  BYTES_MAX);
			return false;
		}
	}
	unsigned count = writer->call->count;
	if (writer->argument == count)
		return true;
	call_fail(writer->call, "USAGE", "there are more values than conversions: %u and %u",
		  count - 1u, writer->argument - 1u);
	return false;
}

static enum run format_exec(struct call *call)
{
	const struct bytes *pattern = call_argument(call, 0).bytes;
	struct writer writer = {
		.call = call,
		.next = pattern->data,
		.end = pattern->data + pattern->length,
		.argument = 1,
	};
	if (!write_all(&writer)) {
		buffer_free(&writer.out);
		return RUN_FAIL;
	}
	return call_return(call, value_bytes(bytes_from(&writer.out)));
}

static const struct parameter parameters[] = {
	{"PATTERN", &kind_bytes, ARGUMENT_REQUIRED, .text = "text with conversions such as %5d"},
	{"V", &kind_value, ARGUMENT_REST, .text = "a value for each conversion"},
	{0},
};

static const struct command_error errors[] = {
	{"USAGE", "there are more or fewer values than conversions, or an unknown conversion",
	 "%d %x %o %b for numbers, %c for a byte, %s for any value, %q for a literal"},
	{"TYPE", "a conversion for numbers has got something else"},
	{"RANGE", "a width is beyond reason, or %c has got no byte"},
	{0},
};

const struct command command_format = {
	.name = "format",
	.summary = "write values into a text, as printf does",
	.parameters = parameters,
	.result = "bytes",
	.errors = errors,
	.help = "%d is a number, %x, %X, %o and %b the same in base 16, "
		"8 and 2 (negative ones in 64 bits), %u without sign, %c the byte of a number, "
		"%s any value as print shows it, %q as it can be typed, %% a per cent sign. "
		"Between % and letter may stand the flags - (left), 0 (zeros in front), "
		"+ and blank (a sign), # (0x), a width and a .precision, "
		"which cuts %s and %q and fills up numbers.",
	.python = "'%5d %-8s' % (n, text)",
	.c = "snprintf(out, sizeof out, \"%5d %-8s\", n, text);",
	.example = "expect (format '%5d|%-4s|%x' 42 ab 255) == '   42|ab  |ff'\n"
		   "expect (format '%03d %s%%' 7 [1 2]) == '007 [1 2]%'\n"
		   "expect (format '%08b' 5) == '00000101'\n"
		   "expect error TYPE { format '%d' abc }\n"
		   "expect error USAGE { format '%d' }\n",
	.exec = format_exec,
};
