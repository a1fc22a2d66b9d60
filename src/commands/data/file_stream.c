/*
 * file: a file in the table, for recv, send and copy.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "handsh/file.h"
#include "handsh/socket.h"

enum { OPTION_DEREFERENCE };

static const struct mode {
	const char *name;
	int flags;
	const char *shown; /* as C writes the flags */
	const char *text;
} modes[] = {
	{"r", O_RDONLY, "O_RDONLY", "to read"},
	{"w", O_WRONLY | O_CREAT | O_TRUNC, "O_WRONLY|O_CREAT|O_TRUNC", "to write it anew"},
	{"a", O_WRONLY | O_CREAT | O_APPEND, "O_WRONLY|O_CREAT|O_APPEND", "to write at its end"},
	{0},
};

static const struct mode *mode_find(const struct bytes *word)
{
	const struct mode *mode = modes;
	while (mode->name && !bytes_is(word, mode->name))
		mode++;
	return mode->name ? mode : NULL;
}

static bool convert_mode(struct call *call, const struct parameter *parameter, struct value *value)
{
	(void)parameter;
	if (value->type == TYPE_BYTES && mode_find(value->bytes))
		return true;
	call_fail(call, "USAGE", "MODE is r, w or a");
	return false;
}

static void tell_modes(void (*tell)(void *context, const char *word, const char *text),
		       void *context)
{
	for (const struct mode *mode = modes; mode->name; mode++)
		tell(context, mode->name, mode->text);
}

static const struct kind kind_mode = {
	.name = "a mode", .convert = convert_mode, .words = tell_modes, .complete = complete_words};

static enum run file_exec(struct call *call)
{
	const struct mode *mode = mode_find(call_argument(call, 1).bytes);
	const struct bytes *path = call_argument(call, 0).bytes;
	/* As save does, it writes through no link that somebody may have laid. */
	bool follows = mode->flags == O_RDONLY || call_option(call, OPTION_DEREFERENCE);
	int fd = file_descriptor(call, mode->flags | (follows ? 0 : O_NOFOLLOW));
	if (fd < 0)
		return RUN_FAIL;
	struct stat status;
	if (fstat(fd, &status) < 0) {
		call_errno(call, "fstat", errno, NULL);
		close(fd);
		return RUN_FAIL;
	}
	struct answer answer = answer_is("open", NULL, fd, 0);
	struct handle *handle = handle_new_file(call_shell(call)->sockets, fd, status.st_mode);
	handle->alias = call_target(call);
	task_own(call_task(call), &handle->object);
	answer_make(&answer, handle);
	return call_answered(call, &answer, argument_bytes(path->data, path->length),
			     argument_constant(mode->shown));
}

static const struct parameter parameters[] = {
	{"PATH", &kind_file, ARGUMENT_REQUIRED, .text = "the file's path"},
	{"MODE", &kind_mode, ARGUMENT_OPTIONAL, .fallback = "r", .listed = true,
	 .text = "what it is opened for"},
	{0},
};

static const struct command_option options[] = {
	[OPTION_DEREFERENCE] = {'L', "dereference",
				.text = "write through a symbolic link, as save -L does"},
	{0},
};

static const struct command_error errors[] = {
	{"ENOENT", "there is no such file, or a folder of the path does not exist"},
	{"EACCES", "it may not be opened for that"},
	{"EISDIR", "it is a directory"},
	{"ELOOP", "it is a symbolic link, through which w and a write with -L only"},
	{"ENXIO", "it is a FIFO that nobody reads"},
	ERRORS_OF_DESCRIPTORS,
	{0},
};

const struct command command_file = {
	.name = "file",
	.summary = "open a file, to be received from, sent to or copied",
	.parameters = parameters,
	.options = options,
	.result = "the file, which stands in the table beside the sockets",
	.calls = "open(2)",
	.errors = errors,
	.help = "recv reads the next bytes of it, send and sendall write, copy moves everything, "
		"close closes it; what else sockets do it cannot. The current socket stays as it is. "
		"A FIFO or a terminal keeps its reader waiting, while other tasks go on. "
		"load and save do the whole at once.",
	.python = "f = open('PATH', 'rb', buffering=0)",
	.c = "int fd = open(\"PATH\", O_RDONLY);",
	.example = "out = file /tmp/handsh-example w\n"
		   "out.send 'some text'\n"
		   "out.close\n"
		   "f = file /tmp/handsh-example\n"
		   "expect (f.recv 4) == 'some'\n"
		   "expect (f.recv) == ' text'\n"
		   "expect (f.recv) == ''\n"
		   "!rm /tmp/handsh-example\n",
	.exec = file_exec,
};
