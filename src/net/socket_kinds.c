/*
 * socket_kinds: the kinds of sockets, one row each. This table is the only place that knows them:
 * what makes one, how it is called, completion, errors and help are read from it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <linux/if_ether.h>

#include "handsh/net.h"

/* In the order in which they are listed. Of those that have family and type in common, the one that
 * socket(2) makes of protocol 0 stands first. */
const struct socket_kind socket_kinds[] = {
	{.name = "tcp",
	 .family = AF_INET,
	 .type = SOCK_STREAM,
	 .protocol = IPPROTO_TCP,
	 .text = "streams over IPv4: tcp(7)"},
	{.name = "udp",
	 .family = AF_INET,
	 .type = SOCK_DGRAM,
	 .protocol = IPPROTO_UDP,
	 .text = "datagrams over IPv4: udp(7)"},
	{.name = "tcp6",
	 .family = AF_INET6,
	 .type = SOCK_STREAM,
	 .protocol = IPPROTO_TCP,
	 .text = "streams over IPv6, and over IPv4 unless ipv6only is on"},
	{.name = "udp6",
	 .family = AF_INET6,
	 .type = SOCK_DGRAM,
	 .protocol = IPPROTO_UDP,
	 .text = "datagrams over IPv6, and over IPv4 unless ipv6only is on"},
	{.name = "unix",
	 .family = AF_UNIX,
	 .type = SOCK_STREAM,
	 .pairs = true,
	 .text = "streams inside this machine: unix(7)"},
	{.name = "unix-dgram",
	 .family = AF_UNIX,
	 .type = SOCK_DGRAM,
	 .pairs = true,
	 .text = "datagrams inside this machine, none of which is lost"},
	{.name = "unix-seqpacket",
	 .family = AF_UNIX,
	 .type = SOCK_SEQPACKET,
	 .pairs = true,
	 .text = "connections inside this machine that keep the borders of records"},
	{.name = "mptcp",
	 .family = AF_INET,
	 .type = SOCK_STREAM,
	 .protocol = IPPROTO_MPTCP,
	 .text = "tcp over several paths at once, RFC 8684"},
	{.name = "mptcp6",
	 .family = AF_INET6,
	 .type = SOCK_STREAM,
	 .protocol = IPPROTO_MPTCP,
	 .text = "the same over IPv6"},
	{.name = "icmp",
	 .family = AF_INET,
	 .type = SOCK_DGRAM,
	 .protocol = IPPROTO_ICMP,
	 .text = "echo requests and their answers, without privilege: icmp(7)"},
	{.name = "icmp6",
	 .family = AF_INET6,
	 .type = SOCK_DGRAM,
	 .protocol = IPPROTO_ICMPV6,
	 .text = "the same over IPv6"},
	{.name = "raw",
	 .family = AF_INET,
	 .type = SOCK_RAW,
	 .protocol = IPPROTO_RAW,
	 .of_protocol = true,
	 .text = "packets of one protocol of IPv4, raw icmp; alone only to send, with the IP header: "
		 "raw(7)"},
	{.name = "raw6",
	 .family = AF_INET6,
	 .type = SOCK_RAW,
	 .protocol = IPPROTO_RAW,
	 .of_protocol = true,
	 .text = "packets of one protocol of IPv6, raw6 icmpv6"},
	{.name = "packet",
	 .family = AF_PACKET,
	 .type = SOCK_RAW,
	 .protocol = ETH_P_ALL,
	 .of_protocol = true,
	 .text = "frames of interfaces, of all protocols or one, packet ip: packet(7)"},
	{.name = "packet-dgram",
	 .family = AF_PACKET,
	 .type = SOCK_DGRAM,
	 .protocol = ETH_P_ALL,
	 .of_protocol = true,
	 .text = "the same without the headers of the link"},
	{.name = "udplite",
	 .family = AF_INET,
	 .type = SOCK_DGRAM,
	 .protocol = IPPROTO_UDPLITE,
	 .text = "udp whose checksum may cover a part only: udplite(7)"},
	{.name = "vsock",
	 .family = AF_VSOCK,
	 .type = SOCK_STREAM,
	 .text = "streams between a virtual machine and its host: vsock(7)"},
	{.name = "sctp",
	 .family = AF_INET,
	 .type = SOCK_STREAM,
	 .protocol = IPPROTO_SCTP,
	 .text = "messages over several streams, RFC 9260"},
	{0},
};

const struct socket_kind *socket_kind_find(const struct bytes *name)
{
	for (const struct socket_kind *kind = socket_kinds; kind->name; kind++) {
		if (bytes_is(name, kind->name))
			return kind;
	}
	return NULL;
}

const struct socket_kind *socket_kind_of(int family, int type, int protocol)
{
	for (const struct socket_kind *kind = socket_kinds; kind->name; kind++) {
		if (kind->family == family && kind->type == type &&
		    (!protocol || !kind->protocol || kind->of_protocol ||
		     kind->protocol == protocol))
			return kind;
	}
	return NULL;
}

const struct names *socket_protocols(int family)
{
	return family == AF_PACKET ? &names_ether : &names_protocols;
}
