/*
 * format: printf(3) for values: each conversion is checked against its value.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "handsh/command.h"
#include "handsh/walk.h"

#define WIDTH_MAX 1000000

struct conversion {
	bool left, plus, space, zero, alternate;
	int width, precision; /* precision -1: none */
	char letter;
};

struct writer {
	struct object object;
	struct call *call;
	const char *next, *end; /* of the pattern */
	unsigned argument;      /* the next value */
	struct formatted out;
	struct conversion conversion; /* of the value whose text is being written */
	size_t start;                 /* of that text in out; SIZE_MAX: there is none */
};

static void destroy(struct object *object)
{
	formatted_end(&((struct writer *)object)->out);
	free(object);
}

static const struct behaviour writer_behaviour = {.destroy = destroy};

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
		pad(&writer->out.text, ' ', room);
	buffer_append(&writer->out.text, text, length);
	if (conversion->left)
		pad(&writer->out.text, ' ', room);
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

static enum run too_long(struct writer *writer)
{
	return call_fail(writer->call, "RANGE", "the text would be longer than %zu bytes",
			 BYTES_MAX);
}

/* A piece of a value's text: no more of it than precision says. */
static enum formatted_state add_text(struct formatted *out, const struct conversion *conversion,
				     struct value value)
{
	bool cut = conversion->precision >= 0;
	size_t most = (size_t)conversion->precision;
	if (conversion->letter == 'q')
		return formatted_literal(out, value);
	if (value.type == TYPE_BYTES && cut && value.bytes->length > most)
		return formatted_letters(out, value.bytes->data, most);
	return formatted_add(out, value);
}

/* Goes on with the text of the last value; RUN_WAIT: there is more. */
static enum run write_text(struct writer *writer)
{
	const struct conversion *conversion = &writer->conversion;
	struct value value = call_argument(writer->call, writer->argument - 1);
	enum formatted_state state = add_text(&writer->out, conversion, value);
	size_t length = formatted_length(&writer->out) - writer->start;
	if (conversion->precision >= 0 && length >= (size_t)conversion->precision) {
		length = (size_t)conversion->precision;
		formatted_cut(&writer->out, writer->start + length);
		state = FORMATTED_DONE;
	}
	if (state != FORMATTED_DONE)
		return state == FORMATTED_MORE ? RUN_WAIT : too_long(writer);
	size_t width = (size_t)conversion->width, room = width > length ? width - length : 0;
	pad(&writer->out.text, ' ', room);
	if (room && !conversion->left) {
		char *text = writer->out.text.data + writer->out.text.length - width;
		memmove(text + room, text, length);
		memset(text, ' ', room);
	}
	writer->start = SIZE_MAX;
	return RUN_DONE;
}

/* ---- values ---- */

static enum run write_value(struct writer *writer)
{
	static const struct parameter number = {.name = "the value of a conversion",
						.kind = &kind_int};
	static const struct parameter byte = {
		.name = "the value of %c", .kind = &kind_int, .most = 255};
	const struct conversion *conversion = &writer->conversion;
	struct call *call = writer->call;
	if (writer->argument == call->count)
		return call_fail(call, "USAGE",
				 "there are more conversions than values, which are %u",
				 call->count - 1u);
	struct value *value = &call->arguments[writer->argument++];
	if (conversion->letter == 's' || conversion->letter == 'q') {
		writer->start = formatted_length(&writer->out);
		return write_text(writer);
	}
	if (!kind_int.convert(call, conversion->letter == 'c' ? &byte : &number, value))
		return RUN_FAIL;
	char character = (char)value->integer;
	if (conversion->letter == 'c')
		write_padded(writer, conversion, &character, 1);
	else
		write_number(writer, conversion, value->integer);
	return RUN_DONE;
}

/* What stands before the next conversion, and that. */
static enum run write_next(struct writer *writer)
{
	size_t rest = (size_t)(writer->end - writer->next);
	size_t piece = piece_end(0, rest, PIECE_BYTES);
	const char *percent = memchr(writer->next, '%', piece);
	const char *stop = percent ? percent : writer->next + piece;
	buffer_append(&writer->out.text, writer->next, (size_t)(stop - writer->next));
	writer->next = percent ? stop + 1 : stop;
	if (!percent)
		return piece < rest ? RUN_WAIT : RUN_DONE;
	if (!read_conversion(writer, &writer->conversion))
		return RUN_FAIL;
	if (writer->conversion.letter != '%')
		return write_value(writer);
	buffer_byte(&writer->out.text, '%');
	return RUN_DONE;
}

/* RUN_WAIT: that was a long piece, and there is more. */
static enum run write_on(struct writer *writer)
{
	enum run run = writer->start == SIZE_MAX ? RUN_DONE : write_text(writer);
	while (run == RUN_DONE && writer->next < writer->end) {
		run = write_next(writer);
		if (run != RUN_FAIL && formatted_length(&writer->out) > BYTES_MAX)
			return too_long(writer);
	}
	unsigned count = writer->call->count;
	if (run != RUN_DONE || writer->argument == count)
		return run;
	return call_fail(writer->call, "USAGE", "there are more values than conversions: %u and %u",
			 count - 1u, writer->argument - 1u);
}

static enum run go_on(struct call *call, struct writer *writer)
{
	enum run run;
	while ((run = write_on(writer)) == RUN_WAIT) {
		if (call_overdue(call))
			return call_give_way(call, writer, sizeof(*writer));
	}
	struct formatted out = writer->out;
	if (call->state) /* which ends with the call */
		formatted_begin(&writer->out);
	if (run == RUN_DONE)
		return call_return(call, value_bytes(formatted_bytes(&out)));
	formatted_end(&out);
	return run;
}

static enum run format_exec(struct call *call)
{
	if (call->state)
		return go_on(call, (struct writer *)call->state);
	const struct bytes *pattern = call_argument(call, 0).bytes;
	struct writer writer = {
		.object = {&writer_behaviour, 1},
		.call = call,
		.next = pattern->data,
		.end = pattern->data + pattern->length,
		.argument = 1,
		.start = SIZE_MAX,
	};
	formatted_begin(&writer.out);
	return go_on(call, &writer);
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
