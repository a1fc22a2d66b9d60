/*
 * level_ip: options of IPv4, ip(7).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <limits.h>

#include "net/option/option.h"

#define IP(option) .level = &level_ip, .c_name = #option, .number = option

/* Of kernels newer than the headers may be: include/uapi/linux/in.h. */
#ifndef IP_LOCAL_PORT_RANGE
#define IP_LOCAL_PORT_RANGE 51
#endif
#ifndef IP_PROTOCOL
#define IP_PROTOCOL 52
#endif

/* ---- structures ---- */

static const struct option_member mreqn_members[] = {
	{"group", MEMBER_AT(ip_mreqn, imr_multiaddr), MEMBER_IP4},
	{"interface", offsetof(struct ip_mreqn, imr_address), sizeof(struct in_addr) + sizeof(int),
	 MEMBER_LINK4, .optional = true},
	{0},
};
static const struct option_structure mreqn = {sizeof(struct ip_mreqn), mreqn_members};

static const struct option_member source_members[] = {
	{"group", MEMBER_AT(ip_mreq_source, imr_multiaddr), MEMBER_IP4},
	{"source", MEMBER_AT(ip_mreq_source, imr_sourceaddr), MEMBER_IP4},
	{"interface", MEMBER_AT(ip_mreq_source, imr_interface), MEMBER_LINK_IP, .optional = true},
	{0},
};
static const struct option_structure mreq_source = {sizeof(struct ip_mreq_source), source_members};

static const struct option_member ports_members[] = {
	{"lowest", 0, 2, MEMBER_UNSIGNED},
	{"highest", 2, 2, MEMBER_UNSIGNED},
	{0},
};
static const struct option_structure ports = {4, ports_members};

/* ---- the table ---- */

