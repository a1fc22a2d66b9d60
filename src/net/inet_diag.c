/*
 * inet_diag: sock_diag(7) of tcp and udp: see inet_diag.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "net/inet_diag.h"

#include <linux/netlink.h>
#include <string.h>
#include <sys/stat.h>

#include "net/socket_table.h"

struct reading {
	inet_diag_reader *reader;
	void *context;
	uint16_t port; /* none but these; 0: all */
};

static void read_message(const struct mnl *mnl, const struct nlmsghdr *message, void *context)
{
	(void)mnl;
	const struct reading *reading = context;
	const struct inet_diag_msg *socket = NLMSG_DATA(message);
	if (message->nlmsg_len < NLMSG_LENGTH(sizeof(*socket)))
		return;
	/* Of those that are bound and nothing more Linux tells whatever port was asked for. */
	if (!reading->port || socket->id.idiag_sport == reading->port)
		reading->reader(reading->context, socket);
}

int inet_diag_read(const struct mnl *mnl, const void *answer, size_t size, inet_diag_reader *reader,
		   void *context)
{
	struct reading reading = {reader, context, 0};
	return netlink_read(mnl, answer, size, read_message, &reading);
}

static void ask(struct libraries *libraries, struct host *host, const struct inet_diag_req_v2 *body,
		struct reading *reading)
{
	struct {
		struct nlmsghdr header;
		struct inet_diag_req_v2 body;
	} request = {
		.header = {.nlmsg_len = sizeof(request),
			   .nlmsg_type = SOCK_DIAG_BY_FAMILY,
			   .nlmsg_flags = NLM_F_DUMP},
		.body = *body,
	};
	sock_diag_ask(libraries, host, &request.header, read_message, reading);
}

static void ask_both(struct libraries *libraries, struct host *host, struct inet_diag_req_v2 *body,
		     struct reading *reading)
{
	body->sdiag_family = AF_INET;
	ask(libraries, host, body, reading);
	body->sdiag_family = AF_INET6;
	ask(libraries, host, body, reading);
}

void inet_diag_each(struct libraries *libraries, struct host *host, int protocol, uint16_t port,
		    inet_diag_reader *reader, void *context)
{
	struct reading reading = {reader, context, port};
	struct inet_diag_req_v2 body = {.sdiag_protocol = (uint8_t)protocol,
					.idiag_states = UINT32_MAX,
					.id.idiag_sport = port};
	ask_both(libraries, host, &body, &reading);
}

void inet_diag_states(struct libraries *libraries, struct host *host, uint32_t states,
		      inet_diag_reader *reader, void *context)
{
	struct reading reading = {reader, context, 0};
	struct inet_diag_req_v2 body = {.sdiag_protocol = IPPROTO_TCP, .idiag_states = states};
	ask_both(libraries, host, &body, &reading);
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

bool inet_diag_peer(const struct handle *handle, const struct socket_address *local,
		    struct socket_address *peer)
{
	struct stat status;
	if (fstat(handle->watch.fd, &status) < 0)
		return false;
	struct search search = {(uint32_t)status.st_ino, peer};
	peer->length = 0;
	inet_diag_each(&handle->table->libraries, handle->host, IPPROTO_TCP, local->in.sin_port,
		       take_peer, &search);
	return peer->length != 0;
}
