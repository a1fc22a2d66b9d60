/*
 * levels: the types of control data: of socket(7), unix(7), ip(7), ipv6(7), udp(7), tcp(7) and
 * packet(7).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <limits.h>
#include <netinet/tcp.h>
#include <netinet/udp.h>
#include <time.h>

#include <linux/in6.h>
#include <linux/net_tstamp.h>

#include "net/control/control_types.h"

#define SOCKET(type) .level = &control_socket, .c_name = #type, .number = type
#define IP(type) .level = &control_ip, .c_name = #type, .number = type
#define IPV6(type) .level = &control_ipv6, .c_name = #type, .number = type
#define UDP(type) .level = &control_udp, .c_name = #type, .number = type
#define TCP(type) .level = &control_tcp, .c_name = #type, .number = type
#define PACKET(type) .level = &control_packet, .c_name = #type, .number = type

/* The kernel's own: include/linux/socket.h. */
#define SCM_SECURITY 3
#define SCM_PIDFD 4
/* Of kernels newer than the headers may be: include/uapi/asm-generic/socket.h. */
#ifndef SCM_TS_OPT_ID
#define SCM_TS_OPT_ID 81
#endif

/* ---- structures ---- */

#define TIMES(index) (index) * sizeof(struct timespec), sizeof(struct timespec), MEMBER_TIME

/* struct scm_timestamping of <linux/errqueue.h>; the second is not used any more. */
static const struct option_member times_members[] = {
	{"software", TIMES(0)},
	{"hardware", TIMES(2)},
	{0},
};
static const struct option_structure times = {3 * sizeof(struct timespec), times_members};

static const struct option_member stamped_members[] = {
	{"interface", MEMBER_AT(scm_ts_pktinfo, if_index), MEMBER_LINK},
	{"length", MEMBER_AT(scm_ts_pktinfo, pkt_length), MEMBER_UNSIGNED},
	{0},
};
static const struct option_structure stamped = {sizeof(struct scm_ts_pktinfo), stamped_members};

/* What is sent leaves by the interface, with the local address; what has come was sent to address. */
static const struct option_member pktinfo_members[] = {
	{"interface", MEMBER_AT(in_pktinfo, ipi_ifindex), MEMBER_LINK, .optional = true},
	{"local", MEMBER_AT(in_pktinfo, ipi_spec_dst), MEMBER_IP4, .optional = true},
	{"address", MEMBER_AT(in_pktinfo, ipi_addr), MEMBER_IP4, .optional = true},
	{0},
};
static const struct option_structure pktinfo = {sizeof(struct in_pktinfo), pktinfo_members};

static const struct option_member auxdata_members[] = {
	{"status", MEMBER_AT(tpacket_auxdata, tp_status), MEMBER_UNSIGNED},
	{"len", MEMBER_AT(tpacket_auxdata, tp_len), MEMBER_UNSIGNED},
	{"snaplen", MEMBER_AT(tpacket_auxdata, tp_snaplen), MEMBER_UNSIGNED},
	{"mac", MEMBER_AT(tpacket_auxdata, tp_mac), MEMBER_UNSIGNED},
	{"net", MEMBER_AT(tpacket_auxdata, tp_net), MEMBER_UNSIGNED},
	{"vlan_tci", MEMBER_AT(tpacket_auxdata, tp_vlan_tci), MEMBER_UNSIGNED},
	{"vlan_tpid", MEMBER_AT(tpacket_auxdata, tp_vlan_tpid), MEMBER_UNSIGNED},
	{0},
};
static const struct option_structure auxdata = {sizeof(struct tpacket_auxdata), auxdata_members};

/* ---- the tables ---- */

