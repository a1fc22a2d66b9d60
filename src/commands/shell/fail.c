/*
 * fail: ends with an error of the user's own.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/command.h"

static enum run fail_exec(struct call *call)
{
	struct value value = call_argument(call, 0);
	if (value.type == TYPE_ERROR)
		return call_error(call, object_retain(value.error));
	struct error *error = error_new("FAIL", NULL, NULL);
	if (value.type == TYPE_BYTES) {
		error->detail = object_retain(value.bytes);
	} else {
		struct buffer text = {0};
		value_format(value, &text);
		error->detail = bytes_from(&text);
	}
	return call_error(call, error);
}

static const struct parameter parameters[] = {
	{"V", &kind_value, ARGUMENT_REQUIRED, .text = "an error, or the message of a new one"},
	{0},
};

const struct command command_fail = {
	.name = "fail",
	.summary = "end with an error",
	.parameters = parameters,
	.help = "An error value is raised as it was; "
		"anything else is the message of a new error named FAIL. "
		"try { … } catch e { … } catches both.",
	.python = "raise Exception('message')",
	.c = "errx(1, \"message\");",
	.example = "message = try { fail 'no answer' } catch e { $e.message }\n"
		   "expect $message == 'no answer'\n"
		   "expect error FAIL { fail 'no answer' }\n",
	.exec = fail_exec,
};
