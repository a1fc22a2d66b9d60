/*
 * level_other: options of families and protocols that have few: MPTCP, SCTP, vsock(7), netlink(7).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <limits.h>
#include <netinet/in.h>

#include <linux/mptcp.h>
#include <linux/netlink.h>
#include <linux/sctp.h>
#include <linux/vm_sockets.h>

#include "net/option/option.h"

#define MPTCP(option) .level = &level_mptcp, .c_name = #option, .number = option
#define SCTP(option) .level = &level_sctp, .c_name = #option, .number = option
#define VSOCK(option) .level = &level_vsock, .c_name = #option, .number = option
#define NETLINK(option) .level = &level_netlink, .c_name = #option, .number = option

/* ---- MPTCP ---- */

#define INFO(field) #field, MEMBER_AT(mptcp_info, mptcpi_##field), MEMBER_UNSIGNED

static const struct option_member info_members[] = {
	{INFO(subflows)},
	{INFO(add_addr_signal)},
	{INFO(add_addr_accepted)},
	{INFO(subflows_max)},
	{INFO(add_addr_signal_max)},
	{INFO(add_addr_accepted_max)},
	{INFO(flags)},
	{INFO(token)},
	{INFO(write_seq)},
	{INFO(snd_una)},
	{INFO(rcv_nxt)},
	{INFO(local_addr_used)},
	{INFO(local_addr_max)},
	{INFO(csum_enabled)},
	{0},
};
static const struct option_structure info = {sizeof(struct mptcp_info), info_members};

static const struct socket_option mptcp_options[] = {
	{"mptcp_info", MPTCP(MPTCP_INFO), .type = &option_structure, .structure = &info,
	 .access = OPTION_READ_ONLY, .since = "5.16",
	 .text = "its paths, and how far the bytes of all of them have come"},
	{0},
};

static bool fits_mptcp(const struct handle *handle)
{
	return handle->type == SOCK_STREAM && handle->protocol == IPPROTO_MPTCP;
}

/* ---- SCTP ---- */

static const struct option_member initmsg_members[] = {
	{"num_ostreams", MEMBER_AT(sctp_initmsg, sinit_num_ostreams), MEMBER_UNSIGNED},
	{"max_instreams", MEMBER_AT(sctp_initmsg, sinit_max_instreams), MEMBER_UNSIGNED},
	{"max_attempts", MEMBER_AT(sctp_initmsg, sinit_max_attempts), MEMBER_UNSIGNED,
	 .optional = true},
	{"max_init_timeo", MEMBER_AT(sctp_initmsg, sinit_max_init_timeo), MEMBER_UNSIGNED,
	 .optional = true},
	{0},
};
static const struct option_structure initmsg = {sizeof(struct sctp_initmsg), initmsg_members};

static const struct socket_option sctp_options[] = {
	{"sctp_nodelay", SCTP(SCTP_NODELAY), .type = &option_bool,
	 .text = "small messages are sent at once"},
	{"initmsg", SCTP(SCTP_INITMSG), .type = &option_structure, .structure = &initmsg,
	 .text = "how many streams a new association asks for"},
	{"autoclose", SCTP(SCTP_AUTOCLOSE), .type = &option_int, .most = INT_MAX,
	 .unit = UNIT_SECONDS, .text = "idle associations are closed after that; 0: never"},
	{"disable_fragments", SCTP(SCTP_DISABLE_FRAGMENTS), .type = &option_bool,
	 .text = "messages that would be cut fail with EMSGSIZE"},
	{"i_want_mapped_v4_addr", SCTP(SCTP_I_WANT_MAPPED_V4_ADDR), .type = &option_bool,
	 .text = "over IPv6, IPv4 addresses are ::ffff:a.b.c.d"},
	{"fragment_interleave", SCTP(SCTP_FRAGMENT_INTERLEAVE), .type = &option_int, .most = 2,
	 .text = "may parts of messages of several streams come by turns"},
	{"partial_delivery_point", SCTP(SCTP_PARTIAL_DELIVERY_POINT), .type = &option_int,
	 .most = INT_MAX, .unit = UNIT_BYTES,
	 .text = "so much of a message is given before the rest has come"},
	{"auto_asconf", SCTP(SCTP_AUTO_ASCONF), .type = &option_bool,
	 .text = "the peer is told of new addresses of this machine"},
	{"recvrcvinfo", SCTP(SCTP_RECVRCVINFO), .type = &option_bool,
	 .text = "recvmsg tells stream and more of a message"},
	{"recvnxtinfo", SCTP(SCTP_RECVNXTINFO), .type = &option_bool,
	 .text = "the same of the message after it"},
	{"reuse_port", SCTP(SCTP_REUSE_PORT), .type = &option_bool,
	 .text = "several sockets share one port"},
	{0},
};

