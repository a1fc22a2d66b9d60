/*
 * sock_diag: see sock_diag.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "net/sock_diag.h"

#include <sys/socket.h>
#include <unistd.h>

void sock_diag_ask(struct libraries *libraries, struct host *host, struct nlmsghdr *request,
		   netlink_reader *reader, void *context)
{
	struct error *error = NULL;
	const struct mnl *mnl = library_load(libraries, &library_mnl, &error);
	if (!mnl) {
		object_release(error);
		return;
	}
	const int socket = host_socket(host, AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK,
				       NETLINK_SOCK_DIAG);
	if (socket < 0)
		return;
	netlink_ask(mnl, socket, request, reader, context);
	close(socket);
}
