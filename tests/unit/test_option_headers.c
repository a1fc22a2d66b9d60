/*
 * The tables of socket options beside the headers that are installed: each constant of theirs that is
 * an option has a row, or stands here with the reason why not; and each row has the header's number.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "handsh/socket_option.h"

#define LIBC "sys/socket.h netinet/in.h netinet/ip.h netinet/tcp.h netinet/udp.h netinet/icmp6.h"
#define KERNEL                                                                                     \
	"asm/socket.h linux/in.h linux/in6.h linux/tcp.h linux/udp.h linux/if_packet.h "           \
	"linux/icmp.h linux/icmpv6.h linux/netlink.h linux/mptcp.h linux/sctp.h linux/vm_sockets.h"

/* What is looked at: all else in these headers has nothing to do with options. */
static const char *const families[] = {
	"SO_*",     "IP_*",      "IPV6_*",      "MCAST_*",      "TCP_*",
	"UDP_*",    "UDPLITE_*", "ICMP_FILTER", "ICMP6_FILTER", "ICMPV6_FILTER",
	"PACKET_*", "MPTCP_*",   "SCTP_*",      "NETLINK_*",
};

static const struct {
	const char *pattern, *reason;
} left_out[] = {
	/* Other names. */
	{"SO_GET_FILTER", "SO_ATTACH_FILTER, when read"},
	{"SO_DETACH_BPF", "SO_DETACH_FILTER"},
	{"SO_*_OLD", "the number of the name without it, where time_t has 64 bits"},
	{"SO_*_NEW", "the other number of the same, for programs whose time_t has 32 bits"},
	{"IP_RECVRETOPTS", "IP_RETOPTS"},
	{"IP_ORIGDSTADDR", "IP_RECVORIGDSTADDR; as control data"},
	{"IPV6_ORIGDSTADDR", "IPV6_RECVORIGDSTADDR; as control data"},
	{"IPV6_RXHOPOPTS", "IPV6_HOPOPTS"},
	{"IPV6_RXDSTOPTS", "IPV6_DSTOPTS"},
	{"TCP_CM_INQ", "TCP_INQ as control data"},
	{"ICMP6_FILTER", "the C library's name of ICMPV6_FILTER"},
	{"SCTP_DELAYED_*", "SCTP_DELAYED_SACK, and a structure"},

	/* Options that Linux knows by name only. */
	{"SO_BSDCOMPAT", "without effect since Linux 2.4"},
	{"SO_SECURITY_*", "no kernel has them"},
	{"SO_VM_SOCKETS_PEER_HOST_VM_ID", "VMCI's, whose sockets nobody has"},
	{"SO_VM_SOCKETS_TRUSTED", "VMCI's"},
	{"SO_VM_SOCKETS_NONBLOCK_TXRX", "VMCI's"},
	{"IPV6_AUTHHDR", "no kernel takes it"},
	{"IPV6_NEXTHOP", "no kernel takes it"},
	{"TCP_COOKIE_TRANSACTIONS", "removed from Linux 3.8"},
	{"PACKET_RECV_OUTPUT", "no kernel takes it"},
	{"NETLINK_?X_RING", "removed from Linux 4.6"},
	{"IPV6_HOPLIMIT", "control data alone"},

	/* What cannot be done with values. */
	{"SO_PEERNAME", "getpeername is its command"},
	{"TCP_ZEROCOPY_RECEIVE", "maps what came into the program's memory"},
	{"PACKET_HDRLEN", "the version asked for stands where the answer goes"},
	{"MPTCP_TCPINFO", "sizes asked for stand where the answer goes"},
	{"MPTCP_SUBFLOW_ADDRS", "sizes asked for stand where the answer goes"},
	{"IP*_IPSEC_POLICY", "a policy of IPsec, which ip-xfrm(8) sets"},
	{"IP*_XFRM_POLICY", "a policy of IPsec, which ip-xfrm(8) sets"},

	/* SCTP: what needs an association, its keys or its addresses; by number. */
	{"SCTP_RTOINFO", "a structure of one association"},
	{"SCTP_ASSOCINFO", "a structure of one association"},
	{"SCTP_PRIMARY_ADDR", "a structure of one association"},
	{"SCTP_SET_PEER_PRIMARY_ADDR", "a structure of one association"},
	{"SCTP_ADAPTATION_LAYER", "a structure of one association"},
	{"SCTP_PEER_ADDR_*", "a structure of one association"},
	{"SCTP_PEER_ADDR_PARAMS", "a structure of one association"},
	{"SCTP_DEFAULT_*", "a structure of one association"},
	{"SCTP_EVENT*", "a structure of one association"},
	{"SCTP_MAXSEG", "a structure of one association"},
	{"SCTP_STATUS", "a structure of one association"},
	{"SCTP_GET_*", "a structure of one association"},
	{"SCTP_CONTEXT", "a structure of one association"},
	{"SCTP_MAX_BURST", "a structure of one association"},
	{"SCTP_*AUTH_*", "keys of one association"},
	{"SCTP_HMAC_IDENT", "keys of one association"},
	{"SCTP_SOCKOPT_*", "a call of its own in libsctp"},
	{"SCTP_SENDMSG_CONNECT", "a call of its own in libsctp"},
	{"SCTP_*STREAM*", "streams of one association"},
	{"SCTP_RESET_ASSOC", "streams of one association"},
	{"SCTP_*_SUPPORTED", "a structure of one association"},
	{"SCTP_PR_*", "a structure of one association"},
	{"SCTP_EXPOSE_*", "a structure of one association"},
	{"SCTP_REMOTE_UDP_ENCAPS_PORT", "a structure of one association"},
	{"SCTP_PLPMTUD_PROBE_INTERVAL", "a structure of one association"},

	/* No options, in spite of their names. */
	{"SCTP_*_ASSOC", "a value"},
	{"SCTP_*_DENIED", "a value"},
	{"SCTP_*_FAILED", "a value"},
	{"SCTP_*_MASK", "a value"},
	{"SCTP_*_REQ", "a value"},
	{"SCTP_BINDX_*", "a value"},
	{"SCTP_PF", "a value"},
	{"SCTP_ADDR_PF", "a value"},
	{"SCTP_*_INDICATION", "an event"},
	{"SCTP_*_CHANGE", "an event"},
	{"SCTP_*_EVENT", "an event"},
	{"SCTP_REMOTE_ERROR", "an event"},
	{"SCTP_POTENTIALLY_FAILED", "an event"},
	{"SCTP_SN_TYPE_MAX", "a value"},
	{"SCTP_???INFO", "control data"},
	{"SCTP_AUTHINFO", "control data"},
	{"SCTP_INIT", "control data"},
	{"SCTP_SNDRCV", "control data"},
	{"SCTP_PRINFO", "control data"},
	{"SCTP_DSTADDR*", "control data"},
	{"IP_PMTUDISC*", "a value"},
	{"IP_DEFAULT_*", "a value"},
	{"IP_MAX*", "a value"},
	{"IP_DF", "a bit of the header"},
	{"IP_MF", "a bit of the header"},
	{"IP_RF", "a bit of the header"},
	{"IP_OFFMASK", "a bit of the header"},
	{"IP_MSS", "a value"},
	{"IPV6_PMTUDISC_*", "a value"},
	{"IPV6_FLOWINFO_*", "a value, but for IPV6_FLOWINFO_SEND"},
	{"IPV6_FL_*", "a value"},
	{"IPV6_MIN_MTU", "a value"},
	{"IPV6_OPT_*", "a value"},
	{"IPV6_PREFER_*", "a value"},
	{"IPV6_PRIORITY_*", "a value"},
	{"IPV6_RTHDR_*", "a value"},
	{"IPV6_SRCRT_*", "a value"},
	{"IPV6_TLV_*", "a value"},
	{"MCAST_EXCLUDE", "a value"},
	{"MCAST_INCLUDE", "a value"},
	{"TCP_COOKIE_*", "a value"},
	{"TCP_ENCAP_*", "a value"},
	{"TCP_MAX*WIN*", "a value"},
	{"TCP_MSS*", "a value"},
	{"TCP_MD5SIG_*", "a value, but for TCP_MD5SIG_EXT"},
	{"TCP_RECEIVE_*", "a value"},
	{"TCP_REPAIR_O*", "a value, but for TCP_REPAIR_OPTIONS"},
	{"TCP_S_DATA_*", "a value"},
	{"UDP_ENCAP_*", "a value"},
	{"PACKET_FANOUT_*", "a value, but for PACKET_FANOUT_DATA"},
	{"PACKET_MR_*", "a value"},
	{"PACKET_BROADCAST", "a type of packet"},
	{"PACKET_FASTROUTE", "a type of packet"},
	{"PACKET_HOST", "a type of packet"},
	{"PACKET_KERNEL", "a type of packet"},
	{"PACKET_LOOPBACK", "a type of packet"},
	{"PACKET_MULTICAST", "a type of packet"},
	{"PACKET_OTHERHOST", "a type of packet"},
	{"PACKET_OUTGOING", "a type of packet"},
	{"PACKET_USER", "a type of packet"},
	{"MPTCP_*ATTR_*", "of netlink"},
	{"MPTCP_PM_*", "of netlink"},
	{"MPTCP_INFO_FLAG_*", "a value"},
	{"MPTCP_RST_*", "a value"},
	{"MPTCP_SUBFLOW_FLAG_*", "a value"},
};

