/*
 * interface: the network interfaces of a host, as the kernel tells them by rtnetlink(7).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_INTERFACE_H
#define HANDSH_INTERFACE_H

#include <net/if.h>
#include <netinet/in.h>

#include "handsh/host.h"
#include "handsh/library.h"

#define INTERFACE_HARDWARE 32 /* bytes of the longest address, of InfiniBand 20 */

/* Of either family. */
struct interface_address {
	int family; /* AF_INET, AF_INET6 */
	unsigned char address[sizeof(struct in6_addr)];
	unsigned char broadcast[sizeof(struct in_addr)]; /* all zero: none */
	unsigned char
		peer[sizeof(struct in6_addr)]; /* the other end of a point-to-point link; all zero:
							none */
	unsigned prefix;                       /* bits */
};

struct interface {
	unsigned index, flags; /* IFF_UP … */
	char name[IF_NAMESIZE];
	unsigned char hardware[INTERFACE_HARDWARE];
	unsigned hardware_length; /* 0: it has none */
	struct interface_address *addresses;
	uint32_t address_count, address_room;
};

struct interfaces {
	struct interface *all; /* in the kernel's order */
	uint32_t count, room;
};

/* Of the host; NULL: this machine. False: *error of the call. */
bool interfaces_ask(struct libraries *libraries, struct host *host, const char *call,
		    struct interfaces *interfaces, struct error **error);
void interfaces_free(struct interfaces *interfaces);

#endif
