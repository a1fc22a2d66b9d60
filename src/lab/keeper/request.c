/*
 * request: what comes from the shell, which is looked at before it is done. The keeper has rights over
 * its namespaces that whoever has got hold of its socket may not have.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <string.h>

#include "lab/keeper/protocol.h"

/* It leads to a place below one of these, and there is no way out of it. */
static bool path_fits(const char path[KEEPER_PATH])
{
	static const char *const roots[] = {"/proc/sys/net/", "/proc/thread-self/net/"};
	if (!memchr(path, '\0', KEEPER_PATH) || strstr(path, "/../"))
		return false;
	const size_t length = strlen(path);
	if (length > 3 && strcmp(path + length - 3, "/..") == 0)
		return false;
	for (size_t i = 0; i < sizeof(roots) / sizeof(*roots); i++)
		if (strncmp(path, roots[i], strlen(roots[i])) == 0)
			return true;
	return false;
}

bool keeper_request_fits(const struct keeper_request *request, ssize_t size, unsigned count)
{
	if (size != sizeof(*request) || request->task >= KEEPER_TASKS ||
	    count != (request->task == KEEPER_NAMESPACE ? 0 : 1))
		return false;
	return request->task != KEEPER_OPEN || path_fits(request->path);
}