/* NETLINK_ROUTE and its like are protocols of socket(2). */
static bool is_netlink_protocol(const char *name)
{
	static const char *const names[] = {
		"AUDIT",      "CONNECTOR",      "CRYPTO",    "DNRTMSG",   "ECRYPTFS",
		"FIB_LOOKUP", "FIREWALL",       "GENERIC",   "INET_DIAG", "IP6_FW",
		"ISCSI",      "KOBJECT_UEVENT", "NETFILTER", "NFLOG",     "RDMA",
		"ROUTE",      "SCSITRANSPORT",  "SELINUX",   "SMC",       "SOCK_DIAG",
		"UNUSED",     "USERSOCK",       "XFRM"};
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (strcmp(name + strlen("NETLINK_"), names[i]) == 0)
			return true;
	return false;
}

static bool is_looked_at(const char *name)
{
	for (size_t i = 0; i < sizeof(families) / sizeof(*families); i++)
		if (fnmatch(families[i], name, 0) == 0)
			return true;
	return false;
}

static const char *reason_for(const char *name)
{
	if (fnmatch("NETLINK_*", name, 0) == 0 && is_netlink_protocol(name))
		return "a protocol";
	for (size_t i = 0; i < sizeof(left_out) / sizeof(*left_out); i++)
		if (fnmatch(left_out[i].pattern, name, 0) == 0)
			return left_out[i].reason;
	return NULL;
}