static const struct socket_option socket_types[] = {
	{"rights", SOCKET(SCM_RIGHTS), .type = &control_descriptors, .access = OPTION_READ_ONLY,
	 .text = "descriptors: sendmsg --fd sends them, recvmsg gives them in .fds"},
	{"credentials", SOCKET(SCM_CREDENTIALS), .type = &option_structure,
	 .structure = &option_ucred,
	 .text = "process, user and group of who sends (setsockopt passcred on)"},
	{"security", SOCKET(SCM_SECURITY), .type = &option_text, .access = OPTION_READ_ONLY,
	 .text = "the security context of who sends (passsec)"},
	{"pidfd", SOCKET(SCM_PIDFD), .type = &control_descriptors, .access = OPTION_READ_ONLY,
	 .since = "6.5", .text = "a descriptor of the process that sends (passpidfd), in .fds"},
	{"timestamp", SOCKET(SO_TIMESTAMP), .type = &option_timeval, .access = OPTION_READ_ONLY,
	 .text = "when it came (timestamp): nanoseconds since 1970, whole microseconds"},
	{"timestampns", SOCKET(SO_TIMESTAMPNS), .type = &option_timespec,
	 .access = OPTION_READ_ONLY, .text = "when it came (timestampns): nanoseconds since 1970"},
	{"timestamping", SOCKET(SO_TIMESTAMPING), .type = &option_structure, .structure = &times,
	 .access = OPTION_READ_ONLY,
	 .text = "when it came, or has left (timestamping): nanoseconds since 1970; 0: not known"},
	{"timestamping_opt_stats", SOCKET(SCM_TIMESTAMPING_OPT_STATS), .type = &option_bytes,
	 .access = OPTION_READ_ONLY, .since = "4.10",
	 .text = "what tcp knew at that time, as attributes of netlink"},
	{"timestamping_pktinfo", SOCKET(SCM_TIMESTAMPING_PKTINFO), .type = &option_structure,
	 .structure = &stamped, .access = OPTION_READ_ONLY, .since = "4.13",
	 .text = "the interface that it came by, and its length there"},
	{"txtime", SOCKET(SCM_TXTIME), .type = &option_wide, .most = INT64_MAX, .since = "4.19",
	 .text = "when it is to leave, in nanoseconds of the clock that txtime chose"},
	{"ts_opt_id", SOCKET(SCM_TS_OPT_ID), .type = &option_unsigned, .most = UINT32_MAX,
	 .since = "6.13", .text = "the number that its times shall have"},
	{"rxq_ovfl", SOCKET(SO_RXQ_OVFL), .type = &option_unsigned, .access = OPTION_READ_ONLY,
	 .since = "2.6.33", .text = "how many datagrams found no room so far (rxq_ovfl)"},
	{"wifi_status", SOCKET(SO_WIFI_STATUS), .type = &option_bool, .access = OPTION_READ_ONLY,
	 .since = "3.3", .text = "was the frame acknowledged over the air"},
	{"mark", SOCKET(SO_MARK), .type = &option_unsigned, .most = UINT32_MAX, .since = "4.19",
	 .text = "the packet's mark: sent by root, received with rcvmark"},
	{"priority", SOCKET(SO_PRIORITY), .type = &option_unsigned, .most = INT_MAX,
	 .since = "6.14", .text = "the packet's priority; received with rcvpriority"},
	{"timestamping", SOCKET(SO_TIMESTAMPING), .type = &option_flags, .most = INT_MAX,
	 .names = &names_timestamping, .since = "4.6",
	 .text = "sent: which times of this message are to be told"},
	{0},
};

static const struct socket_option ip_types[] = {
	{"pktinfo", IP(IP_PKTINFO), .type = &option_structure, .structure = &pktinfo,
	 .text = "interface, local address, and the header's address (pktinfo)"},
	{"ttl", IP(IP_TTL), .type = &option_int, .least = 1, .most = 255,
	 .text = "the hops that are left (recvttl), or that it may take"},
	{"tos", IP(IP_TOS), .type = &option_byte, .most = 255,
	 .text = "the second byte of the header (recvtos)"},
	{"recvopts", IP(IP_RECVOPTS), .type = &option_bytes, .access = OPTION_READ_ONLY,
	 .text = "the options of the header (recvopts)"},
	{"retopts", IP(IP_RETOPTS), .type = &option_bytes, .most = 40,
	 .text = "the same, made ready for an answer (retopts)"},
	{"recverr", IP(IP_RECVERR), .type = &control_error, .access = OPTION_READ_ONLY,
	 .text = "an error of the queue (recverr; recvmsg --errqueue)"},
	{"origdstaddr", IP(IP_ORIGDSTADDR), .type = &control_address, .access = OPTION_READ_ONLY,
	 .since = "2.6.29", .text = "the address before it was translated (recvorigdstaddr)"},
	{"checksum", IP(IP_CHECKSUM), .type = &option_unsigned, .access = OPTION_READ_ONLY,
	 .since = "4.0", .text = "the checksum that the kernel computed (checksum)"},
	{"recvfragsize", IP(IP_RECVFRAGSIZE), .type = &option_int, .access = OPTION_READ_ONLY,
	 .since = "4.10", .text = "the largest fragment, of one that was cut (recvfragsize)"},
	{"security", IP(SCM_SECURITY), .type = &option_text, .access = OPTION_READ_ONLY,
	 .since = "2.6.17", .text = "the security context of the datagram (passsec)"},
	{0},
};

