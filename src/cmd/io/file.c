/*
 * file: see file.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

static void file_destroy(struct object *object)
{
	struct file *file = (struct file *)object;
	file_close(file);
	free(file->path);
	free(file);
}

static const struct behaviour file_behaviour = {.destroy = file_destroy};

struct file *file_open(struct call *call, int flags)
{
	const struct bytes *name = call_argument(call, 0).bytes;
	char *path = memory_copy(name->data, name->length);
	/* Non-blocking, because a FIFO would hold up every task until somebody opens its other end.
	 */
	int fd = TEMP_FAILURE_RETRY(open(path, flags | O_CLOEXEC | O_NOCTTY | O_NONBLOCK, 0666));
	struct stat status;
	if (fd < 0 || fstat(fd, &status) < 0) {
		call_errno(call, fd < 0 ? "open" : "fstat", errno, "%s", path);
		if (fd >= 0)
			close(fd);
		free(path);
		return NULL;
	}
	struct file *file = memory_zeroed(1, sizeof(*file));
	file->object = (struct object){&file_behaviour, 1};
	file->machine = call_machine(call);
	file->path = path;
	watch_open(&file->watch, fd);
	file->status = status;
	call->state = &file->object;
	return file;
}

bool file_close(struct file *file)
{
	int fd = file->watch.fd;
	watch_close(file->machine, &file->watch);
	/* After EINTR it is closed all the same, and another may have its number by now: close(2). */
	return fd < 0 || close(fd) == 0 || errno == EINTR;
}
