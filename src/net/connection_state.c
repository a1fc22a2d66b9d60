/*
 * connection_state: one connection of tcp on a host, asked for by its addresses; and whose it is. Its socket is
 * known by a cookie, which a connection has before it has a socket, and after.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <arpa/inet.h>
#include <linux/netlink.h>
#include <stdlib.h>
#include <string.h>

#include "handsh/connection_state.h"
#include "net/inet_diag.h"
#include "net/socket_table.h"

static void take(const struct mnl *mnl, const struct nlmsghdr *message, void *context)
{
	(void)mnl;
	struct connection *connection = context;
	const struct inet_diag_msg *socket = NLMSG_DATA(message);
	if (message->nlmsg_len < NLMSG_LENGTH(sizeof(*socket)))
		return;
	*connection = (struct connection){
		.state = socket->idiag_state,
		.has_socket = socket->idiag_inode,
		.cookie = socket->id.idiag_cookie[0] | (uint64_t)socket->id.idiag_cookie[1] << 32,
	};
}

/* Linux gives the connection, else the listener that would get it. */
static void ask(const struct mnl *mnl, int socket, const struct connection_ends *ends,
		bool connected, struct connection *connection)
{
	const size_t size =
		ends->family == AF_INET6 ? sizeof(struct in6_addr) : sizeof(struct in_addr);
	struct {
		struct nlmsghdr header;
		struct inet_diag_req_v2 body;
	} request = {
		.header = {.nlmsg_len = sizeof(request),
			   .nlmsg_type = SOCK_DIAG_BY_FAMILY,
			   .nlmsg_flags = NLM_F_ACK},
		.body = {.sdiag_family = (uint8_t)ends->family,
			 .sdiag_protocol = IPPROTO_TCP,
			 .idiag_states = UINT32_MAX,
			 .id = {.idiag_sport = htons(ends->local_port),
				.idiag_dport = connected ? htons(ends->peer_port) : 0,
				.idiag_if = ends->interface,
				.idiag_cookie = {INET_DIAG_NOCOOKIE, INET_DIAG_NOCOOKIE}}},
	};
	memcpy(request.body.id.idiag_src, ends->local, size);
	if (connected)
		memcpy(request.body.id.idiag_dst, ends->peer, size);
	*connection = (struct connection){0};
	netlink_ask(mnl, socket, &request.header, take, connection);
}

void connection_ask(const struct mnl *mnl, int socket, const struct connection_ends *ends,
		    struct connection *connection)
{
	ask(mnl, socket, ends, true, connection);
	if (connection->state == STATE_LISTEN)
		*connection = (struct connection){0};
}

/* ---- whose it is ---- */

void departed_note(struct socket_table *table, struct handle *handle)
{
	if (!table->departed)
		table->departed = memory_zeroed(1, sizeof(*table->departed));
	struct handle **place = &table->departed->latest[table->departed->next++ % DEPARTED];
	object_release(*place);
	*place = object_retain(handle);
}

void departed_free(struct socket_table *table)
{
	for (uint32_t i = 0; table->departed && i < DEPARTED; i++)
		object_release(table->departed->latest[i]);
	free(table->departed);
	table->departed = NULL;
}

static struct event_socket named(const struct socket_table *table, uint64_t cookie)
{
	for (const struct handle *handle = table->first; cookie && handle; handle = handle->next)
		if (handle->cookie == cookie)
			return handle_in_event(handle);
	for (uint32_t i = 0; cookie && table->departed && i < DEPARTED; i++) {
		const struct handle *handle = table->departed->latest[i];
		if (handle && handle->cookie == cookie)
			return handle_in_event(handle);
	}
	return (struct event_socket){0};
}

/* The others without one are those of which it was closed. */
static bool is_to_be_accepted(const struct connection *connection)
{
	return !connection->has_socket &&
	       (connection->state == STATE_SYN_RECV || connection->state == STATE_ESTABLISHED ||
		connection->state == STATE_CLOSE_WAIT);
}

struct event_socket connection_socket(const struct socket_table *table, const struct mnl *mnl,
				      int socket, const struct connection_ends *ends,
				      const struct connection *connection)
{
	struct connection listener;
	if (!is_to_be_accepted(connection))
		return named(table, connection->cookie);
	ask(mnl, socket, ends, false, &listener);
	return named(table, listener.cookie);
}
