/*
 * arrival: a descriptor that another process has sent becomes what it is in the table.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "handsh/net.h"

static int option_of(int fd, int option)
{
	int value = 0;
	socklen_t size = sizeof(value);
	return getsockopt(fd, SOL_SOCKET, option, &value, &size) < 0 ? 0 : value;
}

/* What was set on it before is not known: what depends on it asks the kernel. */
static struct handle *enter_socket(struct socket_table *table, int fd)
{
	struct sockaddr_storage peer;
	socklen_t length = sizeof(peer);
	struct handle *handle = handle_new(table, fd, SERIES_MADE, option_of(fd, SO_DOMAIN),
					   option_of(fd, SO_TYPE), option_of(fd, SO_PROTOCOL));
	handle->shared->connected = getpeername(fd, (struct sockaddr *)&peer, &length) == 0;
	handle->shared->listening = option_of(fd, SO_ACCEPTCONN);
	handle->shared->timed = handle->shared->lingers = true;
	return handle;
}

/*
 * Of a terminal, which its other programs may still read, the shell has an open file description of
 * its own instead, where there may be one. 0 or -1 with errno.
 */
static int stop_blocking(int fd)
{
	char path[32];
	const int flags = fcntl(fd, F_GETFL);
	if (flags < 0)
		return -1;
	if (isatty(fd)) {
		snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
		int own = open(path, (flags & O_ACCMODE) | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
		int result = own < 0 ? -1 : dup3(own, fd, O_CLOEXEC);
		if (own >= 0)
			close(own);
		if (result >= 0)
			return 0;
	}
	return fcntl(fd, F_SETFL, flags | O_NONBLOCK);
}

int handle_arrive(struct socket_table *table, int fd, struct handle **handle)
{
	struct stat status;
	if (stop_blocking(fd) < 0 || fstat(fd, &status) < 0)
		return errno;
	*handle = S_ISSOCK(status.st_mode) ? enter_socket(table, fd)
					   : handle_new_file(table, fd, status.st_mode);
	return 0;
}