static const struct socket_option *row_of(const char *name)
{
	const struct socket_option *option = NULL;
	while ((option = socket_option_next(option)))
		if (strcmp(option->c_name, name) == 0)
			return option;
	return NULL;
}

/* Every name that the headers define, one a line; NULL: there is no compiler. */
static FILE *definitions(const char *headers)
{
	char command[1200];
	snprintf(command, sizeof(command),
		 "{ for header in %s; do echo \"#include <$header>\"; done; } | "
		 "cc -D_GNU_SOURCE -E -dM -x c - | sed -n 's/^#define \\([A-Z0-9_]*\\) .*/\\1/p'",
		 headers);
	return system("command -v cc >/dev/null") == 0 ? popen(command, "r") : NULL;
}

/* How many options were looked at. */
static unsigned compare(const char *headers)
{
	char name[128];
	unsigned rows = 0, missing = 0;
	FILE *names = definitions(headers);
	if (!names)
		skip();
	while (fgets(name, sizeof(name), names)) {
		name[strcspn(name, "\n")] = '\0';
		if (!is_looked_at(name))
			continue;
		if (row_of(name)) {
			rows++;
		} else if (!reason_for(name)) {
			print_error("%s has no row, and no reason why not\n", name);
			missing++;
		}
	}
	assert_int_equal(pclose(names), 0);
	assert_int_equal(missing, 0);
	return rows;
}

static void every_option_of_the_c_library_has_a_row(void **state)
{
	(void)state;
	assert_true(compare(LIBC) > 120);
}

static void every_option_of_the_kernel_has_a_row(void **state)
{
	(void)state;
	assert_true(compare(KERNEL) > 120);
}

/* A level has no number twice but for another name of the same. */
static void numbers_stand_once(void **state)
{
	(void)state;
	const struct socket_option *option = NULL;
	while ((option = socket_option_next(option))) {
		const struct socket_option *first =
			socket_option_of(option->level->number, option->number);
		if (first != option && strncmp(option->text, "another name of ", 16) != 0)
			fail_msg("%s has the number of %s", option->c_name, first->c_name);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_option_of_the_c_library_has_a_row),
		cmocka_unit_test(every_option_of_the_kernel_has_a_row),
		cmocka_unit_test(numbers_stand_once),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
