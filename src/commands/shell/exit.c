/*
 * exit, quit: leave the shell.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/command.h"

static enum run exit_exec(struct call *call)
{
	int status = machine_failed(call_machine(call)) ? 1 : 0;
	if (call_given(call, 0))
		status = (int)call_argument(call, 0).integer;
	machine_exit(call_machine(call), status);
	return RUN_EXIT;
}

static const struct parameter parameters[] = {
	{"N", &kind_int, ARGUMENT_OPTIONAL, .most = 255,
	 .text = "the exit status; left out: 0, or 1 when an expectation was not met, "
		 "a task has failed, or -k went on after an error"},
	{0},
};

#define HELP "Tasks that still run are cancelled, sockets that are still open are closed."

const struct command command_exit = {
	.name = "exit",
	.summary = "leave the shell, or end the script",
	.parameters = parameters,
	.calls = "exit(3)",
	.help = HELP,
	.python = "sys.exit(3)",
	.c = "exit(3);",
	.example = "exit 0\nexpect false\n",
	.exec = exit_exec,
};

const struct command command_quit = {
	.name = "quit",
	.summary = "the same as exit",
	.parameters = parameters,
	.calls = "exit(3)",
	.help = HELP,
	.python = "sys.exit(3)",
	.c = "exit(3);",
	.example = "quit\nexpect false\n",
	.exec = exit_exec,
};
