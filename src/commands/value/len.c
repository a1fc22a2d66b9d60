/*
 * len: how much there is.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/command.h"
#include "handsh/queue.h"

static enum run len_exec(struct call *call)
{
	struct value value = call_argument(call, 0);
	struct buffer digits = {0};
	size_t length;
	switch (value.type) {
	case TYPE_BYTES:
		length = value.bytes->length;
		break;
	case TYPE_LIST:
		length = value.list->count;
		break;
	case TYPE_MAP:
		length = map_count(value.map);
		break;
	case TYPE_QUEUE:
		length = ((const struct queue *)value.object)->count;
		break;
	case TYPE_INT:
		buffer_int(&digits, value.integer);
		length = digits.length;
		buffer_free(&digits);
		break;
	default:
		return call_fail(call, "TYPE",
				 "%s has no length: V is bytes, a list, a map or a queue",
				 value_type_name(value.type));
	}
	return call_return(call, value_int((int64_t)length));
}

static const struct parameter parameters[] = {
	{"V", &kind_value, ARGUMENT_REQUIRED, .text = "bytes, a list, a map or a queue"},
	{0},
};

static const struct command_error errors[] = {
	{"TYPE", "V is nil, a socket, … : it has no length"},
	{0},
};

const struct command command_len = {
	.name = "len",
	.summary = "count bytes, elements or keys",
	.parameters = parameters,
	.result =
		"the number of bytes of bytes, of elements of a list, of keys of a map, of values in a queue",
	.errors = errors,
	.help = "Bytes are counted, not characters: len 'é' is 2. A number counts as its digits.",
	.python = "len(v)",
	.c = "strlen(s)",
	.example = "expect (len 'abc') == 3\n"
		   "expect (len [1 2]) == 2\n"
		   "expect (len ({a: 1})) == 1\n"
		   "expect (len 'é') == 2\n",
	.exec = len_exec,
};
