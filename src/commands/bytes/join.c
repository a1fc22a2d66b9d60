/*
 * join: a list as bytes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "commands/bytes/separator.h"

static enum run join_exec(struct call *call)
{
	const struct list *list = call_argument(call, 0).list;
	const struct bytes *separator;
	struct buffer text = {0};
	if (!separator_argument(call, &separator))
		return RUN_FAIL;
	for (size_t i = 0; i < list->count; i++) {
		if (i && separator)
			buffer_append(&text, separator->data, separator->length);
		value_format(list_at(list, i), &text);
		if (text.length > BYTES_MAX) {
			buffer_free(&text);
			return call_fail(call, "RANGE", "the text would be longer than %zu bytes",
					 BYTES_MAX);
		}
	}
	return call_return(call, value_bytes(bytes_from(&text)));
}

static const struct parameter parameters[] = {
	{"LIST", &kind_list, ARGUMENT_REQUIRED, .text = "the pieces"},
	{"SEPARATOR", &kind_bytes, ARGUMENT_OPTIONAL,
	 .text = "what to put between them; nothing when left out"},
	{0},
};

const struct command command_join = {
	.name = "join",
	.summary = "put the elements of a list together",
	.parameters = parameters,
	.options = separator_options,
	.result = "bytes",
	.help = "Elements that are not bytes are written as print shows them.\n"
		"\n"
		"What comes along a pipe is the last argument, so the separator is -d there: "
		"split $line | join -d ','.",
	.python = "separator.join(pieces)",
	.example = "expect (join ['a' 'b' 3] ', ') == 'a, b, 3'\n"
		   "expect (join ['a' 'b']) == 'ab'\n"
		   "expect (split 'a b' | join -d '-') == 'a-b'\n",
	.exec = join_exec,
};
