/*
 * transport: the plain one, which is the kernel's.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/transport.h"

#include <errno.h>
#include <unistd.h>

static ssize_t receive(struct handle *handle, void *room, size_t size, int flags)
{
	return TEMP_FAILURE_RETRY(recv(handle->watch.fd, room, size, flags));
}

static ssize_t transmit(struct handle *handle, const void *data, size_t length, int flags)
{
	return TEMP_FAILURE_RETRY(send(handle->watch.fd, data, length, flags));
}

const struct transport transport_plain = {"recv", "send", receive, transmit};
