/*
 * pack: values into bytes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "commands/bytes/layout.h"
#include "commands/bytes/real.h"

#define NAME_MOST 32 /* bytes of "value 12 (H)" */
#define SHOWN 60     /* bytes of a wrong value in a message */

/* ---- what a message calls a value ---- */

static const char *name_value(const struct passage *passage, char name[NAME_MOST])
{
	snprintf(name, NAME_MOST, "value %zu (%c)", passage->value + 1, passage->field.letter);
	return name;
}

static bool refuse(struct call *call, const struct passage *passage, const char *error,
		   const char *wanted)
{
	char name[NAME_MOST];
	struct buffer wrong = {0};
	value_literal_cut(call->arguments[1 + passage->value], &wrong, SHOWN);
	call_fail(call, error, "%s is %s, not %s", name_value(passage, name), wanted,
		  buffer_cstring(&wrong));
	buffer_free(&wrong);
	return false;
}

/* ---- numbers ---- */

static int64_t signed_least(const struct layout_field *field)
{
	return -(INT64_C(1) << (8 * field->size - 1));
}

/* Of the kind; what fits no int is a text of 64 bits without a sign. */
static bool number_range(const struct layout_field *field, struct parameter *range)
{
	const unsigned bits = 8u * field->size;
	range->most = INT64_MAX;
	if (field->kind == FIELD_SIGNED) {
		range->least = bits == 64 ? INT64_MIN : signed_least(field);
		range->most = bits == 64 ? INT64_MAX : -(signed_least(field) + 1);
	} else if (bits < 64) {
		range->most = (INT64_C(1) << bits) - 1;
	} else if (field->kind == FIELD_POINTER) {
		range->least = INT64_MIN;
	}
	return bits == 64 && field->kind != FIELD_SIGNED;
}

static bool take_number(struct call *call, const struct passage *passage, uint64_t *bits)
{
	struct value *value = &call->arguments[1 + passage->value];
	struct parameter range = {.kind = &kind_int};
	char name[NAME_MOST];
	bool negative;
	bool large = number_range(&passage->field, &range);
	if (value->type == TYPE_INT && value->integer >= range.least &&
	    value->integer <= range.most) {
		*bits = (uint64_t)value->integer;
		return true;
	}
	if (large && value->type == TYPE_BYTES) {
		enum digits digits =
			digits_magnitude(value->bytes->data, value->bytes->length, &negative, bits);
		if (digits == DIGITS_FIT && !negative)
			return true;
		if (digits == DIGITS_TOO_MANY)
			return refuse(call, passage, "RANGE", "at most 18446744073709551615");
	}
	range.name = name_value(passage, name);
	if (!kind_int.convert(call, &range, value))
		return false;
	*bits = (uint64_t)value->integer;
	return true;
}

static bool take_real(struct call *call, const struct passage *passage, uint64_t *bits)
{
	static const char *const ranges[] = {
		[2] = "-65504 to 65504",
		[4] = "-3.4028235e+38 to 3.4028235e+38",
		[8] = "-1.7976931348623157e+308 to 1.7976931348623157e+308",
	};
	struct value value = call->arguments[1 + passage->value];
	const unsigned size = passage->field.size;
	double real = (double)value.integer;
	enum digits digits = value.type == TYPE_INT     ? DIGITS_FIT
			     : value.type == TYPE_BYTES ? real_read(value.bytes, &real)
							: DIGITS_NOT;
	if (digits == DIGITS_NOT)
		return refuse(call, passage, "TYPE", "a number such as 1.5 or -2e9");
	if (digits == DIGITS_TOO_MANY || !real_bits(real, size, bits))
		return refuse(call, passage, "RANGE", ranges[size]);
	return true;
}

static bool take_byte(struct call *call, const struct passage *passage, uint64_t *bits)
{
	char name[NAME_MOST];
	struct value *value = &call->arguments[1 + passage->value];
	struct parameter byte = {.name = name_value(passage, name), .kind = &kind_bytes};
	if (!kind_bytes.convert(call, &byte, value))
		return false;
	if (value->bytes->length != 1)
		return refuse(call, passage, "RANGE", "one byte");
	*bits = (unsigned char)value->bytes->data[0];
	return true;
}

static bool take_bits(struct call *call, const struct passage *passage, uint64_t *bits)
{
	switch (passage->field.kind) {
	case FIELD_BYTE:
		return take_byte(call, passage, bits);
	case FIELD_BOOL:
		*bits = value_true(call->arguments[1 + passage->value]);
		return true;
	case FIELD_REAL:
		return take_real(call, passage, bits);
	default:
		return take_number(call, passage, bits);
	}
}

static bool put_numbers(struct call *call, struct passage *passage, char *out, size_t end)
{
	const unsigned size = passage->field.size;
	uint64_t bits;
	for (size_t i = passage->done; i < end; i++, passage->value++) {
		if (!take_bits(call, passage, &bits))
			return false;
		for (unsigned byte = 0; byte < size; byte++)
			out[i * size + (passage->layout.big ? size - 1 - byte : byte)] =
				(char)(bits >> 8 * byte);
	}
	return true;
}

/* ---- bytes ---- */

