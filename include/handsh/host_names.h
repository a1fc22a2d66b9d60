/*
 * host_names: names as a host of the lab knows them: those of the lab's hosts, its own localhost, and,
 * where it was made with a name server, what that knows. The server is asked as programs on the host
 * would ask it: by a process there, which is this program executed anew with NAMES_WORD. It calls
 * getaddrinfo(3) or getnameinfo(3), which see the host's /etc/resolv.conf, and whose packets go over
 * its wires. No name server of this machine is asked: a host has no way to one.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_HOST_NAMES_H
#define HANDSH_HOST_NAMES_H

#include "handsh/socket.h"

#define NAMES_WORD "--names"

/* Takes the question from standard input, and writes the answer to standard output. */
_Noreturn void names_main(void);

/* As resolve, on that host. *asked: the name server was, and not only what is known here. */
enum run host_resolve(struct call *call, struct host *on, struct bytes *name, struct bytes *port,
		      int family, int type, struct list **addresses, bool *asked);
/* As resolve_names. */
enum run host_resolve_names(struct call *call, struct host *on, const struct address *address,
			    int flags, int *number, struct bytes **name, struct bytes **service);

#endif
