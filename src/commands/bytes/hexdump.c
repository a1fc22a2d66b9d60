/*
 * hexdump: a picture of bytes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <stdlib.h>

#include "handsh/command.h"

/* Nobody reads more, and the picture is nearly five times as long. */
#define HEXDUMP_MAX ((size_t)64 << 20)

struct drawing {
	struct object object;
	struct buffer text; /* of bytes_begin_text */
};

static void destroy(struct object *object)
{
	buffer_free(&((struct drawing *)object)->text);
	free(object);
}

static const struct behaviour drawing_behaviour = {.destroy = destroy};

/* A statement prints it, else it is the value. */
static enum run finish(struct call *call, struct drawing *drawing)
{
	struct bytes *text = bytes_from_text(&drawing->text);
	if (!call_dropped(call))
		return call_return(call, value_bytes(text));
	if (text->length)
		call_print(call, text->data, text->length);
	object_release(text);
	return call_return(call, VALUE_NIL);
}

static enum run hexdump_exec(struct call *call)
{
	const struct bytes *bytes = call_argument(call, 0).bytes;
	struct drawing local = {.object = {&drawing_behaviour, 1}}, *drawing = &local;
	if (bytes->length > HEXDUMP_MAX)
		return call_fail(call, "RANGE", "%zu bytes are more than a hexdump shows (%zu)",
				 bytes->length, HEXDUMP_MAX);
	if (call->state)
		drawing = (struct drawing *)call->state;
	else
		bytes_begin_text(&local.text);
	while (call->done < bytes->length) {
		size_t end = piece_end(call->done, bytes->length, PIECE_BYTES);
		hexdump_rows(bytes->data, bytes->length, call->done, end, 0, &drawing->text);
		call->done = end;
		if (end < bytes->length && call_overdue(call))
			return call_give_way(call, drawing, sizeof(*drawing));
	}
	return finish(call, drawing);
}

static const struct parameter parameters[] = {
	{"BYTES", &kind_bytes, ARGUMENT_REQUIRED, .text = "the bytes"},
	{0},
};

static const struct command_error errors[] = {
	{"RANGE", "there are more than 64 MiB", "cut them: hexdump ($x[:1000])"},
	{0},
};

const struct command command_hexdump = {
	.name = "hexdump",
	.summary = "print bytes as offset, hexadecimal digits and text",
	.parameters = parameters,
	.result = "nil as a statement; where a value is wanted the text, and nothing is printed",
	.errors = errors,
	.help = "Sixteen bytes a line, as hexdump -C writes them; "
		"lines that are like the one before are one *. unhexdump reads it again.",
	.c = "see hexdump(1)",
	.example = "hexdump \"GET / HTTP/1.0\\r\\n\\r\\n\"\n"
		   "expect error TYPE { hexdump [71 69 84] }\n",
	.exec = hexdump_exec,
	.measure = call_measure_first,
};
