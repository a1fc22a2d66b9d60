/*
 * source: runs a file in the global scope.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "handsh/command.h"
#include "handsh/file.h"

/* A relative path begins in the folder of the script that names it. The caller frees. */
static char *resolve_path(const struct call *call, const struct bytes *file)
{
	const struct source *source = task_source(call_task(call));
	const char *slash = source && source->name ? strrchr(source->name, '/') : NULL;
	struct buffer path = {0};
	if (slash && !(file->length && file->data[0] == '/'))
		buffer_append(&path, source->name, (size_t)(slash - source->name) + 1);
	buffer_append(&path, file->data, file->length);
	char *copy = memory_copy(path.data, path.length);
	buffer_free(&path);
	return copy;
}

static enum run source_path(struct call *call, const char *path)
{
	struct bytes *text = script_read(path, false);
	if (!text && errno == EINVAL)
		return call_fail(call, "USAGE", "%s is not a regular file", path);
	if (!text)
		return call_errno(call, "source", errno, "%s", path);
	struct source *source = source_new(path, text, 1);
	struct error *error = NULL;
	enum compile_status status =
		machine_compile(call_machine(call), source, &call->enter, &error);
	object_release(source);
	return status == COMPILE_DONE ? RUN_ENTER : call_error(call, error);
}

static enum run source_exec(struct call *call)
{
	const struct bytes *file = call_argument(call, 0).bytes;
	if (memchr(file->data, '\0', file->length))
		return call_fail(call, "USAGE", "a file's name has no NUL byte");
	char *path = resolve_path(call, file);
	enum run run = source_path(call, path);
	free(path);
	return run;
}

static const struct parameter parameters[] = {
	{"FILE", &kind_file, ARGUMENT_REQUIRED,
	 .text = "the script; its path begins in the folder of the script that names it"},
	{0},
};

static const struct command_error errors[] = {
	{"ENOENT", "there is no such file"},
	{"SYNTAX", "the file does not fit the grammar; nothing of it has run"},
	{0},
};

const struct command command_source = {
	.name = "source",
	.summary = "run a file here",
	.parameters = parameters,
	.result = "what the file's last statement gave",
	.calls = "open(2), read(2)",
	.errors = errors,
	.help = "The file runs in the global scope: its variables and commands stay.",
	.python = "exec(open('FILE').read())",
	.c = "#include \"FILE\"",
	.example = "save answer.hsh 'answer = 42'\n"
		   "source answer.hsh\n"
		   "expect $answer == 42\n"
		   "!rm answer.hsh\n",
	.exec = source_exec,
};
