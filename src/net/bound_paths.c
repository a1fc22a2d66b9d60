/*
 * bound_paths: the files that bind(2) makes for unix sockets. They stay when their sockets are
 * closed, and nobody can bind the path again; so the shell removes its own when it ends.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "net/socket_table.h"

#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utlist.h>

#define SWEEP_LEAST 64

/* Which file it is, whatever has its name by now: ext4 gives the number of one that is gone to the
 * next that is made, but not the time. */
struct identity {
	uint32_t major, minor;
	uint64_t inode;
	int64_t born; /* nanoseconds; 0: the file system keeps no such time */
};

struct bound_path {
	struct bound_path *next;
	struct identity file;
	char path[];
};

/* False: there is no socket of that name. */
static bool identify(const char *path, struct identity *file)
{
	struct statx status;
	if (statx(AT_FDCWD, path, AT_SYMLINK_NOFOLLOW, STATX_TYPE | STATX_INO | STATX_BTIME,
		  &status) < 0 ||
	    !S_ISSOCK(status.stx_mode))
		return false;
	*file = (struct identity){
		.major = status.stx_dev_major,
		.minor = status.stx_dev_minor,
		.inode = status.stx_ino,
	};
	if (status.stx_mask & STATX_BTIME)
		file->born = status.stx_btime.tv_sec * NANOSECONDS + status.stx_btime.tv_nsec;
	return true;
}

static bool is_there(const struct bound_path *bound)
{
	const struct identity *was = &bound->file;
	struct identity is;
	return identify(bound->path, &is) && is.major == was->major && is.minor == was->minor &&
	       is.inode == was->inode && is.born == was->born;
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
	if (address->any.sa_family != AF_UNIX || address->length <= sizeof(sa_family_t) || !*path)
		return;
	struct bound_path *bound = memory_zeroed(1, sizeof(*bound) + length + 1);
	memcpy(bound->path, path, length);
	if (!identify(bound->path, &bound->file)) {
		free(bound);
		return;
	}
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
