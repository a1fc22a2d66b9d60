/*
 * file: see file.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/magic.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/vfs.h>
#include <unistd.h>

static void file_destroy(struct object *object)
{
	struct file *file = (struct file *)object;
	file_close(file);
	free(file->path);
	free(file);
}

static const struct behaviour file_behaviour = {.destroy = file_destroy};

static void refuse(struct call *call, const char *path, int flags)
{
	struct stat status;
	int number = errno;
	call_errno(call, "open", number, "%.*s", PATH_MAX, path);
	if (number == ELOOP && flags & O_NOFOLLOW && lstat(path, &status) == 0 &&
	    S_ISLNK(status.st_mode))
		error_hint(call->error, "it is a symbolic link: %s -L follows it", call_name(call));
}

int file_descriptor(struct call *call, int flags)
{
	const struct bytes *name = call_argument(call, 0).bytes;
	char *path = memory_copy(name->data, name->length);
	/* Non-blocking, because a FIFO would hold up every task until somebody opens its other end.
	 */
	int fd = TEMP_FAILURE_RETRY(open(path, flags | O_CLOEXEC | O_NOCTTY | O_NONBLOCK, 0666));
	if (fd < 0)
		refuse(call, path, flags);
	free(path);
	return fd;
}

struct file *file_open(struct call *call, int flags)
{
	const struct bytes *name = call_argument(call, 0).bytes;
	int fd = file_descriptor(call, flags);
	if (fd < 0)
		return NULL;
	struct file *file = memory_zeroed(1, sizeof(*file));
	file->object = (struct object){&file_behaviour, 1};
	file->machine = call_machine(call);
	file->path = memory_copy(name->data, name->length);
	watch_open(&file->watch, fd);
	call->state = &file->object;
	if (fstat(fd, &file->status) == 0)
		return file;
	call_errno(call, "fstat", errno, "%s", file->path);
	return NULL;
}

bool file_close(struct file *file)
{
	int fd = file->watch.fd;
	watch_close(file->machine, &file->watch);
	/* After EINTR it is closed all the same, and another may have its number by now: close(2). */
	return fd < 0 || close(fd) == 0 || errno == EINTR;
}

bool fifo_awaited(int fd, bool begun)
{
	struct stat status;
	struct statfs system;
	struct pollfd end = {.fd = fd, .events = POLLIN};
	/* Of pipefs is a pipe without a name, which nobody opens. */
	if (begun || fstat(fd, &status) < 0 || !S_ISFIFO(status.st_mode) ||
	    fstatfs(fd, &system) < 0 || system.f_type == PIPEFS_MAGIC)
		return false;
	return TEMP_FAILURE_RETRY(poll(&end, 1, 0)) == 0;
}
