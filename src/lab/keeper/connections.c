/*
 * connections: the end of all connections of a network namespace, of those too that no program holds
 * any more. One of them that is idle would keep the namespace for minutes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lab/keeper/connections.h"

#include <errno.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#define PART 16384 /* bytes of an answer's part, at most */

/* The protocol beside the body, whose own has no room for that of MPTCP. */
struct diag_request {
	struct nlmsghdr header;
	struct inet_diag_req_v2 body;
	struct nlattr attribute;
	uint32_t protocol;
};

static struct diag_request request_of(uint16_t type, uint16_t flags, uint8_t family,
				      uint32_t protocol)
{
	return (struct diag_request){
		{.nlmsg_len = sizeof(struct diag_request),
		 .nlmsg_type = type,
		 .nlmsg_flags = (uint16_t)(NLM_F_REQUEST | flags)},
		{.sdiag_family = family,
		 .sdiag_protocol = protocol > UINT8_MAX ? IPPROTO_RAW : (uint8_t)protocol,
		 .idiag_states = ~0u},
		{.nla_len = sizeof(struct nlattr) + sizeof(uint32_t),
		 .nla_type = INET_DIAG_REQ_PROTOCOL},
		protocol};
}

static void destroy(int netlink, const struct inet_diag_msg *found, uint32_t protocol)
{
	struct diag_request request = request_of(SOCK_DESTROY, 0, found->idiag_family, protocol);
	request.body.id = found->id;
	send(netlink, &request, sizeof(request), MSG_DONTWAIT);
}

/* One part of a list; false: it was the last. */
static bool destroy_listed(int list, int netlink, uint32_t protocol)
{
	char memory[PART] __attribute__((aligned(8)));
	const ssize_t size = TEMP_FAILURE_RETRY(recv(list, memory, sizeof(memory), MSG_DONTWAIT));
	size_t left = size > 0 ? (size_t)size : 0;
	const struct nlmsghdr *message = (const struct nlmsghdr *)memory;
	bool more = left > 0;
	for (; more && NLMSG_OK(message, left); message = NLMSG_NEXT(message, left)) {
		if (message->nlmsg_type != SOCK_DIAG_BY_FAMILY)
			more = false;
		else if (message->nlmsg_len >= NLMSG_LENGTH(sizeof(struct inet_diag_msg)))
			destroy(netlink, NLMSG_DATA(message), protocol);
	}
	return more;
}

void connections_destroy(int list, int netlink)
{
	static const uint32_t protocols[] = {IPPROTO_TCP, IPPROTO_MPTCP};
	static const uint8_t families[] = {AF_INET, AF_INET6};
	for (unsigned i = 0; i < 2 * sizeof(families); i++) {
		const uint32_t protocol = protocols[i / 2];
		const struct diag_request request =
			request_of(SOCK_DIAG_BY_FAMILY, NLM_F_DUMP, families[i % 2], protocol);
		if (send(list, &request, sizeof(request), MSG_DONTWAIT) < 0)
			continue;
		while (destroy_listed(list, netlink, protocol))
			;
	}
}
