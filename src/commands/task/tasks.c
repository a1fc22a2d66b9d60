/*
 * tasks: the table of the tasks that live.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <string.h>

#include "handsh/command.h"

static const char *state_name(enum task_state state)
{
	static const char *const names[] = {
		[TASK_READY] = "ready", [TASK_RUNNING] = "running", [TASK_WAITING] = "waiting",
		[TASK_DONE] = "done",   [TASK_FAILED] = "failed",   [TASK_CANCELED] = "canceled",
	};
	return names[state];
}

static void add_row(struct table *table, struct task *task)
{
	struct buffer name = {0};
	struct object *current = task_current(task);
	table_int(table, task_id(task));
	table_text(table, task_name(task));
	if (task_state(task) == TASK_WAITING)
		task_describe(task, &table->text);
	else
		buffer_text(&table->text, state_name(task_state(task)));
	table_next(table);
	if (current && current->behaviour == &handle_behaviour)
		table_text(table, handle_name((struct handle *)current, &name));
	else
		table_text(table, "-");
	buffer_free(&name);
}

static enum run run_tasks(struct call *call)
{
	static const struct column columns[] = {
		{"TASK", true}, {"RUNS", false}, {"DOES", false}, {"SOCKET", false}, {NULL, false}};
	struct buffer text = {0};
	struct table table;
	struct task *task = NULL;
	table_begin(&table, columns);
	while ((task = task_next(call_machine(call), task)))
		add_row(&table, task);
	table_fit(&table, call_shell(call)->display);
	table_end(&table, &text);
	call_print(call, text.data, text.length);
	buffer_free(&text);
	return RUN_DONE;
}

const struct command command_tasks = {
	.name = "tasks",
	.summary = "show the tasks that run in the background",
	.help = "One line a task: its number, the command it began with, what it waits for, "
		"and its current socket. The numbers are those that cancel and wait take, "
		"and that stand in brackets before a task's lines. "
		"Tasks that have ended are not shown.",
	.example = "t = sleep 10 &\n"
		   "tasks\n"
		   "cancel $t\n"
		   "expect error ECANCELED { wait $t }\n",
	.exec = run_tasks,
};
