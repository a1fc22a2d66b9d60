/*
 * sock_diag: the kernel has answered by the time that the request is sent; of a dump it makes the
 * next part when one has been read.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "net/sock_diag.h"

#include <errno.h>
#include <linux/netlink.h>
#include <sys/socket.h>
#include <unistd.h>

#include "handsh/base.h"

#define SEQUENCE 1

const struct library library_mnl = {"libmnl.so.0", "libmnl0", LIBRARY_FUNCTIONS(MNL_FUNCTIONS)};

struct reading {
	const struct mnl *mnl;
	sock_diag_reader *reader;
	void *context;
};

static int read_message(const struct nlmsghdr *message, void *data)
{
	const struct reading *reading = data;
	reading->reader(reading->mnl, message, reading->context);
	return MNL_CB_OK;
}

/* libmnl 1.0.4 takes a length above INT_MAX for one below 0, and looks for attributes up to the next
 * message's place. */
static bool lengths_fit(const char *data, size_t size)
{
	while (size >= sizeof(struct nlmsghdr)) {
		const size_t length = ((const struct nlmsghdr *)data)->nlmsg_len;
		const size_t aligned = NLMSG_ALIGN(length);
		if (length < sizeof(struct nlmsghdr) || aligned > size)
			return false;
		data += aligned;
		size -= aligned;
	}
	return true;
}

bool sock_diag_read(const struct mnl *mnl, const void *answer, size_t size, unsigned port,
		    sock_diag_reader *reader, void *context)
{
	struct reading reading = {mnl, reader, context};
	return size <= SOCK_DIAG_ANSWER && lengths_fit(answer, size) &&
	       mnl->mnl_cb_run(answer, size, SEQUENCE, port, read_message, &reading) > MNL_CB_STOP;
}

static void read_answer(const struct mnl *mnl, struct mnl_socket *netlink, bool dump,
			sock_diag_reader *reader, void *context)
{
	char memory[SOCK_DIAG_ANSWER] __attribute__((aligned(8)));
	const unsigned port = mnl->mnl_socket_get_portid(netlink);
	ssize_t size;
	do {
		size = TEMP_FAILURE_RETRY(
			mnl->mnl_socket_recvfrom(netlink, memory, sizeof(memory)));
	} while (size > 0 && sock_diag_read(mnl, memory, (size_t)size, port, reader, context) &&
		 dump);
}

void sock_diag_ask(struct libraries *libraries, struct nlmsghdr *request, sock_diag_reader *reader,
		   void *context)
{
	struct error *error = NULL;
	const struct mnl *mnl = library_load(libraries, &library_mnl, &error);
	if (!mnl) {
		object_release(error);
		return;
	}
	struct mnl_socket *netlink =
		mnl->mnl_socket_open2(NETLINK_SOCK_DIAG, SOCK_CLOEXEC | SOCK_NONBLOCK);
	request->nlmsg_seq = SEQUENCE;
	if (netlink && mnl->mnl_socket_bind(netlink, 0, MNL_SOCKET_AUTOPID) == 0 &&
	    TEMP_FAILURE_RETRY(mnl->mnl_socket_sendto(netlink, request, request->nlmsg_len)) >= 0)
		read_answer(mnl, netlink, request->nlmsg_flags & NLM_F_DUMP, reader, context);
	if (netlink)
		mnl->mnl_socket_close(netlink);
}
