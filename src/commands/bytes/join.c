/*
 * join: a list as bytes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "commands/bytes/separator.h"
#include "handsh/walk.h"

static struct value value_at(const struct call *call, size_t index)
{
	return list_at(call_argument(call, 0).list, index);
}

static enum run join_exec(struct call *call)
{
	const struct bytes *separator;
	struct formatted text;
	if (!separator_argument(call, &separator))
		return RUN_FAIL;
	struct texts texts = {.value_at = value_at, .count = call_argument(call, 0).list->count};
	if (separator) {
		texts.between = separator->data;
		texts.between_length = separator->length;
	}
	enum run run = call_text(call, &texts, &text);
	return run == RUN_DONE ? call_return(call, value_bytes(formatted_bytes(&text))) : run;
}

static const struct parameter parameters[] = {
	{"LIST", &kind_list, ARGUMENT_REQUIRED, .text = "the pieces"},
	{"SEPARATOR", &kind_bytes, ARGUMENT_OPTIONAL,
	 .text = "what to put between them; nothing when left out"},
	{0},
};

static const struct command_option options[] = {
	SEPARATOR_OPTION,
	{0},
};

const struct command command_join = {
	.name = "join",
	.summary = "put the elements of a list together",
	.parameters = parameters,
	.options = options,
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
