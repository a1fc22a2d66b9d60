/*
 * icmp: what ICMP says in its messages, and where an error of a socket's queue came from.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <stdint.h>
#include <time.h>

#include <linux/errqueue.h>

#include "handsh/names.h"
#include "names/list.h"

/* <linux/errqueue.h>, of SO_EE_ORIGIN_TIMESTAMPING */
static const struct name stamps[] = {
	{"it was sent", SCM_TSTAMP_SND, NULL},
	{"it came to the queue", SCM_TSTAMP_SCHED, NULL},
	{"the peer has acknowledged it", SCM_TSTAMP_ACK, NULL},
};

/* ip(7) */
static const struct name origins[] = {
	{"SO_EE_ORIGIN_NONE", SO_EE_ORIGIN_NONE, "it is not told"},
	{"SO_EE_ORIGIN_LOCAL", SO_EE_ORIGIN_LOCAL, "this machine"},
	{"SO_EE_ORIGIN_ICMP", SO_EE_ORIGIN_ICMP, "a message of ICMP"},
	{"SO_EE_ORIGIN_ICMP6", SO_EE_ORIGIN_ICMP6, "a message of ICMPv6"},
	{"SO_EE_ORIGIN_TIMESTAMPING", SO_EE_ORIGIN_TIMESTAMPING, "the time of what was sent"},
	{"SO_EE_ORIGIN_ZEROCOPY", SO_EE_ORIGIN_ZEROCOPY, "memory that was lent is free again"},
	{"SO_EE_ORIGIN_TXTIME", SO_EE_ORIGIN_TXTIME, "a time to leave that could not be kept"},
};

#define ICMP(type, code) ((type)*256 + (code))

/* RFC 792, RFC 1122, RFC 1812; RFC 1256, RFC 8335 */
static const struct name icmp[] = {
	{"echo reply", ICMP(0, 0), NULL},
	{"network unreachable", ICMP(3, 0), NULL},
	{"host unreachable", ICMP(3, 1), NULL},
	{"protocol unreachable", ICMP(3, 2), NULL},
	{"port unreachable", ICMP(3, 3), NULL},
	{"fragmentation needed", ICMP(3, 4), NULL},
	{"source route failed", ICMP(3, 5), NULL},
	{"destination network unknown", ICMP(3, 6), NULL},
	{"destination host unknown", ICMP(3, 7), NULL},
	{"source host isolated", ICMP(3, 8), NULL},
	{"network administratively prohibited", ICMP(3, 9), NULL},
	{"host administratively prohibited", ICMP(3, 10), NULL},
	{"network unreachable for this type of service", ICMP(3, 11), NULL},
	{"host unreachable for this type of service", ICMP(3, 12), NULL},
	{"communication administratively prohibited", ICMP(3, 13), NULL},
	{"host precedence violation", ICMP(3, 14), NULL},
	{"precedence cutoff in effect", ICMP(3, 15), NULL},
	{"source quench", ICMP(4, 0), NULL},
	{"redirect for the network", ICMP(5, 0), NULL},
	{"redirect for the host", ICMP(5, 1), NULL},
	{"redirect for the type of service and network", ICMP(5, 2), NULL},
	{"redirect for the type of service and host", ICMP(5, 3), NULL},
	{"echo request", ICMP(8, 0), NULL},
	{"router advertisement", ICMP(9, 0), NULL},
	{"router solicitation", ICMP(10, 0), NULL},
	{"time to live exceeded in transit", ICMP(11, 0), NULL},
	{"fragment reassembly time exceeded", ICMP(11, 1), NULL},
	{"parameter problem", ICMP(12, 0), NULL},
	{"required option missing", ICMP(12, 1), NULL},
	{"bad length", ICMP(12, 2), NULL},
	{"timestamp request", ICMP(13, 0), NULL},
	{"timestamp reply", ICMP(14, 0), NULL},
	{"extended echo request", ICMP(42, 0), NULL},
	{"extended echo reply", ICMP(43, 0), NULL},
};

/* RFC 4443; RFC 2710, RFC 3810, RFC 4861, RFC 8335 */
static const struct name icmp6[] = {
	{"no route to destination", ICMP(1, 0), NULL},
	{"communication administratively prohibited", ICMP(1, 1), NULL},
	{"beyond scope of source address", ICMP(1, 2), NULL},
	{"address unreachable", ICMP(1, 3), NULL},
	{"port unreachable", ICMP(1, 4), NULL},
	{"source address failed policy", ICMP(1, 5), NULL},
	{"reject route to destination", ICMP(1, 6), NULL},
	{"packet too big", ICMP(2, 0), NULL},
	{"hop limit exceeded in transit", ICMP(3, 0), NULL},
	{"fragment reassembly time exceeded", ICMP(3, 1), NULL},
	{"erroneous header field", ICMP(4, 0), NULL},
	{"unrecognized next header type", ICMP(4, 1), NULL},
	{"unrecognized IPv6 option", ICMP(4, 2), NULL},
	{"echo request", ICMP(128, 0), NULL},
	{"echo reply", ICMP(129, 0), NULL},
	{"multicast listener query", ICMP(130, 0), NULL},
	{"multicast listener report", ICMP(131, 0), NULL},
	{"multicast listener done", ICMP(132, 0), NULL},
	{"router solicitation", ICMP(133, 0), NULL},
	{"router advertisement", ICMP(134, 0), NULL},
	{"neighbour solicitation", ICMP(135, 0), NULL},
	{"neighbour advertisement", ICMP(136, 0), NULL},
	{"redirect", ICMP(137, 0), NULL},
	{"multicast listener report, version 2", ICMP(143, 0), NULL},
	{"extended echo request", ICMP(160, 0), NULL},
	{"extended echo reply", ICMP(161, 0), NULL},
};

const struct names names_stamps = {"time of a message", NAMES(stamps)};
const struct names names_error_origins = {"origin of an error", NAMES(origins)};
const struct names names_icmp = {"message of ICMP", NAMES(icmp)};
const struct names names_icmp6 = {"message of ICMPv6", NAMES(icmp6)};
