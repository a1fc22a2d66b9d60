/*
 * fail: ends with an error of the user's own.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/completion.h"

static struct bytes *text_of(struct value value)
{
	if (value.type == TYPE_BYTES)
		return object_retain(value.bytes);
	struct buffer text = {0};
	value_format(value, &text);
	return bytes_from(&text);
}

static bool is_name(struct value value)
{
	return value.type == TYPE_BYTES && error_name_fits(value.bytes->data, value.bytes->length);
}

static enum run fail_exec(struct call *call)
{
	struct value value = call_argument(call, 0);
	bool text = call_given(call, 1);
	if (is_name(value))
		return call_error(call, error_own(value.bytes,
						  text ? text_of(call_argument(call, 1)) : NULL));
	if (text) {
		call_fail(call, "USAGE", "an error is called by two or more of A-Z, 0-9 and _");
		error_hint(call->error,
			   "type fail NAME TEXT, or a text of several words in quotes");
		return RUN_FAIL;
	}
	if (value.type == TYPE_ERROR)
		return call_error(call, object_retain(value.error));
	struct error *error = error_new("FAIL", NULL, NULL);
	error->detail = text_of(value);
	return call_error(call, error);
}

/* Mostly an error that others catch by its name. */
static void complete_error(struct shell *shell, const struct parameter *parameter,
			   const char *prefix, struct completion *completion)
{
	(void)shell, (void)parameter, (void)prefix;
	complete_errors(completion);
}

static const struct kind kind_failure = {.name = "a value", .complete = complete_error};

static const struct parameter parameters[] = {
	{"V", &kind_failure, ARGUMENT_REQUIRED,
	 .text = "the name of a new error; an error; or the message of a new one"},
	{"TEXT", &kind_value, ARGUMENT_OPTIONAL, .text = "the message of the error of that name"},
	{0},
};

const struct command command_fail = {
	.name = "fail",
	.summary = "end with an error",
	.parameters = parameters,
	.help = "A name is two or more of A-Z, 0-9 and _, a letter first: catch NAME { … } catches "
		"it by that. An error value is raised as it was; "
		"anything else is the message of a new error named FAIL. "
		"try { … } catch e { … } catches all.",
	.python = "raise Exception('message')",
	.c = "errx(1, \"message\");",
	.example = "message = try { fail 'no answer' } catch e { $e.message }\n"
		   "expect $message == 'no answer'\n"
		   "expect error TOOLONG { fail TOOLONG 'more than 80 bytes' }\n",
	.exec = fail_exec,
};