static const struct socket_option ipv6_types[] = {
	{"pktinfo", IPV6(IPV6_PKTINFO), .type = &option_structure, .structure = &option_pktinfo6,
	 .text = "address and interface (recvpktinfo)"},
	{"hoplimit", IPV6(IPV6_HOPLIMIT), .type = &option_int, .least = -1, .most = 255,
	 .text = "the hops that are left (recvhoplimit), or that it may take; -1: the usual"},
	{"tclass", IPV6(IPV6_TCLASS), .type = &option_int, .least = -1, .most = 255,
	 .text = "the traffic class (recvtclass); -1: the usual"},
	{"flowinfo", IPV6(IPV6_FLOWINFO), .type = &option_bytes, .most = 4,
	 .text = "the first four bytes of the header but the version (flowinfo)"},
	{"hopopts", IPV6(IPV6_HOPOPTS), .type = &option_bytes, .most = 2048,
	 .text = "the hop-by-hop options (recvhopopts)"},
	{"dstopts", IPV6(IPV6_DSTOPTS), .type = &option_bytes, .most = 2048,
	 .text = "the destination options (recvdstopts)"},
	{"rthdrdstopts", IPV6(IPV6_RTHDRDSTOPTS), .type = &option_bytes, .most = 2048,
	 .text = "those in front of a routing header"},
	{"rthdr", IPV6(IPV6_RTHDR), .type = &option_bytes, .most = 2048,
	 .text = "the routing header (recvrthdr)"},
	{"recverr", IPV6(IPV6_RECVERR), .type = &control_error, .access = OPTION_READ_ONLY,
	 .text = "an error of the queue (ipv6_recverr; recvmsg --errqueue)"},
	{"pathmtu", IPV6(IPV6_PATHMTU), .type = &option_structure, .structure = &option_mtuinfo,
	 .access = OPTION_READ_ONLY, .text = "a new mtu of the path (recvpathmtu)"},
	{"dontfrag", IPV6(IPV6_DONTFRAG), .type = &option_bool,
	 .text = "fail with EMSGSIZE rather than be cut"},
	{"origdstaddr", IPV6(IPV6_ORIGDSTADDR), .type = &control_address,
	 .access = OPTION_READ_ONLY, .since = "2.6.37",
	 .text = "the address before it was translated (ipv6_recvorigdstaddr)"},
	{"recvfragsize", IPV6(IPV6_RECVFRAGSIZE), .type = &option_int, .access = OPTION_READ_ONLY,
	 .since = "4.14", .text = "the largest fragment, of one that was cut"},
	{0},
};

static const struct socket_option udp_types[] = {
	{"segment", UDP(UDP_SEGMENT), .type = &option_half, .most = 65535, .unit = UNIT_BYTES,
	 .since = "4.18", .text = "the data is cut into datagrams so large"},
	{"gro", UDP(UDP_GRO), .type = &option_int, .access = OPTION_READ_ONLY, .unit = UNIT_BYTES,
	 .since = "5.0", .text = "how large the datagrams were that have come together (gro)"},
	{0},
};

static const struct socket_option tcp_types[] = {
	{"inq", TCP(TCP_CM_INQ), .type = &option_int, .access = OPTION_READ_ONLY,
	 .unit = UNIT_BYTES, .since = "4.18", .text = "how many bytes are there still (inq)"},
	{0},
};

static const struct socket_option packet_types[] = {
	{"auxdata", PACKET(PACKET_AUXDATA), .type = &option_structure, .structure = &auxdata,
	 .access = OPTION_READ_ONLY, .since = "2.6.21",
	 .text = "its whole length, and its VLAN (auxdata)"},
	{"tx_timestamp", PACKET(PACKET_TX_TIMESTAMP), .type = &control_error,
	 .access = OPTION_READ_ONLY, .since = "2.6.34",
	 .text = "what was sent, with the time that it left (recvmsg --errqueue)"},
	{0},
};

const struct option_level control_socket = {"SOL_SOCKET", SOL_SOCKET, socket_types, NULL};
const struct option_level control_ip = {"IPPROTO_IP", IPPROTO_IP, ip_types, NULL};
const struct option_level control_ipv6 = {"IPPROTO_IPV6", IPPROTO_IPV6, ipv6_types, NULL};
const struct option_level control_udp = {"IPPROTO_UDP", IPPROTO_UDP, udp_types, NULL};
const struct option_level control_tcp = {"IPPROTO_TCP", IPPROTO_TCP, tcp_types, NULL};
const struct option_level control_packet = {"SOL_PACKET", SOL_PACKET, packet_types, NULL};
