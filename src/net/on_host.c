/*
 * on_host: system calls on another network stack.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/host.h"

#include <fcntl.h>
#include <sys/socket.h>

int host_socket(struct host *host, int family, int type, int protocol)
{
	return host ? host->operations->make(host, family, type, protocol)
		    : socket(family, type, protocol);
}

int host_socketpair(struct host *host, int family, int type, int protocol, int pair[2])
{
	return host ? host->operations->pair(host, family, type, protocol, pair)
		    : socketpair(family, type, protocol, pair);
}

int host_open(struct host *host, const char *path, bool writable)
{
	return host ? host->operations->open(host, path, writable)
		    : open(path, (writable ? O_RDWR : O_RDONLY) | O_CLOEXEC);
}
