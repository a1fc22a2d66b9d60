/*
 * guardian: the first process, and so the parent of all orphans, in the namespace of the hosts'
 * programs. It waits for the end of the shell, in whatever way that comes, ends the programs, and
 * destroys what the hosts' kernels would still work at.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <linux/netlink.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "lab/keeper/connections.h"
#include "lab/keeper/keeper.h"

struct guarded {
	uint32_t number;
	int network;
};

struct guardian {
	struct guarded *all;
	unsigned count, room;
};

static void add(struct guardian *guardian, uint32_t number, int network)
{
	if (guardian->count == guardian->room) {
		const unsigned room = guardian->room ? 2 * guardian->room : 16;
		struct guarded *all = realloc(guardian->all, room * sizeof(*all));
		if (!all) {
			close(network); /* that one's connections last longer than the shell */
			return;
		}
		guardian->all = all;
		guardian->room = room;
	}
	guardian->all[guardian->count++] = (struct guarded){number, network};
}

static void forget(struct guardian *guardian, uint32_t number)
{
	for (unsigned i = 0; i < guardian->count; i++) {
		if (guardian->all[i].number != number)
			continue;
		close(guardian->all[i].network);
		guardian->all[i] = guardian->all[--guardian->count];
		return;
	}
}

/* False: the shell has ended. With unread answers on its side that is an error, not an end. */
static bool take(struct guardian *guardian, int socket)
{
	uint32_t number;
	int came[PARCEL_DESCRIPTORS];
	unsigned count;
	const ssize_t size = parcel_receive(socket, &number, sizeof(number), came, &count);
	if (size <= 0)
		return false;
	if (size == sizeof(number) && count == 1) {
		add(guardian, number, came[0]);
		return true;
	}
	descriptors_close(came, count);
	if (size == sizeof(number))
		forget(guardian, number);
	return true;
}

static void end(const struct guardian *guardian)
{
	kill(-1, SIGKILL);
	for (unsigned i = 0; i < guardian->count; i++) {
		if (setns(guardian->all[i].network, CLONE_NEWNET) < 0)
			continue;
		const int list = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);
		const int netlink = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);
		connections_destroy(list, netlink);
		close(list);
		close(netlink);
	}
}

_Noreturn void guardian_main(int socket)
{
	struct guardian guardian = {0};
	signal(SIGCHLD, SIG_IGN); /* whoever has lost its parent is not waited for */
	while (take(&guardian, socket))
		;
	end(&guardian);
	_exit(0);
}
