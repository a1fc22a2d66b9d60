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

/* What it does or waits for. */
static void append_doing(const struct task *task, struct buffer *text)
{
	if (task_state(task) == TASK_WAITING)
		task_describe(task, text);
	else
		buffer_text(text, state_name(task_state(task)));
}

static const struct handle *current_socket(struct task *task)
{
	const struct object *current = task_current(task);
	bool socket = current && current->behaviour == &handle_behaviour;
	return socket ? (const struct handle *)current : NULL;
}

static void add_row(struct table *table, struct task *task)
{
	struct buffer name = {0};
	const struct handle *socket = current_socket(task);
	table_int(table, task_id(task));
	table_text(table, task_name(task));
	append_doing(task, &table->text);
	table_next(table);
	table_text(table, socket ? handle_name(socket, &name) : "-");
	buffer_free(&name);
}

static void tasks_text(struct call *call, struct buffer *text)
{
	static const struct column columns[] = {
		{"TASK", true}, {"RUNS", false}, {"DOES", false}, {"SOCKET", false}, {NULL, false}};
	struct table table;
	struct task *task = NULL;
	table_begin(&table, columns);
	while ((task = task_next(call_machine(call), task)))
		add_row(&table, task);
	table_fit(&table, call_shell(call)->display);
	table_end(&table, text);
}

static struct value row_value(struct task *task)
{
	struct buffer doing = {0};
	struct handle *socket = (struct handle *)current_socket(task);
	struct map *map = map_put_text(map_new(), "task", value_int(task_id(task)));
	append_doing(task, &doing);
	map = map_put_text(map, "runs", value_bytes(bytes_text(task_name(task))));
	map = map_put_text(map, "does", value_bytes(bytes_from(&doing)));
	map = map_put_text(map, "socket",
			   socket ? value_object(TYPE_SOCKET, object_retain(socket)) : VALUE_NIL);
	return value_object(TYPE_MAP, map);
}

static struct value tasks_value(struct call *call)
{
	struct list *list = list_new(0);
	struct task *task = NULL;
	while ((task = task_next(call_machine(call), task)))
		list = list_append(list, row_value(task));
	return value_object(TYPE_LIST, list);
}

static enum run run_tasks(struct call *call)
{
	static const struct exhibit exhibit = {.value = tasks_value, .text = tasks_text};
	return call_exhibit(call, &exhibit);
}

const struct command command_tasks = {
	.name = "tasks",
	.summary = "show the tasks that run in the background",
	.result = "where its value is taken: a list of maps with .task, .runs, .does and .socket",
	.help = "One line a task: its number, the command it began with, what it waits for, "
		"and its current socket. The numbers are those that cancel and wait take, "
		"and that stand in brackets before a task's lines. "
		"Tasks that have ended are not shown.",
	.example = "t = sleep 10 &\n"
		   "tasks\n"
		   "expect (tasks)[0].runs == 'sleep'\n"
		   "cancel $t\n"
		   "expect error ECANCELED { wait $t }\n",
	.exec = run_tasks,
};
