/*
 * level_ipv6: options of IPv6, ipv6(7).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <limits.h>
#include <netinet/in.h>

#include <linux/in6.h>

#include "net/option/option.h"

#define IPV6(option) .level = &level_ipv6, .c_name = #option, .number = option

/* ---- structures ---- */

static const struct option_member mreq_members[] = {
	{"group", MEMBER_AT(ipv6_mreq, ipv6mr_multiaddr), MEMBER_IP6},
	{"interface", MEMBER_AT(ipv6_mreq, ipv6mr_interface), MEMBER_LINK, .optional = true},
	{0},
};
static const struct option_structure mreq = {sizeof(struct ipv6_mreq), mreq_members};

static const struct option_member anycast_members[] = {
	{"address", MEMBER_AT(ipv6_mreq, ipv6mr_multiaddr), MEMBER_IP6},
	{"interface", MEMBER_AT(ipv6_mreq, ipv6mr_interface), MEMBER_LINK, .optional = true},
	{0},
};
static const struct option_structure anycast = {sizeof(struct ipv6_mreq), anycast_members};

static const struct option_member pktinfo_members[] = {
	{"address", MEMBER_AT(in6_pktinfo, ipi6_addr), MEMBER_IP6},
	{"interface", MEMBER_AT(in6_pktinfo, ipi6_ifindex), MEMBER_LINK, .optional = true},
	{0},
};
const struct option_structure option_pktinfo6 = {sizeof(struct in6_pktinfo), pktinfo_members};

static const struct option_member mtuinfo_members[] = {
	{"mtu", MEMBER_AT(ip6_mtuinfo, ip6m_mtu), MEMBER_UNSIGNED},
	{0},
};
const struct option_structure option_mtuinfo = {sizeof(struct ip6_mtuinfo), mtuinfo_members};

/* The label in network order, as it goes into each packet. */
static const struct option_member label_members[] = {
	{"destination", MEMBER_AT(in6_flowlabel_req, flr_dst), MEMBER_IP6},
	{"label", MEMBER_AT(in6_flowlabel_req, flr_label), MEMBER_BYTES, .optional = true},
	{"action", MEMBER_AT(in6_flowlabel_req, flr_action), MEMBER_UNSIGNED, .optional = true},
	{"share", MEMBER_AT(in6_flowlabel_req, flr_share), MEMBER_UNSIGNED, .optional = true},
	{"flags", MEMBER_AT(in6_flowlabel_req, flr_flags), MEMBER_UNSIGNED, .optional = true},
	{"expires", MEMBER_AT(in6_flowlabel_req, flr_expires), MEMBER_UNSIGNED, .optional = true},
	{"linger", MEMBER_AT(in6_flowlabel_req, flr_linger), MEMBER_UNSIGNED, .optional = true},
	{0},
};
static const struct option_structure label = {sizeof(struct in6_flowlabel_req), label_members};

/* ---- the table ---- */

