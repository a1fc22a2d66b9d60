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

static enum run check_tasks(struct call *call, const struct list *tasks)
{
	for (size_t i = 0; i < tasks->count; i++)
		if (list_at(tasks, i).object == (struct object *)call_task(call))
			return call_fail(call, "USAGE", "a task cannot wait for itself");
	return RUN_DONE;
}

/* A program that was stopped goes on for main. */
static void resume(const struct call *call, const struct task *task)
{
	if (call_task(call) == machine_main(call_machine(call)))
		process_resume(task_call(task));
}

static enum run wait_single(struct call *call, struct task *task)
{
	call_on(call, call_argument(call, 0).object);
	resume(call, task);
	enum run run = call_wait_task(call, task);
	if (run != RUN_DONE)
		return run;
	if (task_state(task) != TASK_DONE)
		return call_error(call, object_retain(task_error(task)));
	return call_return(call, value_retain(task_result(task)));
}

static enum run results(struct call *call, const struct list *tasks)
{
	struct list *list = list_new(tasks->count);
	for (size_t i = 0; i < tasks->count; i++) {
		struct value result = task_result((struct task *)list_at(tasks, i).object);
		if (value_depth(result) >= VALUE_DEPTH_MAX) {
			object_release(list);
			return call_fail(call, "DEPTH", "lists and maps nest at most %d deep",
					 VALUE_DEPTH_MAX);
		}
		list = list_append(list, value_retain(result));
	}
	return call_return(call, value_object(TYPE_LIST, list));
}

/* Of programs that were stopped one at a time has the terminal: that of the first task that has not
 * ended. done: so many before it have. */
static void resume_first(struct call *call, const struct list *tasks)
{
	while (call->done < tasks->count) {
		const struct task *task = (struct task *)list_at(tasks, call->done).object;
		if (task_state(task) < TASK_DONE) {
			resume(call, task);
			return;
		}
		call->done++;
	}
}

static enum run wait_several(struct call *call, struct list *tasks)
{
	struct task *failed;
	enum run run = call_wait_all(call, tasks, &failed);
	if (run == RUN_WAIT)
		resume_first(call, call_awaited(call));
	if (run != RUN_DONE)
		return run;
	return failed ? call_error(call, object_retain(task_error(failed)))
		      : results(call, call_awaited(call));
}

static enum run wait_any(struct call *call, struct list *tasks)
{
	struct task *ended;
	enum run run = call_wait_any(call, tasks, &ended);
	if (run != RUN_DONE)
		return run;
	return call_return(call, value_object(TYPE_TASK, object_retain(ended)));
}

/* The tasks are gathered once. */
static enum run wait_tasks(struct call *call, bool any)
{
	struct list *tasks = NULL;
	if (!call_awaited(call)) {
		tasks = gather(call);
		enum run run = check_tasks(call, tasks);
		if (run == RUN_DONE && any && !tasks->count)
			run = call_fail(call, "USAGE", "there is no task to wait for");
		if (run != RUN_DONE) {
			object_release(tasks);
			return run;
		}
	}
	return any ? wait_any(call, tasks) : wait_several(call, tasks);
}

static enum run wait_exec(struct call *call)
{
	bool given = call->count > 0 && call_given(call, 0), any = call_option(call, ANY);
	if (!given && !any) {
		enum run run = call_wait_started(call);
		return run == RUN_DONE ? call_return(call, VALUE_NIL) : run;
	}
	struct value first = given ? call_argument(call, 0) : VALUE_NIL;
	if (any || call->count > 1 || first.type != TYPE_TASK)
		return wait_tasks(call, any);
	if (first.object == (struct object *)call_task(call))
		return call_fail(call, "USAGE", "a task cannot wait for itself");
	return wait_single(call, (struct task *)first.object);
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
		"Without TASK it waits for all, and raises the first error of one; of several "
		"tasks or a list the first at once. "
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
