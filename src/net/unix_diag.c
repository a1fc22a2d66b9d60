/*
 * unix_diag: how many connections wait in a unix listener's queue. Only sock_diag(7) knows; there
 * is no option that tells.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "net/unix_diag.h"

#include <libmnl/libmnl.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <linux/unix_diag.h>
#include <sys/stat.h>
#include <unistd.h>

#include "net/socket_table.h"

#define SEQUENCE 1

static int read_message(const struct nlmsghdr *header, void *data)
{
	struct unix_queue *queue = data;
	const struct nlattr *attribute;
	mnl_attr_for_each(attribute, header, sizeof(struct unix_diag_msg))
	{
		const struct unix_diag_rqlen *lengths = mnl_attr_get_payload(attribute);
		if (mnl_attr_get_type(attribute) == UNIX_DIAG_RQLEN &&
		    mnl_attr_get_payload_len(attribute) >= sizeof(*lengths))
			*queue = (struct unix_queue){
				.known = true,
				.waiting = lengths->udiag_rqueue,
				.limit = lengths->udiag_wqueue,
			};
	}
	return MNL_CB_OK;
}

struct unix_queue unix_diag_read(const void *answer, size_t size, unsigned port)
{
	const struct nlmsghdr *header = answer;
	struct unix_queue queue = {.known = false};
	/* One request, one message. libmnl would take a length above INT_MAX for one below 0. */
	if (size >= sizeof(*header) && NLMSG_ALIGN((size_t)header->nlmsg_len) <= size &&
	    mnl_cb_run(answer, header->nlmsg_len, SEQUENCE, port, read_message, &queue) >= 0)
		return queue;
	return (struct unix_queue){.known = false};
}

static struct unix_queue ask(struct mnl_socket *netlink, uint32_t inode)
{
	char memory[1024] __attribute__((aligned(8)));
	struct nlmsghdr *header = mnl_nlmsg_put_header(memory);
	header->nlmsg_type = SOCK_DIAG_BY_FAMILY;
	header->nlmsg_flags = NLM_F_REQUEST;
	header->nlmsg_seq = SEQUENCE;
	struct unix_diag_req *request = mnl_nlmsg_put_extra_header(header, sizeof(*request));
	request->sdiag_family = AF_UNIX;
	request->udiag_states = UINT32_MAX;
	request->udiag_ino = inode;
	request->udiag_show = UDIAG_SHOW_RQLEN;
	request->udiag_cookie[0] = request->udiag_cookie[1] = UINT32_MAX; /* any */
	if (mnl_socket_sendto(netlink, header, header->nlmsg_len) < 0)
		return (struct unix_queue){.known = false};
	/* The kernel has answered by the time sendto returns. */
	ssize_t size = mnl_socket_recvfrom(netlink, memory, sizeof(memory));
	return unix_diag_read(memory, size > 0 ? (size_t)size : 0, mnl_socket_get_portid(netlink));
}

bool unix_listen_queue(int fd, int64_t *waiting, int64_t *limit)
{
	struct stat status;
	struct unix_queue queue = {.known = false};
	if (fstat(fd, &status) < 0)
		return false;
	struct mnl_socket *netlink =
		mnl_socket_open2(NETLINK_SOCK_DIAG, SOCK_CLOEXEC | SOCK_NONBLOCK);
	if (!netlink)
		return false;
	if (mnl_socket_bind(netlink, 0, MNL_SOCKET_AUTOPID) == 0)
		queue = ask(netlink, (uint32_t)status.st_ino);
	mnl_socket_close(netlink);
	*waiting = queue.waiting;
	*limit = queue.limit;
	return queue.known;
}
