/*
 * unpack: bytes into values.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <inttypes.h>

#include "commands/bytes/layout.h"
#include "commands/bytes/real.h"
#include "handsh/remark.h"

static void give(struct passage *passage, struct value value)
{
	struct list *list = (struct list *)passage->made;
	passage->made = &list_append(list, value)->object;
	passage->value++;
}

static struct value integer_value(const struct layout_field *field, uint64_t bits)
{
	const unsigned unused = 64 - 8u * field->size;
	if (field->kind == FIELD_SIGNED)
		return value_int((int64_t)(bits << unused) >> unused);
	if (bits > INT64_MAX)
		return value_bytes(bytes_format("%" PRIu64, bits));
	return value_int((int64_t)bits);
}

static struct value value_of(const struct layout_field *field, uint64_t bits)
{
	const char byte = (char)bits;
	switch (field->kind) {
	case FIELD_BYTE:
		return value_bytes(bytes_new(&byte, 1));
	case FIELD_BOOL:
		return value_bool(bits != 0);
	case FIELD_REAL:
		return value_bytes(real_text(bits, field->size));
	default:
		return integer_value(field, bits);
	}
}

/* A length that is text was read where none stands. One remark a call is enough. */
static void remark(const struct call *call, struct passage *passage, uint64_t bits)
{
	const struct layout_field *field = &passage->field;
	struct buffer text = {0};
	if ((field->kind != FIELD_SIGNED && field->kind != FIELD_UNSIGNED) ||
	    !integer_is_text(bits, field->size))
		return;
	integer_text(bits, field->size, passage->layout.big, &text);
	call_remark(call, buffer_cstring(&text));
	buffer_free(&text);
	passage->remarks = false;
}

static void give_numbers(const struct call *call, struct passage *passage,
			 const unsigned char *data, size_t end)
{
	const unsigned size = passage->field.size;
	const bool big = passage->layout.big;
	for (size_t i = passage->done; i < end; i++) {
		uint64_t bits = 0;
		for (unsigned byte = 0; byte < size; byte++)
			bits = bits << 8 | data[i * size + (big ? byte : size - 1 - byte)];
		if (passage->remarks)
			remark(call, passage, bits);
		give(passage, value_of(&passage->field, bits));
	}
}

/* Their number stands in the first byte, and is believed as far as there are any. */
static struct value counted_value(struct bytes *bytes, size_t place, size_t room)
{
	if (!room)
		return value_bytes(bytes_new(NULL, 0));
	size_t length = (unsigned char)bytes->data[place];
	return value_bytes(bytes_slice(bytes, place + 1, length < room ? length : room - 1));
}

static bool begin(struct call *call, struct passage *passage)
{
	const size_t length = call_argument(call, 1).bytes->length, size = passage->size;
	if (passage->values > LIST_MAX) {
		call_fail(call, "RANGE", "the format has more than %zu values", LIST_MAX);
		return false;
	}
	if (length != size) {
		call_fail(call, "RANGE",
			  "the format takes %zu byte%s, and there are %zu: %zu too %s", size,
			  size == 1 ? "" : "s", length,
			  length < size ? size - length : length - size,
			  length < size ? "few" : "many");
		return false;
	}
	passage->remarks = call_remarked(call);
	passage->made = &list_new(passage->values)->object;
	return true;
}

static bool put(struct call *call, struct passage *passage, size_t end)
{
	struct bytes *bytes = call_argument(call, 1).bytes;
	const struct layout_field *field = &passage->field;
	const size_t place = passage->place;
	switch (field->kind) {
	case FIELD_PAD:
		end = field->count;
		break;
	case FIELD_TEXT:
		end = field->count;
		give(passage, value_bytes(bytes_slice(bytes, place, end)));
		break;
	case FIELD_COUNTED:
		end = field->count;
		give(passage, counted_value(bytes, place, end));
		break;
	default:
		give_numbers(call, passage, (const unsigned char *)bytes->data + place, end);
	}
	passage->done = end;
	return true;
}

static enum run unpack_exec(struct call *call)
{
	static const struct layout_work work = {TYPE_LIST, begin, put};
	return layout_exec(call, &work);
}

static const struct parameter parameters[] = {
	{"FORMAT", &kind_bytes, ARGUMENT_REQUIRED,
	 .text = "a letter for each value, as of pack; quoted, as > and ! mean something else"},
	{"BYTES", &kind_bytes, ARGUMENT_REQUIRED, .text = "as many as the format takes"},
	{0},
};

static const struct command_error errors[] = {
	{"RANGE", "there are more or fewer bytes than the format takes",
	 "cut out what it takes: unpack '>I' ($b[:4])"},
	{"USAGE", "the format has an unknown letter", "help pack lists them"},
	{0},
};

const struct command command_unpack = {
	.name = "unpack",
	.summary = "take the values out of bytes in which they are laid out",
	.parameters = parameters,
	.result = "a list of the values",
	.errors = errors,
	.help = "The opposite of pack, whose help lists the letters. An integer of Q, N or P that "
		"is no int is the text of its digits, which pack takes again; so is a number of e, f "
		"or d: the shortest text that makes the same bytes, '1.5'. s gives its zeros too.\n"
		"\n"
		"One value: [n] = unpack '>I' $b. Where its calls are shown, an integer of four bytes or "
		"more that is text is remarked on: it was read where no integer stands.",
	.python = "struct.unpack('>BH', data)",
	.c = "uint32_t n;\nmemcpy(&n, data, sizeof n);\nn = ntohl(n);",
	.example =
		"[kind port] = unpack '>BH' \"\\x01\\x13\\x88\"\n"
		"expect $port == 5000\n"
		"expect (unpack '<h2s' \"\\xff\\xffab\") == [-1 'ab']\n"
		"expect (unpack '>Q' (pack '>Q' '18446744073709551615')) == ['18446744073709551615']\n"
		"expect error RANGE { unpack '>I' 'abc' }\n",
	.exec = unpack_exec,
};
