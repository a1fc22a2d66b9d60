/*
 * parcel: messages with descriptors: SCM_RIGHTS of unix(7).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "lab/keeper/protocol.h"

union control {
	struct cmsghdr header;
	char bytes[CMSG_SPACE(PARCEL_DESCRIPTORS * sizeof(int))];
};

void descriptors_close(const int *descriptors, unsigned count)
{
	for (unsigned i = 0; i < count; i++)
		close(descriptors[i]);
}

ssize_t parcel_send(int socket, const void *data, size_t size, const int *descriptors,
		    unsigned count)
{
	union control control = {0};
	struct iovec vector = {(void *)(uintptr_t)data, size};
	struct msghdr message = {.msg_iov = &vector, .msg_iovlen = 1};
	if (count) {
		message.msg_control = &control;
		message.msg_controllen = CMSG_SPACE(count * sizeof(int));
		struct cmsghdr *header = CMSG_FIRSTHDR(&message);
		header->cmsg_level = SOL_SOCKET;
		header->cmsg_type = SCM_RIGHTS;
		header->cmsg_len = CMSG_LEN(count * sizeof(int));
		memcpy(CMSG_DATA(header), descriptors, count * sizeof(int));
	}
	return TEMP_FAILURE_RETRY(sendmsg(socket, &message, MSG_NOSIGNAL));
}

ssize_t parcel_receive(int socket, void *data, size_t size, int descriptors[PARCEL_DESCRIPTORS],
		       unsigned *count)
{
	union control control = {0};
	struct iovec vector = {data, size};
	struct msghdr message = {.msg_iov = &vector,
				 .msg_iovlen = 1,
				 .msg_control = &control,
				 .msg_controllen = sizeof(control)};
	*count = 0;
	ssize_t received =
		TEMP_FAILURE_RETRY(recvmsg(socket, &message, MSG_CMSG_CLOEXEC | MSG_TRUNC));
	if (received < 0)
		return received;
	for (struct cmsghdr *header = CMSG_FIRSTHDR(&message); header;
	     header = CMSG_NXTHDR(&message, header)) {
		if (header->cmsg_level != SOL_SOCKET || header->cmsg_type != SCM_RIGHTS)
			continue;
		*count = (unsigned)((header->cmsg_len - CMSG_LEN(0)) / sizeof(int));
		memcpy(descriptors, CMSG_DATA(header), *count * sizeof(int));
	}
	if (received == 0) { /* an empty message is taken for the end, whatever comes with it */
		descriptors_close(descriptors, *count);
		*count = 0;
	}
	return received;
}
