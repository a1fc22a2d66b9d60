/*
 * cancel: ends a task where it waits.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/command.h"

static enum run cancel_exec(struct call *call)
{
	task_cancel(call_machine(call), (struct task *)call_argument(call, 0).object);
	return call_return(call, VALUE_NIL);
}

static const struct parameter parameters[] = {
	{"TASK", &kind_task, ARGUMENT_REQUIRED, .text = "a task or its number"},
	{0},
};

const struct command command_cancel = {
	.name = "cancel",
	.summary = "end a task where it waits",
	.parameters = parameters,
	.help = "No try of the task catches it. Whoever waits for the task gets ECANCELED. "
		"A task that has ended already stays as it is.",
	.python = "task.cancel()",
	.c = "pthread_cancel(thread);",
	.example = "t = spawn { sleep 1m }\ncancel $t\nexpect error ECANCELED { wait $t }\n",
	.exec = cancel_exec,
};
