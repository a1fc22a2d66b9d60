/*
 * trim: takes blanks off both ends.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <stdlib.h>

#include "handsh/command.h"

struct trimming {
	struct object object;
	size_t start, end; /* of what is left */
};

static void destroy(struct object *object)
{
	free(object);
}

static const struct behaviour trimming_behaviour = {.destroy = destroy};

static enum run trim_exec(struct call *call)
{
	struct bytes *bytes = call_argument(call, 0).bytes;
	struct trimming local = {{&trimming_behaviour, 1}, 0, bytes->length}, *rest = &local;
	if (call->state)
		rest = (struct trimming *)call->state;
	while (rest->start < rest->end && byte_is_blank(bytes->data[rest->start])) {
		if (++rest->start % PIECE_BYTES == 0 && call_overdue(call))
			return call_give_way(call, rest, sizeof(*rest));
	}
	while (rest->end > rest->start && byte_is_blank(bytes->data[rest->end - 1])) {
		if (--rest->end % PIECE_BYTES == 0 && call_overdue(call))
			return call_give_way(call, rest, sizeof(*rest));
	}
	return call_return(call,
			   value_bytes(bytes_slice(bytes, rest->start, rest->end - rest->start)));
}

static const struct parameter parameters[] = {
	{"BYTES", &kind_bytes, ARGUMENT_REQUIRED, .text = "the text"},
	{0},
};

const struct command command_trim = {
	.name = "trim",
	.summary = "take blanks and line ends off both ends",
	.parameters = parameters,
	.result = "the bytes without blanks at their ends",
	.help = "Blanks are the space, tab, newline, carriage return, vertical tab and form feed.",
	.python = "data.strip()",
	.example = "expect (trim \" a line\\r\\n\") == 'a line'\n",
	.exec = trim_exec,
};
