/*
 * kinds_live: arguments that name something outside the program's text: a socket, a task, a
 * command, a file.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <dirent.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "cmd/call/signature.h"
#include "handsh/completion.h"

static bool to_bytes(struct call *call, const struct parameter *parameter, struct value *value)
{
	return kind_bytes.convert(call, parameter, value);
}

/* true, false and nil are words of the language, and help is asked for them as for others. */
static bool convert_command(struct call *call, const struct parameter *parameter,
			    struct value *value)
{
	if (value->type == TYPE_BOOL || value->type == TYPE_NIL) {
		struct buffer word = {0};
		value_format(*value, &word);
		*value = value_bytes(bytes_new(word.data, word.length));
		buffer_free(&word);
	}
	return to_bytes(call, parameter, value);
}

/* ---- sockets ---- */

static void offer_global(void *context, const char *name, struct value value)
{
	if (value.type == TYPE_SOCKET)
		nearest_offer(context, name);
}

static bool no_socket(struct call *call, const char *name)
{
	struct nearest nearest = {.wanted = name};
	struct buffer shown = {0}, hint = {0};
	literal_format_cut(&shown, name, strlen(name), 60);
	machine_each_global(call_machine(call), offer_global, &nearest);
	socket_table_offer(call_shell(call)->sockets, &nearest);
	nearest_format(&nearest, &hint);
	call_fail(call, "UNKNOWN", "there is no socket %s", buffer_cstring(&shown));
	error_hint(call->error, "%s",
		   hint.length ? buffer_cstring(&hint) : "sockets shows those that are open");
	buffer_free(&shown);
	buffer_free(&hint);
	return false;
}

/* A variable of that name comes first, as it does for $name and name.command. */
static bool find_socket(struct call *call, const struct parameter *parameter, const char *name,
			struct value *value)
{
	struct value found;
	if (task_variable(call_task(call), name, &found) && found.type != TYPE_UNSET) {
		if (found.type != TYPE_SOCKET)
			return kind_mismatch(call, parameter, found);
		return replace(value, value_retain(found));
	}
	found = socket_table_lookup(call_shell(call)->sockets, name);
	if (found.type == TYPE_UNSET)
		return no_socket(call, name);
	return replace(value, found);
}

static bool convert_socket(struct call *call, const struct parameter *parameter,
			   struct value *value)
{
	if (value->type == TYPE_SOCKET)
		return true;
	if (value->type != TYPE_BYTES)
		return kind_mismatch(call, parameter, *value);
	/* The name lives in the value that is replaced when it is found. */
	char *name = memory_copy(value->bytes->data, value->bytes->length);
	bool found = find_socket(call, parameter, name, value);
	free(name);
	return found;
}

static void complete_socket(struct shell *shell, const struct parameter *parameter,
			    const char *prefix, struct completion *completion)
{
	(void)parameter, (void)prefix;
	complete_sockets(shell, completion);
}

/* These two stand in the table only once they have been named. */
static void complete_stream(struct shell *shell, const struct parameter *parameter,
			    const char *prefix, struct completion *completion)
{
	complete_socket(shell, parameter, prefix, completion);
	completion_describe(completion, "stdin", "standard input");
	completion_describe(completion, "stdout", "standard output");
}

/* ---- tasks ---- */

static bool convert_task(struct call *call, const struct parameter *parameter, struct value *value)
{
	int64_t number;
	if (value->type == TYPE_TASK)
		return true;
	if (value->type == TYPE_INT)
		number = value->integer;
	else if (value->type != TYPE_BYTES || !bytes_to_int(value->bytes, &number))
		return kind_mismatch(call, parameter, *value);
	struct task *task = task_find(call_machine(call), number);
	if (task)
		return replace(value, value_object(TYPE_TASK, object_retain(task)));
	call_fail(call, "UNKNOWN", "there is no task %" PRId64, number);
	error_hint(call->error, "tasks shows those that run; keep a task's value (t = accept &) "
				"to wait for one that may have ended");
	return false;
}

static bool convert_tasks(struct call *call, const struct parameter *parameter, struct value *value)
{
	if (value->type != TYPE_LIST)
		return convert_task(call, parameter, value);
	struct list *tasks = list_new(value->list->count);
	for (size_t i = 0; i < value->list->count; i++) {
		struct value task = value_retain(list_at(value->list, i));
		bool fine = convert_task(call, parameter, &task);
		tasks = list_append(tasks, task);
		if (!fine) {
			object_release(tasks);
			return false;
		}
	}
	return replace(value, value_object(TYPE_LIST, tasks));
}

static void complete_task(struct shell *shell, const struct parameter *parameter,
			  const char *prefix, struct completion *completion)
{
	(void)parameter, (void)prefix;
	struct task *task = NULL;
	struct buffer about = {0};
	while ((task = task_next(shell->machine, task))) {
		char number[16];
		snprintf(number, sizeof(number), "%" PRIu32, task_id(task));
		about.length = 0;
		task_describe(task, &about);
		completion_offer_typed(completion, number, buffer_cstring(&about));
	}
	buffer_free(&about);
}

/* ---- commands ---- */

static void complete_command(struct shell *shell, const struct parameter *parameter,
			     const char *prefix, struct completion *completion)
{
	(void)parameter, (void)prefix;
	complete_commands(shell, completion);
	complete_forms(completion);
}

/* ---- files ---- */

static bool convert_file(struct call *call, const struct parameter *parameter, struct value *value)
{
	if (!to_bytes(call, parameter, value))
		return false;
	if (!memchr(value->bytes->data, '\0', value->bytes->length))
		return true;
	call_fail(call, "RANGE", "%s holds a NUL byte, which no path has", parameter->name);
	return false;
}

static void offer_file(const char *folder, const struct dirent *entry,
		       struct completion *completion)
{
	struct stat status;
	struct buffer path = {0};
	buffer_text(&path, folder);
	buffer_text(&path, entry->d_name);
	if (stat(buffer_cstring(&path), &status) == 0 && S_ISDIR(status.st_mode)) {
		buffer_byte(&path, '/');
		completion_offer_part(completion, buffer_cstring(&path), NULL);
	} else {
		completion_offer(completion, buffer_cstring(&path));
	}
	buffer_free(&path);
}

static void complete_file(struct shell *shell, const struct parameter *parameter,
			  const char *prefix, struct completion *completion)
{
	(void)shell, (void)parameter;
	const char *slash = strrchr(prefix, '/'), *base = slash ? slash + 1 : prefix;
	char *folder = memory_copy(prefix, (size_t)(base - prefix));
	DIR *directory = opendir(*folder ? folder : ".");
	struct dirent *entry;
	while (directory && (entry = readdir(directory))) {
		bool hidden = entry->d_name[0] == '.' && *base != '.';
		if (!hidden && strncmp(entry->d_name, base, strlen(base)) == 0)
			offer_file(folder, entry, completion);
	}
	if (directory)
		closedir(directory);
	free(folder);
}

const struct kind kind_socket = {
	.name = "a socket", .convert = convert_socket, .complete = complete_socket};
const struct kind kind_stream = {.name = "a socket, stdin, stdout or a file",
				 .convert = convert_socket,
				 .complete = complete_stream};
const struct kind kind_task = {
	.name = "a task or its number", .convert = convert_task, .complete = complete_task};
const struct kind kind_tasks = {.name = "a task, its number, or a list of them",
				.convert = convert_tasks,
				.complete = complete_task};
const struct kind kind_command = {
	.name = "a command's name", .convert = convert_command, .complete = complete_command};
const struct kind kind_file = {
	.name = "a path", .convert = convert_file, .complete = complete_file};
