/*
 * socket_kinds: the kinds of sockets, one row each. This table is the only place that knows them:
 * what makes one, how it is called, completion, errors and help are read from it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
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
	 .of_protocol = true,
	 .text = "packets of one protocol of IPv4: raw(7)"},
	{.name = "raw6",
	 .family = AF_INET6,
	 .type = SOCK_RAW,
	 .of_protocol = true,
	 .text = "packets of one protocol of IPv6: raw(7)"},
	{0},
};

const struct socket_kind *socket_kind_find(const struct bytes *name)
{
	for (const struct socket_kind *kind = socket_kinds; kind->name; kind++) {
		if (!kind->of_protocol && bytes_is(name, kind->name))
			return kind;
	}
	return NULL;
}

const struct socket_kind *socket_kind_of(int family, int type, int protocol)
{
	for (const struct socket_kind *kind = socket_kinds; kind->name; kind++) {
		if (kind->family == family && kind->type == type &&
		    (!protocol || !kind->protocol || kind->protocol == protocol))
			return kind;
	}
	return NULL;
}
