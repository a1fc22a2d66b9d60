/*
 * trust: see trust.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/trust.h"

#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Where each user has a group of the same name, a mode of 775 lets nobody else in. */
static bool group_is_mine(gid_t gid)
{
	const struct passwd *user = getpwuid(geteuid());
	const struct group *group = user && user->pw_gid == gid ? getgrgid(gid) : NULL;
	if (!group || strcmp(group->gr_name, user->pw_name) != 0)
		return false;
	for (char **member = group->gr_mem; *member; member++) {
		if (strcmp(*member, user->pw_name) != 0)
			return false;
	}
	return true;
}

static bool mode_trusted(const char *path, const struct stat *status, struct buffer *why)
{
	/* In a folder like /tmp nobody takes away what is another's. */
	if (S_ISDIR(status->st_mode) && (status->st_mode & S_ISVTX))
		return true;
	if (!(status->st_mode & S_IWOTH) &&
	    (!(status->st_mode & S_IWGRP) || group_is_mine(status->st_gid)))
		return true;
	buffer_format(why, "others can write %s", path);
	return false;
}

static bool owner_trusted(const char *path, const struct stat *status, struct buffer *why)
{
	if (status->st_uid == geteuid() || status->st_uid == 0)
		return true;
	buffer_format(why, "%s belongs to another user", path);
	return false;
}

/* Of a path without symbolic links: the folder that holds the file, and all that hold it. */
static bool ancestors_trusted(char *path, struct buffer *why)
{
	struct stat status;
	bool nearest = true;
	for (char *slash; (slash = strrchr(path, '/')); nearest = false) {
		*slash = '\0';
		const char *folder = *path ? path : "/";
		if (stat(folder, &status) < 0 || !mode_trusted(folder, &status, why) ||
		    (nearest && !owner_trusted(folder, &status, why)))
			return false;
	}
	return true;
}

bool folders_trusted(const char *path, struct buffer *why)
{
	const char *slash = strrchr(path, '/');
	char *folder = memory_copy(path, (size_t)(slash - path) + 1);
	char *real = realpath(folder, NULL);
	struct buffer inside = {0};
	bool trusted = false;
	if (real) {
		buffer_format(&inside, "%s/", real);
		trusted = ancestors_trusted((char *)buffer_cstring(&inside), why);
	} else {
		buffer_format(why, "%s cannot be looked at: %s", folder, strerror(errno));
	}
	buffer_free(&inside);
	free(folder);
	free(real);
	return trusted;
}

bool file_trusted(const char *path, struct buffer *why)
{
	struct stat status;
	if (stat(path, &status) < 0 || !folders_trusted(path, why) ||
	    !owner_trusted(path, &status, why) || !mode_trusted(path, &status, why))
		return false;
	char *real = realpath(path, NULL);
	bool trusted = real && folders_trusted(real, why);
	free(real);
	return trusted;
}
