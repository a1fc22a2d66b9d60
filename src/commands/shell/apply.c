/*
 * apply: calls a command with the elements of a list as arguments.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/command.h"

static enum run apply_exec(struct call *call)
{
	struct value last = call_argument(call, call->count - 1u);
	if (call->count == 1)
		return call_fail(call, "USAGE", "LIST is missing");
	if (last.type != TYPE_LIST)
		return call_fail(call, "TYPE", "the last argument is a list, not %s",
				 value_type_name(last.type));
	return call_instead(call, true, false);
}

static const struct parameter parameters[] = {
	{"NAME", &kind_command, ARGUMENT_REQUIRED, .text = "a command, also one of your own"},
	{"LIST", &kind_value, ARGUMENT_REST,
	 .text = "its arguments; what stands before the list comes first"},
	{0},
};

static const struct command_error errors[] = {
	{"UNKNOWN", "there is no command of that name"},
	{"TYPE", "the last argument is no list"},
	{0},
};

const struct command command_apply = {
	.name = "apply",
	.summary = "call a command with the elements of a list as arguments",
	.flags = COMMAND_VERBATIM | COMMAND_ON_SOCKET,
	.parameters = parameters,
	.result = "what the command gives",
	.errors = errors,
	.help = "apply f [1 2] is f 1 2. Elements are arguments, never options, whatever they begin "
		"with; options stand before the list: apply send --more $words. "
		"The name is looked for when apply runs, so it can come from a variable.",
	.python = "f(*l)",
	.example = "expect (apply upper [abc]) == 'ABC'\n"
		   "def add a b { $a + $b }\n"
		   "expect (apply add [1 2]) == 3\n"
		   "expect (apply add 1 [2]) == 3\n"
		   "def logged name rest... { apply $name $rest }\n"
		   "expect (logged repeat ab 2) == 'abab'\n",
	.exec = apply_exec,
};
