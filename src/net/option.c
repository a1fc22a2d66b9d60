/*
 * option: the socket options, one row each. This table is the only place that knows them: names,
 * ranges, units, completion, help and call lines are read from it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/net.h"

#include <limits.h>
#include <netinet/tcp.h>
#include <string.h>
#include <strings.h>

#define SOCKET(option) "SOL_SOCKET", #option, SOL_SOCKET, option
#define IP(option) "IPPROTO_IP", #option, IPPROTO_IP, option
#define IPV6(option) "IPPROTO_IPV6", #option, IPPROTO_IPV6, option
#define TCP(option) "IPPROTO_TCP", #option, IPPROTO_TCP, option
#define READ_ONLY 1, 0, NULL

/* In the order in which they are listed; sources: socket(7), tcp(7), ip(7), ipv6(7). */
const struct socket_option socket_options[] = {
	{"reuseaddr", SOCKET(SO_REUSEADDR), OPTION_BOOL, 0, 1, NULL, NULL,
	 "bind although an old connection of the port is in TIME_WAIT"},
	{"reuseport", SOCKET(SO_REUSEPORT), OPTION_BOOL, 0, 1, NULL, NULL,
	 "several sockets share one port; the kernel spreads what comes"},
	{"broadcast", SOCKET(SO_BROADCAST), OPTION_BOOL, 0, 1, NULL, NULL,
	 "datagrams may go to a broadcast address"},
	{"keepalive", SOCKET(SO_KEEPALIVE), OPTION_BOOL, 0, 1, NULL, NULL,
	 "an idle connection is probed, and reset when the peer is gone"},
	{"linger", SOCKET(SO_LINGER), OPTION_LINGER, 0, INT_MAX, "seconds", NULL,
	 "how long close waits for unsent bytes; 0 resets the connection; off"},
	{"rcvbuf", SOCKET(SO_RCVBUF), OPTION_INT, 0, INT_MAX / 2, "bytes", NULL,
	 "room for what has come and was not read; the kernel doubles it"},
	{"sndbuf", SOCKET(SO_SNDBUF), OPTION_INT, 0, INT_MAX / 2, "bytes", NULL,
	 "room for what was sent and is not acknowledged; the kernel doubles it"},
	{"rcvtimeo", SOCKET(SO_RCVTIMEO), OPTION_TIMEVAL, 0, INT32_MAX, NULL, NULL,
	 "how long recv and accept wait before they fail with EAGAIN; 0: for ever"},
	{"sndtimeo", SOCKET(SO_SNDTIMEO), OPTION_TIMEVAL, 0, INT32_MAX, NULL, NULL,
	 "the same for send and connect"},
	{"oobinline", SOCKET(SO_OOBINLINE), OPTION_BOOL, 0, 1, NULL, NULL,
	 "urgent data stands among the other bytes"},
	{"priority", SOCKET(SO_PRIORITY), OPTION_INT, 0, 6, NULL, NULL,
	 "the packets' place in the queues of this machine"},
	{"error", SOCKET(SO_ERROR), OPTION_ERROR, READ_ONLY, NULL,
	 "the error that waits for the next call; reading it takes it away"},
	{"type", SOCKET(SO_TYPE), OPTION_NAME, READ_ONLY, &names_types,
	 "SOCK_STREAM, SOCK_DGRAM …"},
	{"domain", SOCKET(SO_DOMAIN), OPTION_NAME, READ_ONLY, &names_families,
	 "the address family, AF_INET …"},
	{"protocol", SOCKET(SO_PROTOCOL), OPTION_NAME, READ_ONLY, &names_protocols,
	 "the protocol, IPPROTO_TCP …"},
	{"acceptconn", SOCKET(SO_ACCEPTCONN), OPTION_BOOL, READ_ONLY, NULL,
	 "is it a listening socket"},
	{"nodelay", TCP(TCP_NODELAY), OPTION_BOOL, 0, 1, NULL, NULL,
	 "small segments are sent at once, without Nagle's algorithm"},
	{"cork", TCP(TCP_CORK), OPTION_BOOL, 0, 1, NULL, NULL,
	 "hold back segments that are not full"},
	{"quickack", TCP(TCP_QUICKACK), OPTION_BOOL, 0, 1, NULL, NULL,
	 "acknowledge at once; the kernel switches it by itself"},
	{"maxseg", TCP(TCP_MAXSEG), OPTION_INT, 88, 32767, "bytes", NULL,
	 "the largest segment to send"},
	{"keepidle", TCP(TCP_KEEPIDLE), OPTION_INT, 1, 32767, "seconds", NULL,
	 "how long a connection is idle before the first probe"},
	{"keepintvl", TCP(TCP_KEEPINTVL), OPTION_INT, 1, 32767, "seconds", NULL,
	 "between two probes"},
	{"keepcnt", TCP(TCP_KEEPCNT), OPTION_INT, 1, 127, NULL, NULL,
	 "probes without an answer before the connection is given up"},
	{"user_timeout", TCP(TCP_USER_TIMEOUT), OPTION_INT, 0, INT_MAX, "milliseconds", NULL,
	 "how long sent bytes may stay unacknowledged; 0: the kernel's own time"},
	{"ttl", IP(IP_TTL), OPTION_INT, 1, 255, NULL, NULL,
	 "the hops that a packet may take, IPv4"},
	{"ipv6only", IPV6(IPV6_V6ONLY), OPTION_BOOL, 0, 1, NULL, NULL,
	 "an IPv6 socket takes no IPv4 traffic; before bind"},
	{0},
};

const struct socket_option *socket_option_find(const char *name)
{
	for (const struct socket_option *option = socket_options; option->name; option++) {
		if (strcmp(option->name, name) == 0 || strcasecmp(option->option_name, name) == 0)
			return option;
	}
	return NULL;
}
