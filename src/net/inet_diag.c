/*
 * inet_diag: sock_diag(7) of tcp and udp: see inet_diag.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "net/inet_diag.h"

#include <errno.h>
#include <libmnl/libmnl.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define SEQUENCE 1
#define ANSWER_SIZE 16384

struct reading {
	inet_diag_reader *reader;
	void *context;
};

static int read_message(const struct nlmsghdr *header, void *data)
{
	const struct reading *reading = data;
	if (mnl_nlmsg_get_payload_len(header) >= sizeof(struct inet_diag_msg))
		reading->reader(reading->context, mnl_nlmsg_get_payload(header));
	return MNL_CB_OK;
}

bool inet_diag_read(const void *answer, size_t size, unsigned port, inet_diag_reader *reader,
		    void *context)
{
	struct reading reading = {reader, context};
	return size <= ANSWER_SIZE &&
	       mnl_cb_run(answer, size, SEQUENCE, port, read_message, &reading) > MNL_CB_STOP;
}

static void ask(struct mnl_socket *netlink, int family, int protocol, uint16_t port,
		inet_diag_reader *reader, void *context)
{
	char memory[ANSWER_SIZE] __attribute__((aligned(8)));
	struct nlmsghdr *header = mnl_nlmsg_put_header(memory);
	header->nlmsg_type = SOCK_DIAG_BY_FAMILY;
	header->nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
	header->nlmsg_seq = SEQUENCE;
	struct inet_diag_req_v2 *request = mnl_nlmsg_put_extra_header(header, sizeof(*request));
	request->sdiag_family = (uint8_t)family;
	request->sdiag_protocol = (uint8_t)protocol;
	request->idiag_states = UINT32_MAX;
	request->id.idiag_sport = port;
	ssize_t size = TEMP_FAILURE_RETRY(mnl_socket_sendto(netlink, header, header->nlmsg_len));
	do {
		size = size < 0 ? size
				: TEMP_FAILURE_RETRY(
					  mnl_socket_recvfrom(netlink, memory, sizeof(memory)));
	} while (size > 0 && inet_diag_read(memory, (size_t)size, mnl_socket_get_portid(netlink),
					    reader, context));
}

void inet_diag_each(int protocol, uint16_t port, inet_diag_reader *reader, void *context)
{
	struct mnl_socket *netlink =
		mnl_socket_open2(NETLINK_SOCK_DIAG, SOCK_CLOEXEC | SOCK_NONBLOCK);
	if (!netlink)
		return;
	if (mnl_socket_bind(netlink, 0, MNL_SOCKET_AUTOPID) == 0) {
		ask(netlink, AF_INET, protocol, port, reader, context);
		ask(netlink, AF_INET6, protocol, port, reader, context);
	}
	mnl_socket_close(netlink);
}

/* ---- the peer of a connection that is being made ---- */

struct search {
	uint32_t inode;
	struct socket_address *peer;
};

static void take_peer(void *context, const struct inet_diag_msg *socket)
{
	const struct search *search = context;
	struct socket_address *peer = search->peer;
	if (socket->idiag_inode != search->inode || !socket->id.idiag_dport)
		return;
	memset(&peer->storage, 0, sizeof(peer->storage));
	peer->any.sa_family = socket->idiag_family;
	peer->in.sin_port = socket->id.idiag_dport; /* at the same place in both families */
	if (socket->idiag_family == AF_INET6) {
		peer->length = sizeof(peer->in6);
		memcpy(&peer->in6.sin6_addr, socket->id.idiag_dst, sizeof(peer->in6.sin6_addr));
		if (IN6_IS_ADDR_LINKLOCAL(&peer->in6.sin6_addr))
			peer->in6.sin6_scope_id = socket->id.idiag_if;
	} else {
		peer->length = sizeof(peer->in);
		peer->in.sin_addr.s_addr = socket->id.idiag_dst[0];
	}
}

bool inet_diag_peer(int fd, const struct socket_address *local, struct socket_address *peer)
{
	struct stat status;
	if (fstat(fd, &status) < 0)
		return false;
	struct search search = {(uint32_t)status.st_ino, peer};
	peer->length = 0;
	inet_diag_each(IPPROTO_TCP, local->in.sin_port, take_peer, &search);
	return peer->length != 0;
}
