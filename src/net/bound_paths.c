/*
 * bound_paths: the files that bind(2) makes for unix sockets. They stay when their sockets are
 * closed, and nobody can bind the path again; so the shell removes its own when it ends.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "net/socket_table.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utlist.h>

#define SWEEP_LEAST 64

struct bound_path {
	struct bound_path *next;
	dev_t device; /* which file it is, whatever has its name by now */
	ino_t inode;
	char path[];
};

static bool is_there(const struct bound_path *bound)
{
	struct stat status;
	return lstat(bound->path, &status) == 0 && S_ISSOCK(status.st_mode) &&
	       status.st_dev == bound->device && status.st_ino == bound->inode;
}

static void drop(struct bound_paths *paths, struct bound_path *bound)
{
	LL_DELETE(paths->first, bound);
	paths->count--;
	free(bound);
}

/* Forgets those that are gone, now and then, so that the list is as long as what there is. */
static void sweep(struct bound_paths *paths)
{
	struct bound_path *bound, *next;
	if (paths->count < paths->sweep_at)
		return;
	LL_FOREACH_SAFE(paths->first, bound, next)
	{
		if (!is_there(bound))
			drop(paths, bound);
	}
	paths->sweep_at = 2 * paths->count + SWEEP_LEAST;
}

void socket_table_bound(struct socket_table *table, const struct address *address)
{
	const char *path = address->un.sun_path;
	size_t length = address->length - offsetof(struct sockaddr_un, sun_path);
	struct stat status;
	if (address->any.sa_family != AF_UNIX || address->length <= sizeof(sa_family_t) || !*path)
		return;
	struct bound_path *bound = memory_zeroed(1, sizeof(*bound) + length + 1);
	memcpy(bound->path, path, length);
	if (lstat(bound->path, &status) < 0) {
		free(bound);
		return;
	}
	bound->device = status.st_dev;
	bound->inode = status.st_ino;
	sweep(&table->bound);
	LL_PREPEND(table->bound.first, bound);
	table->bound.count++;
}

void bound_paths_remove(struct bound_paths *paths)
{
	while (paths->first) {
		if (is_there(paths->first))
			unlink(paths->first->path);
		drop(paths, paths->first);
	}
}
