/*
 * packet_filter: the words of pcap-filter(7) as instructions of bpf(4). The one file that knows
 * libpcap, which is loaded when it is first used.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_NET_PACKET_FILTER_H
#define HANDSH_NET_PACKET_FILTER_H

#include "handsh/value.h"

enum filter_start {
	FILTER_AT_ETHERNET, /* packets begin with an Ethernet header */
	FILTER_AT_NETWORK,  /* with that of IPv4 or IPv6, wherever the socket begins to read */
};

/*
 * Appends the program, an array of struct sock_filter. False with *error: TYPE what is wrong with the
 * words, ELIBACC no libpcap. Names of hosts are looked up at once, while everything waits.
 */
bool packet_filter_compile(const char *words, enum filter_start start, const char *call,
			   struct buffer *program, struct error **error);

#endif
