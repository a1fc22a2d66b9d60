/*
 * int: a number out of its digits.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <inttypes.h>

#include "handsh/command.h"

#define SHOWN 60

static enum run no_number(struct call *call, const struct bytes *bytes, int64_t base)
{
	struct buffer shown = {0};
	literal_format_cut(&shown, bytes->data, bytes->length, SHOWN);
	call_fail(call, "TYPE", "%s is not a number%s", buffer_cstring(&shown),
		  base == 10 ? "" : " of that base");
	buffer_free(&shown);
	return RUN_FAIL;
}

static int digit_of(char byte)
{
	if (byte >= '0' && byte <= '9')
		return byte - '0';
	byte |= 0x20;
	return byte >= 'a' && byte <= 'z' ? byte - 'a' + 10 : 99;
}

static enum run parse(struct call *call, const struct bytes *bytes, int64_t base)
{
	size_t i = 0, end = bytes->length;
	int64_t result = 0;
	while (i < end && byte_is_blank(bytes->data[i]))
		i++;
	while (end > i && byte_is_blank(bytes->data[end - 1]))
		end--;
	bool negative = i < end && bytes->data[i] == '-';
	i += negative || (i < end && bytes->data[i] == '+');
	if (base == 16 && end - i > 2 && bytes->data[i] == '0' &&
	    (bytes->data[i + 1] | 0x20) == 'x')
		i += 2;
	if (i == end)
		return no_number(call, bytes, base);
	for (; i < end; i++) {
		int digit = digit_of(bytes->data[i]);
		if (digit >= base)
			return no_number(call, bytes, base);
		/* Built downwards when negative: there is one more of those numbers. */
		/* What follows is not looked at: it may be a gigabyte. */
		if (__builtin_mul_overflow(result, base, &result) ||
		    __builtin_add_overflow(result, negative ? -digit : digit, &result))
			return call_fail(call, "RANGE",
					 "V is %" PRId64 " to %" PRId64 ", which is 64 bits",
					 INT64_MIN, INT64_MAX);
	}
	return call_return(call, value_int(result));
}

static enum run int_exec(struct call *call)
{
	struct value value = call_argument(call, 0);
	int64_t base = call_argument(call, 1).integer;
	struct buffer digits = {0};
	if (value.type == TYPE_BOOL)
		return call_return(call, value_int(value.boolean));
	if (value.type == TYPE_BYTES)
		return parse(call, value.bytes, base);
	if (value.type != TYPE_INT)
		return call_fail(call, "TYPE",
				 "%s has no number in it: V is bytes, an int or a bool",
				 value_type_name(value.type));
	if (base == 10)
		return call_return(call, value);
	/* int 1001 2: the word 1001 is a number already, whose digits are meant. */
	buffer_int(&digits, value.integer);
	struct bytes *bytes = bytes_from(&digits);
	enum run run = parse(call, bytes, base);
	object_release(bytes);
	return run;
}

static const struct parameter parameters[] = {
	{"V", &kind_value, ARGUMENT_REQUIRED, .text = "digits, an int or a bool"},
	{"BASE", &kind_int, ARGUMENT_OPTIONAL, .least = 2, .most = 36, .fallback = "10",
	 .text = "what the digits count: 2, 8, 10, 16"},
	{0},
};

static const struct command_error errors[] = {
	{"TYPE", "there is something other than digits in it"},
	{"RANGE", "the number does not fit 64 bits"},
	{0},
};

const struct command command_int = {
	.name = "int",
	.summary = "make a number of digits",
	.parameters = parameters,
	.result = "an int",
	.errors = errors,
	.help = "Blanks around the digits do not count, "
		"so that a line that was received can be converted as it is. "
		"Digits in base 16 may have 0x in front. true is 1, false is 0.",
	.python = "int(v, base)",
	.c = "strtoll(text, NULL, base)",
	.example = "expect (int \" 42\\n\") == 42\n"
		   "expect (int ff 16) == 255\n"
		   "expect (int '0xff' 16) == 255\n"
		   "expect (int 1001 2) == 9\n"
		   "expect error TYPE { int 'abc' }\n",
	.exec = int_exec,
};
