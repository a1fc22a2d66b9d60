/*
 * kept: bytes that were read from a socket and not taken. They are part of the handle, and come
 * before those that the kernel holds.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/net.h"

size_t handle_kept(const struct handle *handle)
{
	return handle->shared->kept ? handle->shared->kept->length : 0;
}

void handle_keep(struct handle *handle, struct bytes *bytes)
{
	if (!handle->shared->count || !bytes->length) {
		object_release(bytes);
	} else if (!handle->shared->kept) {
		handle->shared->kept = bytes;
	} else {
		handle->shared->kept =
			bytes_append(handle->shared->kept, bytes->data, bytes->length);
		object_release(bytes);
	}
}

struct bytes *handle_take_kept(struct handle *handle, size_t most)
{
	struct bytes *kept = handle->shared->kept;
	handle->shared->scanned = 0;
	if (kept->length <= most) {
		handle->shared->kept = NULL;
		return kept;
	}
	struct bytes *part = bytes_slice(kept, 0, most);
	handle->shared->kept = bytes_keep(kept, most, kept->length - most);
	return part;
}

void handle_drop_kept(struct handle *handle, size_t count)
{
	handle->shared->scanned = 0;
	handle->shared->kept =
		bytes_keep(handle->shared->kept, count, handle->shared->kept->length - count);
	if (handle->shared->kept->length)
		return;
	object_release(handle->shared->kept);
	handle->shared->kept = NULL;
}
