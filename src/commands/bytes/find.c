/*
 * find: where something is.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <string.h>

#include "handsh/command.h"

static int64_t find_element(const struct list *list, struct value wanted, size_t from)
{
	for (size_t i = from; i < list->count; i++) {
		if (value_equal(list_at(list, i), wanted))
			return (int64_t)i;
	}
	return -1;
}

static int64_t find_bytes(const struct bytes *bytes, const struct bytes *wanted, size_t from)
{
	if (from > bytes->length)
		return -1;
	const char *found =
		memmem(bytes->data + from, bytes->length - from, wanted->data, wanted->length);
	return found ? found - bytes->data : -1;
}

static enum run find_exec(struct call *call)
{
	static const struct parameter part = {.name = "WHAT", .kind = &kind_bytes};
	struct value *arguments = call->arguments;
	size_t from = (size_t)call_argument(call, 2).integer;
	int64_t place;
	if (arguments[0].type == TYPE_LIST) {
		place = find_element(arguments[0].list, arguments[1], from);
	} else {
		if (!kind_bytes.convert(call, &part, &arguments[1]))
			return RUN_FAIL;
		place = find_bytes(arguments[0].bytes, arguments[1].bytes, from);
	}
	return call_return(call, value_int(place));
}

static const struct parameter parameters[] = {
	{"IN", &kind_sequence, ARGUMENT_REQUIRED, .text = "bytes or a list to look through"},
	{"WHAT", &kind_value, ARGUMENT_REQUIRED, .text = "bytes to look for, or an element"},
	{"FROM", &kind_int, ARGUMENT_OPTIONAL, .most = INT64_MAX, .fallback = "0",
	 .text = "the index where to begin"},
	{0},
};

static const struct command_error errors[] = {
	{"TYPE", "IN is neither bytes nor a list, or bytes are to hold something else"},
	{0},
};

const struct command command_find = {
	.name = "find",
	.summary = "tell where bytes are in bytes, or a value in a list",
	.parameters = parameters,
	.result = "the index of the first one, -1 when there is none",
	.errors = errors,
	.help = "To know only whether it is there, write WHAT in IN: if 'x' in $line { … }.",
	.python = "data.find(what, start)",
	.c = "char *p = memmem(data, n, what, strlen(what));",
	.example = "expect (find \"Host: a\\r\\n\\r\\nbody\" \"\\r\\n\\r\\n\") == 7\n"
		   "expect (find 'banana' 'na' 3) == 4\n"
		   "expect (find 'abc' 'x') == -1\n"
		   "expect (find [10 20 30] 20) == 1\n",
	.exec = find_exec,
};
