/*
 * wait: until tasks have ended.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/command.h"

static struct task *awaited(const struct call *call, uint64_t i)
{
	return (struct task *)call_argument(call, (unsigned)i).object;
}

static struct value results(const struct call *call)
{
	if (call->count == 1)
		return value_retain(task_result(awaited(call, 0)));
	struct list *list = list_new(call->count);
	for (unsigned i = 0; i < call->count; i++)
		list = list_append(list, value_retain(task_result(awaited(call, i))));
	return value_object(TYPE_LIST, list);
}

static enum run wait_exec(struct call *call)
{
	if (call->count == 0 || !call_given(call, 0)) {
		enum run run = call_wait_started(call);
		return run == RUN_DONE ? call_return(call, VALUE_NIL) : run;
	}
	for (; call->done < call->count; call->done++) {
		struct task *task = awaited(call, call->done);
		if (task == call_task(call))
			return call_fail(call, "USAGE", "a task cannot wait for itself");
		call->subject = call_argument(call, call->done).object;
		enum run run = call_wait_task(call, task);
		if (run != RUN_DONE)
			return run;
		if (task_state(task) != TASK_DONE)
			return call_error(call, object_retain(task_error(task)));
	}
	return call_return(call, results(call));
}

static const struct parameter parameters[] = {
	{"TASK", &kind_task, ARGUMENT_REST,
	 .text = "a task or its number; none: all that this one has started"},
	{0},
};

static const struct command_error errors[] = {
	{"ECANCELED", "the task was ended by cancel"},
	{0},
};

const struct command command_wait = {
	.name = "wait",
	.summary = "wait until tasks have ended",
	.parameters = parameters,
	.result = "what the task's last statement gave; a list for several tasks, nil for all",
	.errors = errors,
	.help = "An error that has ended the task is raised here, and then not shown by itself.",
	.python = "thread.join()",
	.c = "pthread_join(thread, &result);",
	.example = "t = spawn { sleep 10ms; 42 }\nexpect (wait $t) == 42\n",
	.exec = wait_exec,
};
