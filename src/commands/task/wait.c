/*
 * wait: until tasks have ended.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/process.h"

/* Waits for the task that argument i gives: RUN_DONE with its result added to the call's state. */
static enum run wait_one(struct call *call, unsigned i)
{
	struct task *task = (struct task *)call_argument(call, i).object;
	if (task == call_task(call))
		return call_fail(call, "USAGE", "a task cannot wait for itself");
	call_on(call, call_argument(call, i).object);
	if (call_task(call) == machine_main(call_machine(call)))
		process_resume(task_call(task));
	enum run run = call_wait_task(call, task);
	if (run != RUN_DONE)
		return run;
	if (task_state(task) != TASK_DONE)
		return call_error(call, object_retain(task_error(task)));
	if (value_depth(task_result(task)) >= VALUE_DEPTH_MAX && call->count > 1)
		return call_fail(call, "DEPTH", "lists and maps nest at most %d deep",
				 VALUE_DEPTH_MAX);
	struct list *results = (struct list *)call->state;
	results = list_append(results, value_retain(task_result(task)));
	call->state = &results->object;
	return RUN_DONE;
}

static enum run wait_exec(struct call *call)
{
	if (call->count == 0 || !call_given(call, 0)) {
		enum run run = call_wait_started(call);
		return run == RUN_DONE ? call_return(call, VALUE_NIL) : run;
	}
	if (!call->state)
		call->state = &list_new(call->count)->object;
	size_t done;
	while ((done = ((const struct list *)call->state)->count) < call->count) {
		enum run run = wait_one(call, (unsigned)done);
		if (run != RUN_DONE)
			return run;
	}
	if (call->count == 1)
		return call_return(call,
				   value_retain(list_at((const struct list *)call->state, 0)));
	return call_return(call, value_object(TYPE_LIST, object_retain(call->state)));
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
	.help = "An error that has ended the task is raised here, and then not shown by itself. "
		"A program that Ctrl-Z has stopped gets the terminal again, and goes on.",
	.python = "thread.join()",
	.c = "pthread_join(thread, &result);",
	.example = "t = spawn { sleep 10ms; 42 }\nexpect (wait $t) == 42\n",
	.exec = wait_exec,
};