static const struct socket_option options[] = {
	{"ipv6only", IPV6(IPV6_V6ONLY), .type = &option_bool, .basic = true,
	 .usual = "net.ipv6.bindv6only",
	 .text = "an IPv6 socket takes no IPv4 traffic; before bind"},
	{"unicast_hops", IPV6(IPV6_UNICAST_HOPS), .type = &option_int, .least = -1, .most = 255,
	 .usual = "net.ipv6.conf.default.hop_limit",
	 .text = "the hops that a packet may take, IPv6; -1: the usual"},
	{"tclass", IPV6(IPV6_TCLASS), .type = &option_int, .least = -1, .most = 255, .usual = "0",
	 .since = "2.6.14", .text = "the traffic class of the header: DSCP and ECN; -1: the usual"},
	{"ipv6_mtu", IPV6(IPV6_MTU), .type = &option_int, .most = INT_MAX, .unit = UNIT_BYTES,
	 .text = "read: the largest packet on the way to the peer; set: cut what is larger"},
	{"ipv6_mtu_discover", IPV6(IPV6_MTU_DISCOVER), .type = &option_name, .most = 5,
	 .names = &names_ipv6_discover, .text = "is the mtu of the path found out"},
	{"dontfrag", IPV6(IPV6_DONTFRAG), .type = &option_bool, .usual = "off", .since = "2.6.35",
	 .text = "datagrams that would be cut fail with EMSGSIZE"},
	{"pathmtu", IPV6(IPV6_PATHMTU), .type = &option_structure, .structure = &option_mtuinfo,
	 .access = OPTION_READ_ONLY, .since = "2.6.35",
	 .text = "the mtu of the path to the peer, RFC 3542"},
	{"minhopcount", IPV6(IPV6_MINHOPCOUNT), .type = &option_int, .most = 255, .usual = "0",
	 .since = "2.6.35", .text = "packets with fewer hops left are dropped"},
	{"addrform", IPV6(IPV6_ADDRFORM), .type = &option_name, .most = INT_MAX,
	 .names = &names_families,
	 .text = "AF_INET makes an IPv4 socket of one whose peer is an IPv4 host"},
	{"ipv6_checksum", IPV6(IPV6_CHECKSUM), .type = &option_int, .least = -1, .most = INT_MAX,
	 .text = "where in its packets a raw socket has the checksum, which the kernel fills in"},
	{"ipv6_hdrincl", IPV6(IPV6_HDRINCL), .type = &option_bool, .since = "4.14",
	 .text = "a raw socket writes the IPv6 header too; on with IPPROTO_RAW"},

	/* Addresses and interfaces. */
	{"ipv6_freebind", IPV6(IPV6_FREEBIND), .type = &option_bool, .usual = "off",
	 .since = "4.19", .text = "bind to an address that this machine does not have"},
	{"ipv6_transparent", IPV6(IPV6_TRANSPARENT), .type = &option_bool, .usual = "off",
	 .since = "2.6.37", .text = "send and receive for addresses of others; root"},
	{"ipv6_unicast_if", IPV6(IPV6_UNICAST_IF), .type = &option_link_net, .usual = "0",
	 .since = "3.4", .text = "packets to single hosts leave by that interface"},
	{"ipv6_pktinfo", IPV6(IPV6_PKTINFO), .type = &option_structure,
	 .structure = &option_pktinfo6, .since = "2.6.14",
	 .text = "the interface and address that packets leave from, RFC 3542"},
	{"addr_preferences", IPV6(IPV6_ADDR_PREFERENCES), .type = &option_flags, .most = INT_MAX,
	 .names = &names_ipv6_preferences, .since = "2.6.26",
	 .text = "which of its own addresses the kernel takes, RFC 5014"},
	{"join_anycast", IPV6(IPV6_JOIN_ANYCAST), .type = &option_structure, .structure = &anycast,
	 .access = OPTION_SET_ONLY, .text = "take an anycast address as well; root"},
	{"leave_anycast", IPV6(IPV6_LEAVE_ANYCAST), .type = &option_structure,
	 .structure = &anycast, .access = OPTION_SET_ONLY, .text = "give it back"},

	/* Flow labels. */
	{"autoflowlabel", IPV6(IPV6_AUTOFLOWLABEL), .type = &option_bool, .since = "3.17",
	 .text = "the kernel gives each flow a label"},
	{"flowinfo_send", IPV6(IPV6_FLOWINFO_SEND), .type = &option_bool, .usual = "off",
	 .text = "the label of the address goes into packets"},
	{"flowlabel_mgr", IPV6(IPV6_FLOWLABEL_MGR), .type = &option_structure, .structure = &label,
	 .access = OPTION_SET_ONLY,
	 .text = "get, give back or renew a label: IPV6_FL_A_* of <linux/in6.h>"},

	/* Extension headers, RFC 3542. */
	{"hopopts", IPV6(IPV6_HOPOPTS), .type = &option_bytes, .most = 2048, .usual = "''",
	 .since = "2.6.14", .text = "the hop-by-hop options of what is sent; root"},
	{"dstopts", IPV6(IPV6_DSTOPTS), .type = &option_bytes, .most = 2048, .usual = "''",
	 .since = "2.6.14", .text = "the destination options of what is sent; root"},
	{"rthdrdstopts", IPV6(IPV6_RTHDRDSTOPTS), .type = &option_bytes, .most = 2048,
	 .usual = "''", .since = "2.6.14", .text = "those in front of a routing header; root"},
	{"rthdr", IPV6(IPV6_RTHDR), .type = &option_bytes, .most = 2048, .usual = "''",
	 .since = "2.6.14", .text = "the routing header of what is sent"},
	{"ipv6_router_alert", IPV6(IPV6_ROUTER_ALERT), .type = &option_int, .least = -1,
	 .most = 65535, .text = "a raw socket gets packets to be forwarded with that alert"},
	{"router_alert_isolate", IPV6(IPV6_ROUTER_ALERT_ISOLATE), .type = &option_bool,
	 .usual = "off", .since = "5.1", .text = "those of its own network namespace alone"},

	/* What receiving tells. */
	{"recvpktinfo", IPV6(IPV6_RECVPKTINFO), .type = &option_bool, .usual = "off",
	 .since = "2.6.14", .text = "recvmsg tells interface and address that a datagram came to"},
	{"recvhoplimit", IPV6(IPV6_RECVHOPLIMIT), .type = &option_bool, .usual = "off",
	 .since = "2.6.14", .text = "recvmsg tells the hops that were left"},
	{"recvtclass", IPV6(IPV6_RECVTCLASS), .type = &option_bool, .usual = "off",
	 .since = "2.6.14", .text = "recvmsg tells the traffic class"},
	{"recvhopopts", IPV6(IPV6_RECVHOPOPTS), .type = &option_bool, .usual = "off",
	 .since = "2.6.14", .text = "recvmsg tells the hop-by-hop options"},
	{"recvdstopts", IPV6(IPV6_RECVDSTOPTS), .type = &option_bool, .usual = "off",
	 .since = "2.6.14", .text = "recvmsg tells the destination options"},
	{"recvrthdr", IPV6(IPV6_RECVRTHDR), .type = &option_bool, .usual = "off", .since = "2.6.14",
	 .text = "recvmsg tells the routing header"},
	{"flowinfo", IPV6(IPV6_FLOWINFO), .type = &option_bool, .usual = "off",
	 .text = "recvmsg tells the flow label"},
	{"recvpathmtu", IPV6(IPV6_RECVPATHMTU), .type = &option_bool, .usual = "off",
	 .since = "2.6.35", .text = "recvmsg tells a new mtu of the path"},
	{"ipv6_recverr", IPV6(IPV6_RECVERR), .type = &option_bool, .usual = "off",
	 .text = "errors that ICMPv6 brings stay in a queue: recvmsg --errqueue"},
	{"ipv6_recverr_rfc4884", IPV6(IPV6_RECVERR_RFC4884), .type = &option_bool, .usual = "off",
	 .since = "5.9", .text = "with the extensions of RFC 4884"},
	{"ipv6_recvorigdstaddr", IPV6(IPV6_RECVORIGDSTADDR), .type = &option_bool, .usual = "off",
	 .since = "2.6.37", .text = "recvmsg tells the address before it was translated"},
	{"ipv6_recvfragsize", IPV6(IPV6_RECVFRAGSIZE), .type = &option_bool, .usual = "off",
	 .since = "4.10", .text = "recvmsg tells the largest fragment of a datagram that was cut"},

	/* The same in the form of RFC 2292. */
	{"2292pktinfo", IPV6(IPV6_2292PKTINFO), .type = &option_bool, .usual = "off",
	 .text = "recvpktinfo as RFC 2292 had it"},
	{"2292hoplimit", IPV6(IPV6_2292HOPLIMIT), .type = &option_bool, .usual = "off",
	 .text = "recvhoplimit as RFC 2292 had it"},
	{"2292hopopts", IPV6(IPV6_2292HOPOPTS), .type = &option_bool, .usual = "off",
	 .text = "recvhopopts as RFC 2292 had it"},
	{"2292dstopts", IPV6(IPV6_2292DSTOPTS), .type = &option_bool, .usual = "off",
	 .text = "recvdstopts as RFC 2292 had it"},
	{"2292rthdr", IPV6(IPV6_2292RTHDR), .type = &option_bool, .usual = "off",
	 .text = "recvrthdr as RFC 2292 had it"},
	{"2292pktoptions", IPV6(IPV6_2292PKTOPTIONS), .type = &option_bytes, .most = 2048,
	 .text = "what tcp last received of those, as control data"},

	/* Multicast. */
	{"join_group", IPV6(IPV6_JOIN_GROUP), .type = &option_structure, .structure = &mreq,
	 .access = OPTION_SET_ONLY, .text = "join a multicast group"},
	{"leave_group", IPV6(IPV6_LEAVE_GROUP), .type = &option_structure, .structure = &mreq,
	 .access = OPTION_SET_ONLY, .text = "leave it"},
	{"ipv6_add_membership", IPV6(IPV6_ADD_MEMBERSHIP), .type = &option_structure,
	 .structure = &mreq, .access = OPTION_SET_ONLY, .text = "another name of join_group"},
	{"ipv6_drop_membership", IPV6(IPV6_DROP_MEMBERSHIP), .type = &option_structure,
	 .structure = &mreq, .access = OPTION_SET_ONLY, .text = "another name of leave_group"},
	{"ipv6_multicast_if", IPV6(IPV6_MULTICAST_IF), .type = &option_link, .usual = "0",
	 .text = "what is sent to groups leaves by that interface"},
	{"multicast_hops", IPV6(IPV6_MULTICAST_HOPS), .type = &option_int, .least = -1, .most = 255,
	 .usual = "1", .text = "the hops that a packet to a group may take"},
	{"ipv6_multicast_loop", IPV6(IPV6_MULTICAST_LOOP), .type = &option_bool, .usual = "on",
	 .text = "what is sent to a group comes to this machine too"},
	{"ipv6_multicast_all", IPV6(IPV6_MULTICAST_ALL), .type = &option_bool, .usual = "on",
	 .since = "4.20", .text = "groups that other sockets joined arrive here too"},
	{"ipv6_mcast_join_group", IPV6(MCAST_JOIN_GROUP), .type = &option_structure,
	 .structure = &option_group_req, .access = OPTION_SET_ONLY,
	 .text = "join_group of either family, RFC 3678"},
	{"ipv6_mcast_leave_group", IPV6(MCAST_LEAVE_GROUP), .type = &option_structure,
	 .structure = &option_group_req, .access = OPTION_SET_ONLY, .text = "leave it"},
	{"ipv6_mcast_join_source_group", IPV6(MCAST_JOIN_SOURCE_GROUP), .type = &option_structure,
	 .structure = &option_source_req, .access = OPTION_SET_ONLY,
	 .text = "join a multicast group for what that host sends to it"},
	{"ipv6_mcast_leave_source_group", IPV6(MCAST_LEAVE_SOURCE_GROUP), .type = &option_structure,
	 .structure = &option_source_req, .access = OPTION_SET_ONLY, .text = "leave it"},
	{"ipv6_mcast_block_source", IPV6(MCAST_BLOCK_SOURCE), .type = &option_structure,
	 .structure = &option_source_req, .access = OPTION_SET_ONLY,
	 .text = "of a group that was joined, nothing from that host"},
	{"ipv6_mcast_unblock_source", IPV6(MCAST_UNBLOCK_SOURCE), .type = &option_structure,
	 .structure = &option_source_req, .access = OPTION_SET_ONLY,
	 .text = "from that host again"},
	{"ipv6_mcast_msfilter", IPV6(MCAST_MSFILTER), .type = &option_bytes, .most = 4096,
	 .access = OPTION_SET_ONLY,
	 .text = "all sources of a group at once: struct group_filter, as pack makes it"},
	{0},
};

static bool fits(const struct handle *handle)
{
	return handle->family == AF_INET6;
}

const struct option_level level_ipv6 = {"IPPROTO_IPV6", IPPROTO_IPV6, options, fits};
