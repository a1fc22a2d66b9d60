/*
 * hexdump: a picture of bytes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/command.h"

/* Nobody reads more, and the picture is nearly five times as long. */
#define HEXDUMP_MAX ((size_t)64 << 20)

static enum run hexdump_exec(struct call *call)
{
	const struct bytes *bytes = call_argument(call, 0).bytes;
	struct buffer text = {0};
	if (bytes->length > HEXDUMP_MAX)
		return call_fail(call, "RANGE", "%zu bytes are more than a hexdump shows (%zu)",
				 bytes->length, HEXDUMP_MAX);
	hexdump_format(bytes->data, bytes->length, 0, &text);
	call_print(call, text.data, text.length);
	buffer_free(&text);
	return call_return(call, VALUE_NIL);
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
	.errors = errors,
	.help = "Sixteen bytes a line, as hexdump -C writes them; "
		"lines that are like the one before are one *.",
	.c = "see hexdump(1)",
	.example = "hexdump \"GET / HTTP/1.0\\r\\n\\r\\n\"\n"
		   "expect error TYPE { hexdump [71 69 84] }\n",
	.exec = hexdump_exec,
};
