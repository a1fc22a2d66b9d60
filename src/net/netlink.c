/*
 * netlink: asks the kernel; see netlink.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/netlink.h"

#include <errno.h>
#include <linux/netlink.h>
#include <sys/socket.h>

#define SEQUENCE 1

const struct library library_mnl = {"libmnl.so.0", "libmnl0", LIBRARY_FUNCTIONS(MNL_FUNCTIONS)};

struct reading {
	const struct mnl *mnl;
	netlink_reader *reader;
	void *context;
};

static int read_message(const struct nlmsghdr *message, void *data)
{
	const struct reading *reading = data;
	if (reading->reader)
		reading->reader(reading->mnl, message, reading->context);
	return MNL_CB_OK;
}

/* libmnl 1.0.4 takes a length above INT_MAX for one below 0, and looks for attributes up to the next
 * message's place. */
static bool lengths_fit(const char *data, size_t size)
{
	while (size >= sizeof(struct nlmsghdr)) {
		const size_t length = ((const struct nlmsghdr *)data)->nlmsg_len;
		if (length < sizeof(struct nlmsghdr) || length > size)
			return false;
		const size_t aligned = NLMSG_ALIGN(length); /* of 32 bits: not for any length */
		if (aligned > size)
			return false;
		data += aligned;
		size -= aligned;
	}
	return true;
}

int netlink_read(const struct mnl *mnl, const void *answer, size_t size, netlink_reader *reader,
		 void *context)
{
	struct reading reading = {mnl, reader, context};
	if (size > NETLINK_ANSWER || !lengths_fit(answer, size)) {
		errno = EPROTO;
		return -1;
	}
	return mnl->mnl_cb_run2(answer, size, SEQUENCE, 0, read_message, &reading, NULL, 0);
}

int netlink_ask(const struct mnl *mnl, int socket, struct nlmsghdr *request, netlink_reader *reader,
		void *context)
{
	char memory[NETLINK_ANSWER] __attribute__((aligned(8)));
	int more = 1;
	request->nlmsg_seq = SEQUENCE;
	request->nlmsg_flags |= NLM_F_REQUEST;
	const ssize_t sent = TEMP_FAILURE_RETRY(send(socket, request, request->nlmsg_len, 0));
	if (sent != (ssize_t)request->nlmsg_len)
		return sent < 0 ? errno : EPROTO; /* there will be no answer to a part of it */
	while (more > 0) {
		const ssize_t size =
			TEMP_FAILURE_RETRY(recv(socket, memory, sizeof(memory), MSG_TRUNC));
		if (size < 0)
			return errno;
		more = netlink_read(mnl, memory, (size_t)size, reader, context);
	}
	return more < 0 ? errno : 0;
}
