/*
 * wait: until tasks have ended.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/process.h"

enum { ANY };

/* The tasks among the arguments: one each, or a list of them. */
static struct list *gather(const struct call *call)
{
	struct list *tasks = list_new(call->count);
	for (unsigned i = 0; i < call->count && call_given(call, i); i++) {
		struct value argument = call_argument(call, i);
		if (argument.type == TYPE_TASK)
			tasks = list_append(tasks, value_retain(argument));
		for (size_t j = 0; argument.type == TYPE_LIST && j < argument.list->count; j++)
			tasks = list_append(tasks, value_retain(list_at(argument.list, j)));
	}
	return tasks;
}

/* Until the task has ended: RUN_DONE, or its error. A program that was stopped goes on for main. */
static enum run join(struct call *call, struct task *task)
{
	if (task == call_task(call))
		return call_fail(call, "USAGE", "a task cannot wait for itself");
	if (call_task(call) == machine_main(call_machine(call)))
		process_resume(task_call(task));
	enum run run = call_wait_task(call, task);
	if (run == RUN_DONE && task_state(task) != TASK_DONE)
		return call_error(call, object_retain(task_error(task)));
	return run;
}

/* Waits for the task, and adds its result to those of the call's state. */
static enum run wait_one(struct call *call, struct task *task)
{
	enum run run = join(call, task);
	if (run != RUN_DONE)
		return run;
	if (value_depth(task_result(task)) >= VALUE_DEPTH_MAX)
		return call_fail(call, "DEPTH", "lists and maps nest at most %d deep",
				 VALUE_DEPTH_MAX);
	struct list *results = (struct list *)call->state;
	results = list_append(results, value_retain(task_result(task)));
	call->state = &results->object;
	return RUN_DONE;
}

/* done: how many have been waited for. */
static enum run wait_list(struct call *call, const struct list *tasks)
{
	if (!call->state)
		call->state = &list_new(tasks->count)->object;
	for (; call->done < tasks->count; call->done++) {
		enum run run = wait_one(call, (struct task *)list_at(tasks, call->done).object);
		if (run != RUN_DONE)
			return run;
	}
	return call_return(call, value_object(TYPE_LIST, object_retain(call->state)));
}

static enum run wait_single(struct call *call, struct task *task)
{
	call_on(call, call_argument(call, 0).object);
	enum run run = join(call, task);
	return run == RUN_DONE ? call_return(call, value_retain(task_result(task))) : run;
}

static enum run wait_any(struct call *call, const struct list *tasks)
{
	struct task *ended;
	if (!tasks->count)
		return call_fail(call, "USAGE", "there is no task to wait for");
	enum run run = call_wait_any(call, tasks, &ended);
	if (run != RUN_DONE)
		return run;
	return call_return(call, value_object(TYPE_TASK, object_retain(ended)));
}

static enum run wait_exec(struct call *call)
{
	bool given = call->count > 0 && call_given(call, 0), any = call_option(call, ANY);
	if (!given && !any) {
		enum run run = call_wait_started(call);
		return run == RUN_DONE ? call_return(call, VALUE_NIL) : run;
	}
	if (!any && call->count == 1 && call_argument(call, 0).type == TYPE_TASK)
		return wait_single(call, (struct task *)call_argument(call, 0).object);
	struct list *tasks = gather(call);
	enum run run = any ? wait_any(call, tasks) : wait_list(call, tasks);
	object_release(tasks);
	return run;
}

static const struct parameter parameters[] = {
	{"TASK", &kind_tasks, ARGUMENT_REST,
	 .text = "a task, its number, or a list of them; none: all that this one has started"},
	{0},
};

static const struct command_option options[] = {
	[ANY] = {0, "any", .text = "wait for the first that ends, and give that task"},
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
	.options = options,
	.result = "what the task's last statement gave; a list for several tasks or a list, "
		  "nil for all, with --any a task",
	.errors = errors,
	.help = "An error that has ended the task is raised here, and then not shown by itself. "
		"Without TASK it waits for all, and raises the first error of one. "
		"--any raises none: wait for the task that it gives.\n"
		"An error that ends a task for which nobody waits is shown, "
		"and makes the exit status 1. "
		"A program that Ctrl-Z has stopped gets the terminal again, and goes on.",
	.python = "thread.join()",
	.c = "pthread_join(thread, &result);",
	.example = "t = spawn { sleep 10ms; 42 }\nexpect (wait $t) == 42\n"
		   "expect (wait [$t $t]) == [42 42]\n",
	.exec = wait_exec,
};
