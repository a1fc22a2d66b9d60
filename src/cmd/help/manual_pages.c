/*
 * manual_pages: where man(1) finds the pages: in share/man beside the program's own folder, where
 * the build puts them as an installation does.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <limits.h>
#include <string.h>
#include <unistd.h>

#include "handsh/help.h"

bool manual_pages(struct buffer *folder)
{
	char path[PATH_MAX];
	ssize_t length = readlink("/proc/self/exe", path, sizeof(path));
	const char *slash = length > 0 ? memrchr(path, '/', (size_t)length) : NULL;
	if (!slash)
		return false;
	buffer_append(folder, path, (size_t)(slash - path));
	buffer_text(folder, "/../share/man");
	const size_t end = folder->length;
	buffer_text(folder, "/man1/handsh.1");
	bool found = access(buffer_cstring(folder), R_OK) == 0;
	folder->length = found ? end : 0;
	return found;
}
