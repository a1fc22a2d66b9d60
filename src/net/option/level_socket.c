/*
 * level_socket: options of every socket, socket(7), and of unix sockets, unix(7), which have no
 * level of their own.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <limits.h>
#include <linux/net_tstamp.h>
#include <net/if.h>

#include "net/option/option.h"

#define SOCKET(option) .level = &level_socket, .c_name = #option, .number = option

/* Of kernels newer than the headers may be: include/uapi/asm-generic/socket.h. */
#ifndef SO_PASSPIDFD
#define SO_PASSPIDFD 76
#endif
#ifndef SO_RCVPRIORITY
#define SO_RCVPRIORITY 82
#endif
#ifndef SO_PASSRIGHTS
#define SO_PASSRIGHTS 83
#endif

static void remember_linger(struct handle *handle)
{
	handle->shared->lingers = true;
}

static void remember_timeout(struct handle *handle)
{
	handle->shared->timed = true;
}

/* ---- structures ---- */

static const struct option_member ucred_members[] = {
	{"pid", MEMBER_AT(ucred, pid), MEMBER_SIGNED},
	{"uid", MEMBER_AT(ucred, uid), MEMBER_SIGNED},
	{"gid", MEMBER_AT(ucred, gid), MEMBER_SIGNED},
	{0},
};
const struct option_structure option_ucred = {sizeof(struct ucred), ucred_members};

#define MEMINFO(index) (index) * sizeof(uint32_t), sizeof(uint32_t), MEMBER_UNSIGNED

/* SK_MEMINFO_* of <linux/sock_diag.h>, which numbers an array. */
static const struct option_member meminfo_members[] = {
	{"rmem_alloc", MEMINFO(0)}, {"rcvbuf", MEMINFO(1)},
	{"wmem_alloc", MEMINFO(2)}, {"sndbuf", MEMINFO(3)},
	{"fwd_alloc", MEMINFO(4)},  {"wmem_queued", MEMINFO(5)},
	{"optmem", MEMINFO(6)},     {"backlog", MEMINFO(7)},
	{"drops", MEMINFO(8)},      {0},
};
static const struct option_structure meminfo = {9 * sizeof(uint32_t), meminfo_members};

static const struct option_member txtime_members[] = {
	{"clock", MEMBER_AT(sock_txtime, clockid), MEMBER_NAME, .names = &names_clocks},
	{"flags", MEMBER_AT(sock_txtime, flags), MEMBER_FLAGS, .names = &names_txtime,
	 .optional = true},
	{0},
};
static const struct option_structure txtime = {sizeof(struct sock_txtime), txtime_members};

/* ---- the table ---- */

