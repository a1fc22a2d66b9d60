/*
 * kept: bytes that were read from a socket and not taken. They are part of the handle, and come
 * before those that the kernel holds.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/net.h"

size_t handle_kept(const struct handle *handle)
{
	return handle->kept ? handle->kept->length : 0;
}

void handle_keep(struct handle *handle, struct bytes *bytes)
{
	if (!handle_open(handle) || !bytes->length) {
		object_release(bytes);
	} else if (!handle->kept) {
		handle->kept = bytes;
	} else {
		handle->kept = bytes_append(handle->kept, bytes->data, bytes->length);
		object_release(bytes);
	}
}

struct bytes *handle_take_kept(struct handle *handle, size_t most)
{
	struct bytes *kept = handle->kept;
	handle->scanned = 0;
	if (kept->length <= most) {
		handle->kept = NULL;
		return kept;
	}
	struct bytes *part = bytes_slice(kept, 0, most);
	handle->kept = bytes_keep(kept, most, kept->length - most);
	return part;
}

void handle_drop_kept(struct handle *handle, size_t count)
{
	handle->scanned = 0;
	handle->kept = bytes_keep(handle->kept, count, handle->kept->length - count);
	if (handle->kept->length)
		return;
	object_release(handle->kept);
	handle->kept = NULL;
}
