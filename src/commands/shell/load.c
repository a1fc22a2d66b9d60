/*
 * load: a file's content.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "handsh/file.h"

#define ROOM ((size_t)64 << 10) /* for files that do not say how long they are: those of /proc */

/* The call's state while the file is read. */
struct reading {
	struct object object;
	struct file *file;
	struct bytes *bytes; /* longer than what has been read, which is call->done */
};

static void reading_destroy(struct object *object)
{
	struct reading *reading = (struct reading *)object;
	object_release(reading->file);
	object_release(reading->bytes);
	free(reading);
}

static const struct behaviour reading_behaviour = {.destroy = reading_destroy};

static enum run too_long(struct call *call, const struct file *file)
{
	return call_fail(call, "RANGE", "%s is longer than %zu bytes, the most that a value holds",
			 file->path, BYTES_MAX);
}

static enum run begin(struct call *call)
{
	struct file *file = file_open(call, O_RDONLY);
	if (!file)
		return RUN_FAIL;
	bool regular = S_ISREG(file->status.st_mode);
	if (regular && file->status.st_size > (off_t)BYTES_MAX)
		return too_long(call, file);
	/* One more than it is long, so that its end is seen without growing. */
	size_t room = regular && file->status.st_size ? (size_t)file->status.st_size + 1 : ROOM;
	struct reading *reading = memory_allocate(sizeof(*reading));
	*reading = (struct reading){{&reading_behaviour, 1}, file, bytes_allocate(room)};
	call->state = &reading->object;
	return RUN_DONE;
}

static void make_room(struct reading *reading, uint64_t done)
{
	if (done < reading->bytes->length)
		return;
	struct bytes *larger = bytes_allocate(2 * reading->bytes->length);
	memcpy(larger->data, reading->bytes->data, done);
	object_release(reading->bytes);
	reading->bytes = larger;
}

static enum run finish(struct call *call, struct reading *reading)
{
	struct bytes *bytes = bytes_shrink(reading->bytes, call->done);
	reading->bytes = NULL;
	return call_return(call, value_bytes(bytes));
}

static enum run load_exec(struct call *call)
{
	if (!call->state && begin(call) != RUN_DONE)
		return RUN_FAIL;
	struct reading *reading = (struct reading *)call->state;
	struct file *file = reading->file;
	do {
		make_room(reading, call->done);
		size_t room = reading->bytes->length - call->done;
		ssize_t got = read(file->watch.fd, reading->bytes->data + call->done,
				   room < FILE_PIECE ? room : FILE_PIECE);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0 && errno != EAGAIN)
			return call_errno(call, "read", errno, "%s", file->path);
		if (got < 0 || (got == 0 && fifo_awaited(file->watch.fd, call->done)))
			return call_wait(call, &file->watch, WAIT_READ);
		if (got == 0)
			return finish(call, reading);
		call->done += (uint64_t)got;
		if (call->done > BYTES_MAX)
			return too_long(call, file);
	} while (!call_overdue(call));
	return call_yield(call);
}

static bool load_measure(const struct call *call, struct measure *measure)
{
	const struct reading *reading = (const struct reading *)call->state;
	*measure = (struct measure){.done = call->done};
	if (reading && S_ISREG(reading->file->status.st_mode))
		measure->total = (uint64_t)reading->file->status.st_size;
	return true;
}

static const struct parameter parameters[] = {
	{"FILE", &kind_file, ARGUMENT_REQUIRED, .text = "the file's path"},
	{0},
};

static const struct command_error errors[] = {
	{"ENOENT", "there is no such file"},
	{"EACCES", "it may not be read"},
	{"EISDIR", "it is a directory"},
	{"RANGE", "it is longer than a value can be, which is 1 GiB"},
	{0},
};

const struct command command_load = {
	.name = "load",
	.summary = "read a whole file",
	.parameters = parameters,
	.result = "its content, as bytes",
	.calls = "open(2), read(2)",
	.errors = errors,
	.help = "Pipes, terminals and the files of /proc are read to their end as well; "
		"other tasks go on while they keep one waiting.",
	.python = "open(path, 'rb').read()",
	.c = "int fd = open(path, O_RDONLY);\nwhile ((n = read(fd, data, sizeof data)) > 0) …",
	.example = "expect (find (load /proc/version) 'Linux') == 0\n"
		   "expect (load /dev/null) == ''\n"
		   "expect error ENOENT { load /nowhere/at/all }\n"
		   "expect error EISDIR { load / }\n",
	.exec = load_exec,
	.measure = load_measure,
};