static const struct socket_option options[] = {
	{"ttl", IP(IP_TTL), .type = &option_int, .basic = true, .least = 1, .most = 255,
	 .usual = "net.ipv4.ip_default_ttl", .text = "the hops that a packet may take, IPv4"},
	{"tos", IP(IP_TOS), .type = &option_int, .most = 255, .usual = "0",
	 .text = "the second byte of the header: DSCP and ECN"},
	{"options", IP(IP_OPTIONS), .type = &option_bytes, .most = 40, .usual = "''",
	 .text = "options in the header of each packet sent"},
	{"hdrincl", IP(IP_HDRINCL), .type = &option_bool,
	 .text = "a raw socket writes the IP header too; on with IPPROTO_RAW"},
	{"mtu", IP(IP_MTU), .type = &option_int, .access = OPTION_READ_ONLY, .unit = UNIT_BYTES,
	 .text = "the largest packet on the way to the peer, as known now"},
	{"mtu_discover", IP(IP_MTU_DISCOVER), .type = &option_name, .most = 5,
	 .names = &names_ip_discover,
	 .text = "is the mtu of the path found out (DF), or are packets cut"},
	{"minttl", IP(IP_MINTTL), .type = &option_int, .most = 255, .usual = "0", .since = "2.6.34",
	 .text = "packets with a smaller ttl are dropped"},
	{"ip_protocol", IP(IP_PROTOCOL), .type = &option_name, .access = OPTION_CONSTANT,
	 .names = &names_protocols, .since = "6.4", .text = "the protocol that the socket speaks"},

	/* Addresses and interfaces. */
	{"freebind", IP(IP_FREEBIND), .type = &option_bool, .usual = "off",
	 .text = "bind to an address that this machine does not have"},
	{"transparent", IP(IP_TRANSPARENT), .type = &option_bool, .usual = "off", .since = "2.6.24",
	 .text = "send and receive for addresses of others; root"},
	{"bind_address_no_port", IP(IP_BIND_ADDRESS_NO_PORT), .type = &option_bool, .usual = "off",
	 .since = "4.2", .text = "bind with port 0 leaves the port to connect"},
	{"local_port_range", IP(IP_LOCAL_PORT_RANGE), .type = &option_structure,
	 .structure = &ports, .since = "6.3",
	 .text = "from which ports the kernel takes a free one; 0 0: net.ipv4.ip_local_port_range"},
	{"unicast_if", IP(IP_UNICAST_IF), .type = &option_link_net, .usual = "0", .since = "3.4",
	 .text = "packets to single hosts leave by that interface"},

	/* What receiving tells. */
	{"pktinfo", IP(IP_PKTINFO), .type = &option_bool, .usual = "off",
	 .text = "recvmsg tells interface and address that a datagram came to"},
	{"recvttl", IP(IP_RECVTTL), .type = &option_bool, .usual = "off",
	 .text = "recvmsg tells the ttl"},
	{"recvtos", IP(IP_RECVTOS), .type = &option_bool, .usual = "off",
	 .text = "recvmsg tells the tos"},
	{"recvopts", IP(IP_RECVOPTS), .type = &option_bool, .usual = "off",
	 .text = "recvmsg tells the options of the header"},
	{"retopts", IP(IP_RETOPTS), .type = &option_bool, .usual = "off",
	 .text = "the same, made ready for an answer"},
	{"recverr", IP(IP_RECVERR), .type = &option_bool, .usual = "off",
	 .text = "errors that ICMP brings stay in a queue: recvmsg --errqueue"},
	{"recverr_rfc4884", IP(IP_RECVERR_RFC4884), .type = &option_bool, .usual = "off",
	 .since = "5.9", .text = "with the extensions of RFC 4884"},
	{"recvorigdstaddr", IP(IP_RECVORIGDSTADDR), .type = &option_bool, .usual = "off",
	 .since = "2.6.29", .text = "recvmsg tells the address before it was translated"},
	{"recvfragsize", IP(IP_RECVFRAGSIZE), .type = &option_bool, .usual = "off", .since = "4.10",
	 .text = "recvmsg tells the largest fragment of a datagram that was cut"},
	{"checksum", IP(IP_CHECKSUM), .type = &option_bool, .usual = "off", .since = "4.0",
	 .text = "recvmsg tells the checksum that the kernel computed"},
	{"ip_passsec", IP(IP_PASSSEC), .type = &option_bool, .usual = "off", .since = "2.6.17",
	 .text = "recvmsg tells the security context of a datagram"},
	{"pktoptions", IP(IP_PKTOPTIONS), .type = &option_bytes, .access = OPTION_READ_ONLY,
	 .text = "what tcp last received of those, as control data"},
	{"router_alert", IP(IP_ROUTER_ALERT), .type = &option_bool,
	 .text = "a raw socket gets packets to be forwarded that have that option"},
	{"nodefrag", IP(IP_NODEFRAG), .type = &option_bool, .usual = "off", .since = "2.6.36",
	 .text = "fragments that a raw socket sends are not put together by a firewall"},

	/* Multicast. */
	{"add_membership", IP(IP_ADD_MEMBERSHIP), .type = &option_structure, .structure = &mreqn,
	 .access = OPTION_SET_ONLY, .text = "join a multicast group"},
	{"drop_membership", IP(IP_DROP_MEMBERSHIP), .type = &option_structure, .structure = &mreqn,
	 .access = OPTION_SET_ONLY, .text = "leave it"},
	{"add_source_membership", IP(IP_ADD_SOURCE_MEMBERSHIP), .type = &option_structure,
	 .structure = &mreq_source, .access = OPTION_SET_ONLY,
	 .text = "join a multicast group for what that host sends to it"},
	{"drop_source_membership", IP(IP_DROP_SOURCE_MEMBERSHIP), .type = &option_structure,
	 .structure = &mreq_source, .access = OPTION_SET_ONLY, .text = "leave it"},
	{"block_source", IP(IP_BLOCK_SOURCE), .type = &option_structure, .structure = &mreq_source,
	 .access = OPTION_SET_ONLY, .text = "of a group that was joined, nothing from that host"},
	{"unblock_source", IP(IP_UNBLOCK_SOURCE), .type = &option_structure,
	 .structure = &mreq_source, .access = OPTION_SET_ONLY, .text = "from that host again"},
	{"msfilter", IP(IP_MSFILTER), .type = &option_bytes, .most = 4096,
	 .access = OPTION_SET_ONLY,
	 .text = "all sources of a group at once: struct ip_msfilter, as pack makes it"},
	{"multicast_if", IP(IP_MULTICAST_IF), .type = &option_link4, .usual = "0.0.0.0",
	 .text = "what is sent to groups leaves by that interface"},
	{"multicast_ttl", IP(IP_MULTICAST_TTL), .type = &option_int, .most = 255, .usual = "1",
	 .text = "the hops that a packet to a group may take"},
	{"multicast_loop", IP(IP_MULTICAST_LOOP), .type = &option_bool, .usual = "on",
	 .text = "what is sent to a group comes to this machine too"},
	{"multicast_all", IP(IP_MULTICAST_ALL), .type = &option_bool, .usual = "on",
	 .since = "2.6.31", .text = "groups that other sockets joined arrive here too"},
	{"mcast_join_group", IP(MCAST_JOIN_GROUP), .type = &option_structure,
	 .structure = &option_group_req, .access = OPTION_SET_ONLY,
	 .text = "add_membership of either family, RFC 3678"},
	{"mcast_leave_group", IP(MCAST_LEAVE_GROUP), .type = &option_structure,
	 .structure = &option_group_req, .access = OPTION_SET_ONLY, .text = "leave it"},
	{"mcast_join_source_group", IP(MCAST_JOIN_SOURCE_GROUP), .type = &option_structure,
	 .structure = &option_source_req, .access = OPTION_SET_ONLY,
	 .text = "add_source_membership of either family"},
	{"mcast_leave_source_group", IP(MCAST_LEAVE_SOURCE_GROUP), .type = &option_structure,
	 .structure = &option_source_req, .access = OPTION_SET_ONLY, .text = "leave it"},
	{"mcast_block_source", IP(MCAST_BLOCK_SOURCE), .type = &option_structure,
	 .structure = &option_source_req, .access = OPTION_SET_ONLY,
	 .text = "block_source of either family"},
	{"mcast_unblock_source", IP(MCAST_UNBLOCK_SOURCE), .type = &option_structure,
	 .structure = &option_source_req, .access = OPTION_SET_ONLY,
	 .text = "from that host again"},
	{"mcast_msfilter", IP(MCAST_MSFILTER), .type = &option_bytes, .most = 4096,
	 .access = OPTION_SET_ONLY,
	 .text = "all sources of a group at once: struct group_filter, as pack makes it"},
	{0},
};

/* A socket of IPv6 speaks IPv4 too, unless ipv6only is on. */
static bool fits(const struct handle *handle)
{
	return handle->family == AF_INET || handle->family == AF_INET6;
}

const struct option_level level_ip = {"IPPROTO_IP", IPPROTO_IP, options, fits};