static bool fits_sctp(const struct handle *handle)
{
	return handle->protocol == IPPROTO_SCTP &&
	       (handle->family == AF_INET || handle->family == AF_INET6);
}

/* ---- vsock ---- */

static const struct socket_option vsock_options[] = {
	{"vm_sockets_buffer_size", VSOCK(SO_VM_SOCKETS_BUFFER_SIZE), .type = &option_wide,
	 .most = INT64_MAX, .unit = UNIT_BYTES, .usual = "262144", .since = "3.9",
	 .text = "room for what has come and was not read"},
	{"vm_sockets_buffer_min_size", VSOCK(SO_VM_SOCKETS_BUFFER_MIN_SIZE), .type = &option_wide,
	 .most = INT64_MAX, .unit = UNIT_BYTES, .usual = "128", .since = "3.9",
	 .text = "the least that it may be"},
	{"vm_sockets_buffer_max_size", VSOCK(SO_VM_SOCKETS_BUFFER_MAX_SIZE), .type = &option_wide,
	 .most = INT64_MAX, .unit = UNIT_BYTES, .usual = "262144", .since = "3.9",
	 .text = "the most that it may be"},
	{"vm_sockets_connect_timeout", VSOCK(SO_VM_SOCKETS_CONNECT_TIMEOUT),
	 .type = &option_duration, .most = INT32_MAX, .usual = "2s", .since = "3.9",
	 .text = "how long connect waits"},
	{0},
};

static bool fits_vsock(const struct handle *handle)
{
	return handle->family == AF_VSOCK;
}

/* ---- netlink ---- */

static const struct socket_option netlink_options[] = {
	{"netlink_add_membership", NETLINK(NETLINK_ADD_MEMBERSHIP), .type = &option_int,
	 .access = OPTION_SET_ONLY, .least = 1, .most = INT_MAX, .since = "2.6.14",
	 .text = "join a group of netlink messages: its number"},
	{"netlink_drop_membership", NETLINK(NETLINK_DROP_MEMBERSHIP), .type = &option_int,
	 .access = OPTION_SET_ONLY, .least = 1, .most = INT_MAX, .since = "2.6.14",
	 .text = "leave it"},
	{"list_memberships", NETLINK(NETLINK_LIST_MEMBERSHIPS), .type = &option_bits256,
	 .access = OPTION_READ_ONLY, .since = "4.2", .text = "those that were joined, less one"},
	{"netlink_pktinfo", NETLINK(NETLINK_PKTINFO), .type = &option_bool, .usual = "off",
	 .since = "2.6.14", .text = "recvmsg tells the group that a message was sent to"},
	{"broadcast_error", NETLINK(NETLINK_BROADCAST_ERROR), .type = &option_bool,
	 .access = OPTION_SET_ONLY, .since = "2.6.30",
	 .text = "who sends to a group is told of messages that did not reach this socket"},
	{"no_enobufs", NETLINK(NETLINK_NO_ENOBUFS), .type = &option_bool, .usual = "off",
	 .since = "2.6.30", .text = "lost messages are no error"},
	{"listen_all_nsid", NETLINK(NETLINK_LISTEN_ALL_NSID), .type = &option_bool, .since = "4.2",
	 .text = "messages of other network namespaces arrive too; root"},
	{"cap_ack", NETLINK(NETLINK_CAP_ACK), .type = &option_bool, .usual = "off", .since = "4.3",
	 .text = "an error comes without the message that it is about"},
	{"ext_ack", NETLINK(NETLINK_EXT_ACK), .type = &option_bool, .usual = "off", .since = "4.12",
	 .text = "errors say in words what is wrong"},
	{"get_strict_chk", NETLINK(NETLINK_GET_STRICT_CHK), .type = &option_bool, .usual = "off",
	 .since = "4.20", .text = "what a dump is asked for is taken at its word"},
	{0},
};

static bool fits_netlink(const struct handle *handle)
{
	return handle->family == AF_NETLINK;
}

const struct option_level level_mptcp = {"SOL_MPTCP", SOL_MPTCP, mptcp_options, fits_mptcp};
const struct option_level level_sctp = {"IPPROTO_SCTP", IPPROTO_SCTP, sctp_options, fits_sctp};
/* It has the family's number, and no name of its own. */
const struct option_level level_vsock = {"AF_VSOCK", AF_VSOCK, vsock_options, fits_vsock};
const struct option_level level_netlink = {"SOL_NETLINK", SOL_NETLINK, netlink_options,
					   fits_netlink};
