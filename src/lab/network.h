/*
 * network: what a host's network is made of, by requests to netlink(7): rtnetlink(7). Each gives 0 or
 * errno, and is asked by a socket of NETLINK_ROUTE of the namespace it is about.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_LAB_NETWORK_H
#define HANDSH_LAB_NETWORK_H

#include <net/if.h>
#include <stdbool.h>
#include <stdint.h>

#include "handsh/lab.h"
#include "handsh/netlink.h"

#define HARDWARE 6 /* bytes of an address of Ethernet */

struct netlink_socket {
	const struct mnl *mnl;
	int fd;
};

/* One end of a pair of interfaces that are joined: veth(4). */
struct link_end {
	unsigned index; /* that it is to have */
	char name[IF_NAMESIZE];
	unsigned char hardware[HARDWARE];
};

/* Where packets to that network go. */
struct route {
	struct ip network;
	unsigned prefix;   /* bits of the network that count */
	struct ip gateway; /* family 0: it is on the link */
	unsigned index;    /* of the link */
};

static inline size_t ip_length(const struct ip *ip)
{
	return ip->family == AF_INET6 ? sizeof(ip->in6) : sizeof(ip->in);
}

/* Leaves of it the first bits. */
void ip_mask(struct ip *ip, unsigned bits);

/* here: in the namespace of the socket; there: in that of the descriptor. */
int network_join(const struct netlink_socket *netlink, const struct link_end *here,
		 const struct link_end *there, int namespace_);
int network_remove(const struct netlink_socket *netlink, unsigned index);
/* up: else down; flags: IFF_NOARP or 0. */
int network_set(const struct netlink_socket *netlink, unsigned index, bool up, unsigned flags);
int network_mtu(const struct netlink_socket *netlink, unsigned index, unsigned bytes);
int network_address(const struct netlink_socket *netlink, unsigned index, const struct ip *ip,
		    unsigned prefix);
/* Has the interface the address for its own by now, and may all its addresses of IPv6 be used? Linux sees
 * to that a little after it was asked. true as well where the kernel does not say. */
bool network_address_is_ready(const struct netlink_socket *netlink, unsigned index,
			      const struct ip *ip);
/* In the place of one to the same network, if there is. */
int network_route(const struct netlink_socket *netlink, const struct route *route);
/* That is known for ever, and never asked for by ARP or ND. */
int network_neighbour(const struct netlink_socket *netlink, unsigned index, const struct ip *ip,
		      const unsigned char hardware[HARDWARE]);

#endif
