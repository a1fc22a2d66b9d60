/*
 * save: bytes into a file.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "handsh/file.h"

enum { OPTION_APPEND, OPTION_DEREFERENCE };

/* Not through a link that somebody may have laid where a file was meant. */
static bool begin(struct call *call)
{
	int flags = O_WRONLY | O_CREAT;
	flags |= call_option(call, OPTION_APPEND) ? O_APPEND : O_TRUNC;
	flags |= call_option(call, OPTION_DEREFERENCE) ? 0 : O_NOFOLLOW;
	return file_open(call, flags) != NULL;
}

static enum run finish(struct call *call, struct file *file)
{
	if (!file_close(file))
		return call_errno(call, "close", errno, "%s", file->path);
	return call_return(call, VALUE_NIL);
}

static enum run save_exec(struct call *call)
{
	const struct bytes *bytes = call_argument(call, 1).bytes;
	if (!call->state && !begin(call))
		return RUN_FAIL;
	struct file *file = file_of(call);
	do {
		size_t left = bytes->length - call->done;
		if (!left)
			return finish(call, file);
		ssize_t put = write(file->watch.fd, bytes->data + call->done,
				    left < FILE_PIECE ? left : FILE_PIECE);
		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0 && errno == EAGAIN)
			return call_wait(call, &file->watch, WAIT_WRITE);
		if (put <= 0)
			return call_errno(call, "write", put ? errno : EIO,
					  "%s: %llu of %zu bytes written", file->path,
					  (unsigned long long)call->done, bytes->length);
		call->done += (uint64_t)put;
	} while (!call_overdue(call));
	return call_yield(call);
}

static bool save_measure(const struct call *call, struct measure *measure)
{
	return call_measure(call, 1, measure);
}

static const struct parameter parameters[] = {
	{"FILE", &kind_file, ARGUMENT_REQUIRED, .text = "the file's path"},
	{"BYTES", &kind_bytes, ARGUMENT_REQUIRED, .text = "what to write"},
	{0},
};

static const struct command_option options[] = {
	[OPTION_APPEND] = {'a', .text = "after what the file holds, rather than in its place"},
	[OPTION_DEREFERENCE] = {'L', "dereference",
				.text = "follow a symbolic link, as cp -L and ls -L do"},
	{0},
};

static const struct command_error errors[] = {
	{"ENOENT", "a folder of the path does not exist"},
	{"EACCES", "it may not be written"},
	{"EISDIR", "it is a directory"},
	{"ELOOP", "it is a symbolic link, which save follows with -L only"},
	{"ENOSPC", "the disk is full: the message says how much was written"},
	{"ENXIO", "it is a FIFO that nobody reads"},
	{0},
};

const struct command command_save = {
	.name = "save",
	.summary = "write bytes to a file",
	.parameters = parameters,
	.options = options,
	.calls = "open(2), write(2), close(2)",
	.errors = errors,
	.help = "The file is made when it does not exist, and emptied first when it does. "
		"A symbolic link is not followed without -L, so that nobody else chooses "
		"which file is written; /dev/stdout is one. "
		"The data is the last argument, so that it can come along a pipe: "
		"recv 1M | save page.html.",
	.python = "open(path, 'wb').write(data)",
	.c = "int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW, 0666);\n"
	     "write(fd, data, n);",
	.example = "save /dev/null 'hello'\n"
		   "expect error ENOSPC { save /dev/full 'hello' }\n"
		   "expect error ENOENT { save /nowhere/at/all 'hello' }\n",
	.exec = save_exec,
	.measure = save_measure,
};