/* From start up to end those of data, and zeros after them. */
static void put_text(char *out, size_t start, size_t end, const char *data, size_t length)
{
	size_t stop = length < end ? length : end;
	if (stop > start)
		memcpy(out + start, data + start, stop - start);
	else
		stop = start;
	memset(out + stop, 0, end - stop);
}

static void put_counted(char *out, size_t start, size_t end, size_t room, const struct bytes *bytes)
{
	size_t length = bytes->length < room - 1 ? bytes->length : room - 1;
	if (length > UINT8_MAX)
		length = UINT8_MAX;
	if (!start)
		out[0] = (char)length;
	put_text(out + 1, start ? start - 1 : 0, end - 1, bytes->data, length);
}

static bool put_bytes(struct call *call, struct passage *passage, char *out, size_t end)
{
	char name[NAME_MOST];
	const size_t room = passage->field.count;
	struct value *value = &call->arguments[1 + passage->value];
	struct parameter text = {.name = name_value(passage, name), .kind = &kind_bytes};
	if (value->type != TYPE_BYTES && !kind_bytes.convert(call, &text, value))
		return false;
	if (passage->field.kind == FIELD_TEXT)
		put_text(out, passage->done, end, value->bytes->data, value->bytes->length);
	else if (room)
		put_counted(out, passage->done, end, room, value->bytes);
	passage->value += end == room;
	return true;
}

/* ---- the command ---- */

static bool begin(struct call *call, struct passage *passage)
{
	const size_t given = call->count - 1u;
	if (given != passage->values) {
		call_fail(call, "USAGE", "the format takes %zu value%s, not %zu", passage->values,
			  passage->values == 1 ? "" : "s", given);
		error_hint(call->error,
			   "s and p take one each, whatever their count; x takes none");
		return false;
	}
	passage->made = &call_bytes(call, passage->size)->object;
	return true;
}

static bool put_field(struct call *call, struct passage *passage, char *out, size_t end)
{
	switch (passage->field.kind) {
	case FIELD_PAD:
		memset(out + passage->done, 0, end - passage->done);
		return true;
	case FIELD_TEXT:
	case FIELD_COUNTED:
		return put_bytes(call, passage, out, end);
	default:
		return put_numbers(call, passage, out, end);
	}
}

static bool put(struct call *call, struct passage *passage, size_t end)
{
	const size_t padding = passage->field.padding;
	char *out = ((struct bytes *)passage->made)->data + passage->place;
	if (!passage->done)
		memset(out - padding, 0, padding);
	bool good = put_field(call, passage, out, end);
	passage->done = end;
	return good;
}

static enum run pack_exec(struct call *call)
{
	static const struct layout_work work = {TYPE_BYTES, begin, put};
	return layout_exec(call, &work);
}

static const struct parameter parameters[] = {
	{"FORMAT", &kind_bytes, ARGUMENT_REQUIRED,
	 .text = "a letter for each value, such as '>BH4s'; quoted, as > and ! mean something else"},
	{"V", &kind_value, ARGUMENT_REST, .text = "the values"},
	{0},
};

static const struct command_error errors[] = {
	{"USAGE",
	 "there are more or fewer values than the format takes, or it has an unknown letter",
	 "x is a zero byte, c a byte, s and p bytes, ? a bool, bBhHiIlLqQnNP are integers, efd "
	 "numbers with a fraction"},
	{"TYPE", "a letter for numbers has got something else"},
	{"RANGE", "a number does not fit its letter, or the format describes more than 1 GiB"},
	{0},
};

const struct command command_pack = {
	.name = "pack",
	.summary = "lay values out in bytes, as a packet or a C struct has them",
	.parameters = parameters,
	.result = "the bytes",
	.errors = errors,
	.help = "The letters are those of Python's struct. In front stands the order of the bytes: "
		"> or ! the highest first, as the network has it, < the lowest first, = this "
		"machine's, each without gaps; @, or none, is what C does on this machine, with its "
		"sizes and gaps.\n"
		"\n"
		"x is a zero byte without a value, c one byte, ? a bool. Integers are b (1 byte), "
		"h (2), i and l (4), q (8), in capitals without sign; l has 8 with @, and so have n, "
		"N and P, a pointer, which stand with @ alone. e, f and d are IEEE 754 in 2, 4 and 8 "
		"bytes: their values are integers, or texts such as '1.5', '-2e9', 'inf' and 'nan'. "
		"A count repeats a letter: 3H takes three values. 10s are ten bytes of one value, cut, "
		"or filled up with zeros; 10p the same with its length in the first. "
		"0i only fills up to where an int may stand. Blanks between letters do not count.",
	.python = "struct.pack('>BH4s', 1, port, b'abcd')",
	.c = "struct __attribute__((packed)) { uint8_t kind; uint16_t port; } m = {1, htons(port)};",
	.example = "expect (pack '>BH' 1 5000 | hex) == '011388'\n"
		   "expect (pack '<I5s' 7 ab | hex) == '070000006162000000'\n"
		   "expect (pack '>f' 1.5 | hex) == '3fc00000'\n"
		   "expect error RANGE { pack B 256 }\n"
		   "expect error USAGE { pack '>HH' 1 }\n",
	.exec = pack_exec,
};
