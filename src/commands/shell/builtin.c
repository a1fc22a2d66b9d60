/*
 * builtin: calls a built-in command, also when a def has taken its name.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/command.h"

static enum run builtin_exec(struct call *call)
{
	return call_instead(call, false, true);
}

static const struct parameter parameters[] = {
	{"NAME", &kind_command, ARGUMENT_REQUIRED, .text = "a built-in command"},
	{"ARGUMENT", &kind_value, ARGUMENT_REST, .text = "its arguments and options"},
	{0},
};

static const struct command_error errors[] = {
	{"UNKNOWN", "there is no built-in command of that name"},
	{0},
};

const struct command command_builtin = {
	.name = "builtin",
	.summary = "call the built-in command that a def has replaced",
	.flags = COMMAND_VERBATIM | COMMAND_ON_SOCKET,
	.parameters = parameters,
	.result = "what the command gives",
	.errors = errors,
	.help = "A def of a built-in command's name replaces it from then on; "
		"so a def can do more than the command, and call it.",
	.python = "builtins.print(v)",
	.example = "def upper text { builtin upper \"$text!\" }\n"
		   "expect (upper abc) == 'ABC!'\n"
		   "expect (builtin upper abc) == 'ABC'\n",
	.exec = builtin_exec,
};
