/*
 * unix_diag: how many connections wait in a unix listener's queue. Only sock_diag(7) knows; there
 * is no option that tells.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "net/socket_table.h"

#include <libmnl/libmnl.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <linux/unix_diag.h>
#include <sys/stat.h>
#include <unistd.h>

struct answer {
	struct unix_diag_rqlen queue;
	bool found;
};

static int read_answer(const struct nlmsghdr *header, void *data)
{
	struct answer *answer = data;
	const struct nlattr *attribute;
	mnl_attr_for_each(attribute, header, sizeof(struct unix_diag_msg))
	{
		if (mnl_attr_get_type(attribute) == UNIX_DIAG_RQLEN &&
		    mnl_attr_get_payload_len(attribute) >= sizeof(answer->queue)) {
			answer->queue = *(struct unix_diag_rqlen *)mnl_attr_get_payload(attribute);
			answer->found = true;
		}
	}
	return MNL_CB_OK;
}

static bool ask(struct mnl_socket *netlink, uint32_t inode, struct answer *answer)
{
	char memory[1024] __attribute__((aligned(8)));
	struct nlmsghdr *header = mnl_nlmsg_put_header(memory);
	header->nlmsg_type = SOCK_DIAG_BY_FAMILY;
	header->nlmsg_flags = NLM_F_REQUEST;
	header->nlmsg_seq = 1;
	struct unix_diag_req *request = mnl_nlmsg_put_extra_header(header, sizeof(*request));
	request->sdiag_family = AF_UNIX;
	request->udiag_states = UINT32_MAX;
	request->udiag_ino = inode;
	request->udiag_show = UDIAG_SHOW_RQLEN;
	request->udiag_cookie[0] = request->udiag_cookie[1] = UINT32_MAX; /* any */
	if (mnl_socket_sendto(netlink, header, header->nlmsg_len) < 0)
		return false;
	/* The kernel has answered by the time sendto returns. */
	ssize_t size = mnl_socket_recvfrom(netlink, memory, sizeof(memory));
	return size > 0 &&
	       mnl_cb_run(memory, (size_t)size, 1, mnl_socket_get_portid(netlink), read_answer,
			  answer) >= 0 &&
	       answer->found;
}

bool unix_listen_queue(int fd, int64_t *waiting, int64_t *limit)
{
	struct stat status;
	struct answer answer = {.found = false};
	if (fstat(fd, &status) < 0)
		return false;
	struct mnl_socket *netlink =
		mnl_socket_open2(NETLINK_SOCK_DIAG, SOCK_CLOEXEC | SOCK_NONBLOCK);
	if (!netlink)
		return false;
	bool known = mnl_socket_bind(netlink, 0, MNL_SOCKET_AUTOPID) == 0 &&
		     ask(netlink, (uint32_t)status.st_ino, &answer);
	mnl_socket_close(netlink);
	*waiting = answer.queue.udiag_rqueue;
	*limit = answer.queue.udiag_wqueue;
	return known;
}
