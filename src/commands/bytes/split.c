/*
 * split: bytes into a list of pieces.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <string.h>

#include "commands/bytes/separator.h"
#include "handsh/command.h"

static enum run too_many(struct call *call, struct list *list)
{
	object_release(list);
	return call_fail(call, "RANGE", "there are more than %zu pieces", LIST_MAX);
}

static struct list *add(struct list *list, struct bytes *bytes, size_t start, size_t end)
{
	return list_append(list, value_bytes(bytes_slice(bytes, start, end - start)));
}

static enum run at_blanks(struct call *call, struct bytes *bytes)
{
	struct list *list = list_new(0);
	size_t i = 0;
	for (;;) {
		while (i < bytes->length && byte_is_blank(bytes->data[i]))
			i++;
		size_t start = i;
		while (i < bytes->length && !byte_is_blank(bytes->data[i]))
			i++;
		if (start == i)
			return call_return(call, value_object(TYPE_LIST, list));
		if (list->count == LIST_MAX)
			return too_many(call, list);
		list = add(list, bytes, start, i);
	}
}

static enum run at_separator(struct call *call, struct bytes *bytes, const struct bytes *separator)
{
	struct list *list = list_new(0);
	size_t start = 0;
	for (;;) {
		const char *from = bytes->data + start;
		const char *found =
			memmem(from, bytes->length - start, separator->data, separator->length);
		if (list->count == LIST_MAX)
			return too_many(call, list);
		if (!found)
			break;
		list = add(list, bytes, start, start + (size_t)(found - from));
		start += (size_t)(found - from) + separator->length;
	}
	list = add(list, bytes, start, bytes->length);
	return call_return(call, value_object(TYPE_LIST, list));
}

static enum run split_exec(struct call *call)
{
	struct bytes *bytes = call_argument(call, 0).bytes;
	const struct bytes *separator;
	if (!separator_argument(call, &separator))
		return RUN_FAIL;
	if (!separator)
		return at_blanks(call, bytes);
	if (!separator->length)
		return call_fail(call, "RANGE",
				 "the separator is empty: for x in $bytes { … } goes through "
				 "single bytes");
	return at_separator(call, bytes, separator);
}

static const struct parameter parameters[] = {
	{"BYTES", &kind_bytes, ARGUMENT_REQUIRED, .text = "what to split"},
	{"SEPARATOR", &kind_bytes, ARGUMENT_OPTIONAL,
	 .text = "what stands between the pieces; any run of blanks when left out"},
	{0},
};

static const struct command_error errors[] = {
	{"RANGE", "the separator is empty, or there are too many pieces"},
	{0},
};

const struct command command_split = {
	.name = "split",
	.summary = "cut bytes into a list of pieces",
	.parameters = parameters,
	.options = separator_options,
	.result = "a list of bytes",
	.errors = errors,
	.help = "Without a separator the pieces are the words, "
		"whatever blanks and line ends stand between and around them. "
		"With one, there is a piece more than separators, and pieces may be empty.\n"
		"\n"
		"What comes along a pipe is the last argument, so the separator is -d there: "
		"recv | split -d ','.",
	.python = "data.split(separator)",
	.c = "for (char *p = strtok(data, \",\"); p; p = strtok(NULL, \",\")) …",
	.example = "expect (split \" GET  / \\r\\n\") == ['GET' '/']\n"
		   "expect (split 'a,b,,c' ',') == ['a' 'b' '' 'c']\n"
		   "expect (str 'a:b' | split -d ':') == ['a' 'b']\n",
	.exec = split_exec,
};
