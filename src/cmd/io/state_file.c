/*
 * state_file: see handsh/state_file.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/state_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "handsh/trust.h"

char *xdg_path(const char *variable, const char *fallback, const char *file)
{
	const char *directory = getenv(variable), *home = getenv("HOME");
	struct buffer path = {0};
	if (directory && *directory == '/')
		buffer_format(&path, "%s/%s", directory, file);
	else if (home && *home == '/')
		buffer_format(&path, "%s/%s/%s", home, fallback, file);
	else
		return NULL;
	char *copy = memory_copy(path.data, path.length);
	buffer_free(&path);
	return copy;
}

/* mkdir -p of what stands before the last slash. */
static void make_directories(char *path)
{
	for (char *slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		mkdir(path, 0700);
		*slash = '/';
	}
}

char *state_file_path(const char *file)
{
	struct buffer name = {0};
	buffer_format(&name, "handsh/%s", file);
	char *path = xdg_path("XDG_STATE_HOME", ".local/state", buffer_cstring(&name));
	buffer_free(&name);
	if (path)
		make_directories(path);
	return path;
}

/* ---- opening ---- */

/* Is it a file that nobody else can have laid there? */
static bool is_ours(int descriptor, const char *path, struct stat *status, struct buffer *why)
{
	if (fstat(descriptor, status) < 0 || !S_ISREG(status->st_mode))
		buffer_format(why, "%s is no file", path);
	else if (status->st_uid != geteuid())
		buffer_format(why, "%s belongs to another user", path);
	else
		return folders_trusted(path, why);
	return false;
}

/* Waits while another shell reads, shortens or appends. False: by then another file has its name. */
static bool lock(int descriptor, const char *path, struct stat *status)
{
	struct stat named;
	if (TEMP_FAILURE_RETRY(flock(descriptor, LOCK_EX)) < 0)
		return true; /* the file system knows no locks */
	return fstat(descriptor, status) == 0 && lstat(path, &named) == 0 &&
	       named.st_ino == status->st_ino && named.st_dev == status->st_dev;
}

int state_file_open(const char *path, struct stat *status, struct buffer *why)
{
	for (;;) {
		int descriptor = open(
			path, O_RDWR | O_CREAT | O_APPEND | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC,
			0600);
		if (descriptor < 0) {
			if (errno == ELOOP)
				buffer_format(why, "%s is a symbolic link", path);
			return -1;
		}
		bool ours = is_ours(descriptor, path, status, why);
		if (ours && lock(descriptor, path, status))
			return descriptor;
		close(descriptor);
		if (!ours)
			return -1;
	}
}

/* ---- another text in its place ---- */

bool state_file_replace(const char *path, const struct buffer *text)
{
	struct buffer name = {0};
	buffer_format(&name, "%s.XXXXXX", path);
	int descriptor = mkstemp((char *)buffer_cstring(&name));
	bool written = false;
	if (descriptor >= 0) {
		written = write(descriptor, text->data, text->length) == (ssize_t)text->length;
		written = close(descriptor) == 0 && written && rename(name.data, path) == 0;
		if (!written)
			unlink(name.data);
	}
	buffer_free(&name);
	return written;
}