static const struct socket_option options[] = {
	{"reuseaddr", SOCKET(SO_REUSEADDR), .type = &option_bool, .basic = true, .usual = "off",
	 .text = "bind although an old connection of the port, which had it too, is in TIME_WAIT"},
	{"reuseport", SOCKET(SO_REUSEPORT), .type = &option_bool, .basic = true, .usual = "off",
	 .since = "3.9", .text = "several sockets share one port; the kernel spreads what comes"},
	{"broadcast", SOCKET(SO_BROADCAST), .type = &option_bool, .basic = true, .usual = "off",
	 .text = "datagrams may go to a broadcast address"},
	{"keepalive", SOCKET(SO_KEEPALIVE), .type = &option_bool, .basic = true, .usual = "off",
	 .text = "an idle connection is probed, and reset when the peer is gone"},
	{"linger", SOCKET(SO_LINGER), .type = &option_linger, .basic = true, .most = INT_MAX,
	 .unit = UNIT_SECONDS, .usual = "off", .remember = remember_linger,
	 .text = "how long close waits for unsent bytes; 0 resets the connection"},
	{"rcvbuf", SOCKET(SO_RCVBUF), .type = &option_int, .basic = true, .most = INT_MAX / 2,
	 .unit = UNIT_BYTES, .usual = "net.core.rmem_default",
	 .text = "room for what has come and was not read; the kernel doubles it"},
	{"sndbuf", SOCKET(SO_SNDBUF), .type = &option_int, .basic = true, .most = INT_MAX / 2,
	 .unit = UNIT_BYTES, .usual = "net.core.wmem_default",
	 .text = "room for what was sent and is not acknowledged; the kernel doubles it"},
	{"rcvtimeo", SOCKET(SO_RCVTIMEO), .type = &option_duration, .basic = true,
	 .most = INT32_MAX, .usual = "0s", .remember = remember_timeout,
	 .text = "how long recv and accept wait before they fail with EAGAIN; 0: for ever"},
	{"sndtimeo", SOCKET(SO_SNDTIMEO), .type = &option_duration, .basic = true,
	 .most = INT32_MAX, .usual = "0s", .remember = remember_timeout,
	 .text = "the same for send and connect"},
	{"oobinline", SOCKET(SO_OOBINLINE), .type = &option_bool, .basic = true, .usual = "off",
	 .text = "urgent data stands among the other bytes"},
	{"priority", SOCKET(SO_PRIORITY), .type = &option_int, .basic = true, .most = INT_MAX,
	 .usual = "0",
	 .text = "the packets' place in the queues of this machine; above 6 for root alone"},
	{"error", SOCKET(SO_ERROR), .type = &option_name, .basic = true, .access = OPTION_TAKEN,
	 .names = &names_errors,
	 .text = "the error that waits for the next call; reading it takes it away"},
	{"type", SOCKET(SO_TYPE), .type = &option_name, .basic = true, .access = OPTION_CONSTANT,
	 .names = &names_types, .text = "SOCK_STREAM, SOCK_DGRAM …"},
	{"domain", SOCKET(SO_DOMAIN), .type = &option_name, .basic = true,
	 .access = OPTION_CONSTANT, .names = &names_families, .since = "2.6.32",
	 .text = "the address family, AF_INET …"},
	{"protocol", SOCKET(SO_PROTOCOL), .type = &option_name, .basic = true,
	 .access = OPTION_CONSTANT, .names = &names_protocols, .since = "2.6.32",
	 .text = "the protocol, IPPROTO_TCP …"},
	{"acceptconn", SOCKET(SO_ACCEPTCONN), .type = &option_bool, .basic = true,
	 .access = OPTION_READ_ONLY, .usual = "off", .text = "is it a listening socket"},

	/* Which packets, by which way. */
	{"bindtodevice", SOCKET(SO_BINDTODEVICE), .type = &option_text, .most = IF_NAMESIZE - 1,
	 .usual = "''", .text = "packets come and go by this interface alone; '' ends it"},
	{"bindtoifindex", SOCKET(SO_BINDTOIFINDEX), .type = &option_link, .usual = "0",
	 .since = "5.0", .text = "the same by the interface's number"},
	{"dontroute", SOCKET(SO_DONTROUTE), .type = &option_bool, .usual = "off",
	 .text = "to hosts of the own networks only, past every gateway"},
	{"mark", SOCKET(SO_MARK), .type = &option_unsigned, .most = UINT32_MAX, .usual = "0",
	 .since = "2.6.25",
	 .text = "a number on each packet, for routing rules and firewalls; root"},
	{"rcvmark", SOCKET(SO_RCVMARK), .type = &option_bool, .usual = "off", .since = "5.19",
	 .text = "recvmsg tells the mark of each packet"},
	{"rcvpriority", SOCKET(SO_RCVPRIORITY), .type = &option_bool, .usual = "off",
	 .since = "6.14", .text = "recvmsg tells the priority of each packet"},
	{"no_check", SOCKET(SO_NO_CHECK), .type = &option_bool, .usual = "off",
	 .text = "udp over IPv4 sends no checksum"},
	{"nofcs", SOCKET(SO_NOFCS), .type = &option_bool, .usual = "off", .since = "3.4",
	 .text = "a packet socket writes the Ethernet checksum itself"},
	{"txrehash", SOCKET(SO_TXREHASH), .type = &option_int, .least = -1, .most = 1,
	 .since = "5.18",
	 .text = "another path is tried when segments are lost: 1; 0 not; -1 as net.core.txrehash"},
	{"cnx_advice", SOCKET(SO_CNX_ADVICE), .type = &option_int, .access = OPTION_SET_ONLY,
	 .least = 1, .most = 1, .since = "4.6", .text = "the route is bad: look for another"},

	/* Filters. */
	{"attach_filter", SOCKET(SO_ATTACH_FILTER), .type = &option_filter, .usual = "[]",
	 .text = "only what fits arrives: the words of pcap-filter(7), or instructions of bpf(4)"},
	{"detach_filter", SOCKET(SO_DETACH_FILTER), .type = &option_none, .access = OPTION_SET_ONLY,
	 .text = "takes the filter away"},
	{"lock_filter", SOCKET(SO_LOCK_FILTER), .type = &option_bool, .usual = "off",
	 .since = "3.9", .text = "the filter can never be changed or taken away again"},
	{"attach_bpf", SOCKET(SO_ATTACH_BPF), .type = &option_int, .access = OPTION_SET_ONLY,
	 .most = INT_MAX, .since = "3.19",
	 .text = "the filter is a program of bpf(2): its descriptor"},
	{"attach_reuseport_cbpf", SOCKET(SO_ATTACH_REUSEPORT_CBPF), .type = &option_filter,
	 .access = OPTION_SET_ONLY, .since = "4.5",
	 .text = "which socket of a reuseport group gets what comes: what the filter gives"},
	{"attach_reuseport_ebpf", SOCKET(SO_ATTACH_REUSEPORT_EBPF), .type = &option_int,
	 .access = OPTION_SET_ONLY, .most = INT_MAX, .since = "4.5",
	 .text = "the same by a program of bpf(2): its descriptor"},
	{"detach_reuseport_bpf", SOCKET(SO_DETACH_REUSEPORT_BPF), .type = &option_none,
	 .access = OPTION_SET_ONLY, .since = "5.3", .text = "takes that away"},
	{"bpf_extensions", SOCKET(SO_BPF_EXTENSIONS), .type = &option_int,
	 .access = OPTION_CONSTANT, .since = "3.14", .text = "how many extensions filters may use"},

	/* What receiving tells, and how much it waits for. */
	{"rcvlowat", SOCKET(SO_RCVLOWAT), .type = &option_int, .most = INT_MAX, .unit = UNIT_BYTES,
	 .usual = "1", .text = "how much must have come before recv gives it"},
	{"sndlowat", SOCKET(SO_SNDLOWAT), .type = &option_int, .access = OPTION_CONSTANT,
	 .usual = "1", .text = "how much room send waits for; Linux has no other"},
	{"peek_off", SOCKET(SO_PEEK_OFF), .type = &option_int, .least = -1, .most = INT_MAX,
	 .unit = UNIT_BYTES, .usual = "-1", .since = "3.4",
	 .text = "where recv --peek begins; it goes on from there. -1: at the front"},
	{"rxq_ovfl", SOCKET(SO_RXQ_OVFL), .type = &option_bool, .usual = "off", .since = "2.6.33",
	 .text = "recvmsg tells how many datagrams found no room"},
	{"timestamp", SOCKET(SO_TIMESTAMP), .type = &option_bool, .usual = "off",
	 .text = "recvmsg tells when a datagram came, in microseconds"},
	{"timestampns", SOCKET(SO_TIMESTAMPNS), .type = &option_bool, .usual = "off",
	 .since = "2.6.22", .text = "the same in nanoseconds"},
	{"timestamping", SOCKET(SO_TIMESTAMPING), .type = &option_flags, .most = INT_MAX,
	 .names = &names_timestamping, .usual = "0", .since = "2.6.30",
	 .text = "which times of what was sent and received are told, and how"},
	{"wifi_status", SOCKET(SO_WIFI_STATUS), .type = &option_bool, .usual = "off",
	 .since = "3.3",
	 .text = "the error queue tells whether a frame was acknowledged over the air"},
	{"select_err_queue", SOCKET(SO_SELECT_ERR_QUEUE), .type = &option_bool, .usual = "off",
	 .since = "3.10", .text = "select sees the error queue as exceptional"},

	/* Buffers and speed. */
	{"rcvbufforce", SOCKET(SO_RCVBUFFORCE), .type = &option_int, .access = OPTION_SET_ONLY,
	 .most = INT_MAX / 2, .unit = UNIT_BYTES, .since = "2.6.14",
	 .text = "rcvbuf past net.core.rmem_max; root"},
	{"sndbufforce", SOCKET(SO_SNDBUFFORCE), .type = &option_int, .access = OPTION_SET_ONLY,
	 .most = INT_MAX / 2, .unit = UNIT_BYTES, .since = "2.6.14",
	 .text = "sndbuf past net.core.wmem_max; root"},
	{"buf_lock", SOCKET(SO_BUF_LOCK), .type = &option_flags, .most = 3,
	 .names = &names_buffer_locks, .usual = "0", .since = "5.14",
	 .text = "which buffers the kernel no longer adjusts"},
	{"reserve_mem", SOCKET(SO_RESERVE_MEM), .type = &option_int, .most = INT_MAX,
	 .unit = UNIT_BYTES, .usual = "0", .since = "5.16",
	 .text = "memory kept for this socket; needs a memory cgroup"},
	{"meminfo", SOCKET(SO_MEMINFO), .type = &option_structure, .structure = &meminfo,
	 .access = OPTION_READ_ONLY, .since = "4.12", .text = "the memory that the socket takes"},
	{"max_pacing_rate", SOCKET(SO_MAX_PACING_RATE), .type = &option_wide, .most = INT64_MAX,
	 .unit = UNIT_RATE, .usual = "unlimited", .since = "3.13",
	 .text = "no faster than that; unlimited"},
	{"txtime", SOCKET(SO_TXTIME), .type = &option_structure, .structure = &txtime,
	 .since = "4.19", .text = "sendmsg says when each packet leaves"},
	{"zerocopy", SOCKET(SO_ZEROCOPY), .type = &option_bool, .usual = "off", .since = "4.14",
	 .text = "send may lend its memory to the kernel: MSG_ZEROCOPY"},
	{"busy_poll", SOCKET(SO_BUSY_POLL), .type = &option_int, .most = INT_MAX,
	 .unit = UNIT_MICROSECONDS, .usual = "net.core.busy_read", .since = "3.11",
	 .text = "how long recv asks the device again and again; more than that of the system: root"},
	{"prefer_busy_poll", SOCKET(SO_PREFER_BUSY_POLL), .type = &option_bool, .usual = "off",
	 .since = "5.11", .text = "the device leaves it to busy_poll to fetch packets"},
	{"busy_poll_budget", SOCKET(SO_BUSY_POLL_BUDGET), .type = &option_int, .most = 65535,
	 .usual = "8", .since = "5.11",
	 .text = "packets at one such asking; above 8 for root alone"},
	{"incoming_cpu", SOCKET(SO_INCOMING_CPU), .type = &option_int, .least = -1, .most = INT_MAX,
	 .usual = "-1", .since = "3.19",
	 .text = "the processor whose packets this socket of a reuseport group prefers"},
	{"incoming_napi_id", SOCKET(SO_INCOMING_NAPI_ID), .type = &option_unsigned,
	 .access = OPTION_READ_ONLY, .usual = "0", .since = "4.12",
	 .text = "the device queue that brought the last packet"},

	/* Who and where. */
	{"passcred", SOCKET(SO_PASSCRED), .type = &option_bool, .usual = "off",
	 .text = "recvmsg tells process, user and group of who sent; unix(7)"},
	{"passpidfd", SOCKET(SO_PASSPIDFD), .type = &option_bool, .usual = "off", .since = "6.5",
	 .text = "recvmsg brings a descriptor of the process that sent; unix(7)"},
	{"passsec", SOCKET(SO_PASSSEC), .type = &option_bool, .usual = "off", .since = "2.6.18",
	 .text = "recvmsg tells the security context of who sent; unix(7)"},
	{"passrights", SOCKET(SO_PASSRIGHTS), .type = &option_bool, .since = "6.16",
	 .text = "others may send descriptors; unix(7)"},
	{"peercred", SOCKET(SO_PEERCRED), .type = &option_structure, .structure = &option_ucred,
	 .access = OPTION_READ_ONLY,
	 .text = "process, user and group of who connected or made the pair; unix(7)"},
	{"peergroups", SOCKET(SO_PEERGROUPS), .type = &option_groups, .access = OPTION_READ_ONLY,
	 .since = "4.13", .text = "all its groups; unix(7)"},
	{"peersec", SOCKET(SO_PEERSEC), .type = &option_text, .access = OPTION_READ_ONLY,
	 .since = "2.6.2", .text = "its security context; unix(7)"},
	{"cookie", SOCKET(SO_COOKIE), .type = &option_wide, .access = OPTION_CONSTANT,
	 .since = "4.12", .text = "a number that no other socket of this machine has"},
	{"netns_cookie", SOCKET(SO_NETNS_COOKIE), .type = &option_wide, .access = OPTION_CONSTANT,
	 .since = "5.14", .text = "a number of the network namespace"},
	{"debug", SOCKET(SO_DEBUG), .type = &option_bool, .usual = "off",
	 .text = "the kernel records what it does; root"},
	{0},
};

static bool fits(const struct handle *handle)
{
	return handle_is_socket(handle);
}

const struct option_level level_socket = {"SOL_SOCKET", SOL_SOCKET, options, fits};
