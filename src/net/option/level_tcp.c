/*
 * level_tcp: options of tcp, tcp(7).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <limits.h>
#include <linux/tcp.h>

#include "net/option/option.h"

#define TCP(option) .level = &level_tcp, .c_name = #option, .number = option

/* Of kernels newer than the headers may be: include/uapi/linux/tcp.h. */
#ifndef TCP_IS_MPTCP
#define TCP_IS_MPTCP 43
#endif
#ifndef TCP_RTO_MAX_MS
#define TCP_RTO_MAX_MS 44
#endif
#ifndef TCP_RTO_MIN_US
#define TCP_RTO_MIN_US 45
#endif
#ifndef TCP_DELACK_MAX_US
#define TCP_DELACK_MAX_US 46
#endif

/* ---- struct tcp_info ---- */

#define INFO(field) #field, MEMBER_AT(tcp_info, tcpi_##field), MEMBER_UNSIGNED
/* Members that are a part of the byte so far after tcpi_options. */
#define INFO_PART(after, first, count)                                                             \
	offsetof(struct tcp_info, tcpi_options) + (after), 1, .shift = (first), .bits = (count)
/* Those that came after the headers, so far after tcpi_snd_wnd. */
#define INFO_LATER(after, size) offsetof(struct tcp_info, tcpi_snd_wnd) + (after), size

static const struct option_member info_members[] = {
	{"state", MEMBER_AT(tcp_info, tcpi_state), MEMBER_NAME, .names = &names_states},
	{"ca_state", MEMBER_AT(tcp_info, tcpi_ca_state), MEMBER_NAME,
	 .names = &names_congestion_states},
	{INFO(retransmits)},
	{INFO(probes)},
	{INFO(backoff)},
	{"options", MEMBER_AT(tcp_info, tcpi_options), MEMBER_FLAGS, .names = &names_tcp_features},
	{"snd_wscale", INFO_PART(1, 0, 4)},
	{"rcv_wscale", INFO_PART(1, 4, 4)},
	{"delivery_rate_app_limited", INFO_PART(2, 0, 1)},
	{"fastopen_client_fail", INFO_PART(2, 1, 2)},
	{INFO(rto)},
	{INFO(ato)},
	{INFO(snd_mss)},
	{INFO(rcv_mss)},
	{INFO(unacked)},
	{INFO(sacked)},
	{INFO(lost)},
	{INFO(retrans)},
	{INFO(fackets)},
	{INFO(last_data_sent)},
	{INFO(last_ack_sent)},
	{INFO(last_data_recv)},
	{INFO(last_ack_recv)},
	{INFO(pmtu)},
	{INFO(rcv_ssthresh)},
	{INFO(rtt)},
	{INFO(rttvar)},
	{INFO(snd_ssthresh)},
	{INFO(snd_cwnd)},
	{INFO(advmss)},
	{INFO(reordering)},
	{INFO(rcv_rtt)},
	{INFO(rcv_space)},
	{INFO(total_retrans)},
	{INFO(pacing_rate)},
	{INFO(max_pacing_rate)},
	{INFO(bytes_acked)},
	{INFO(bytes_received)},
	{INFO(segs_out)},
	{INFO(segs_in)},
	{INFO(notsent_bytes)},
	{INFO(min_rtt)},
	{INFO(data_segs_in)},
	{INFO(data_segs_out)},
	{INFO(delivery_rate)},
	{INFO(busy_time)},
	{INFO(rwnd_limited)},
	{INFO(sndbuf_limited)},
	{INFO(delivered)},
	{INFO(delivered_ce)},
	{INFO(bytes_sent)},
	{INFO(bytes_retrans)},
	{INFO(dsack_dups)},
	{INFO(reord_seen)},
	{INFO(rcv_ooopack)},
	{INFO(snd_wnd)},
	{"rcv_wnd", INFO_LATER(4, 4)},
	{"rehash", INFO_LATER(8, 4)},
	{"total_rto", INFO_LATER(12, 2)},
	{"total_rto_recoveries", INFO_LATER(14, 2)},
	{"total_rto_time", INFO_LATER(16, 4)},
	{0},
};
static const struct option_structure info = {sizeof(struct tcp_info), info_members};

/* ---- other structures ---- */

static const struct option_member md5sig_members[] = {
	{"peer", MEMBER_AT(tcp_md5sig, tcpm_addr), MEMBER_HOST},
	{"key", MEMBER_AT(tcp_md5sig, tcpm_key), MEMBER_BYTES},
	{"keylen", MEMBER_AT(tcp_md5sig, tcpm_keylen), MEMBER_UNSIGNED},
	{"prefix", MEMBER_AT(tcp_md5sig, tcpm_prefixlen), MEMBER_UNSIGNED, .optional = true},
	{"interface", MEMBER_AT(tcp_md5sig, tcpm_ifindex), MEMBER_LINK, .optional = true},
	{"flags", MEMBER_AT(tcp_md5sig, tcpm_flags), MEMBER_UNSIGNED, .optional = true},
	{0},
};
static const struct option_structure md5sig = {sizeof(struct tcp_md5sig), md5sig_members};

#define WINDOW(field) #field, MEMBER_AT(tcp_repair_window, field), MEMBER_UNSIGNED

static const struct option_member window_members[] = {
	{WINDOW(snd_wl1)}, {WINDOW(snd_wnd)}, {WINDOW(max_window)},
	{WINDOW(rcv_wnd)}, {WINDOW(rcv_wup)}, {0},
};
static const struct option_structure window = {sizeof(struct tcp_repair_window), window_members};

/* ---- the table ---- */

static const struct socket_option options[] = {
	{"nodelay", TCP(TCP_NODELAY), .type = &option_bool, .basic = true, .usual = "off",
	 .text = "small segments are sent at once, without Nagle's algorithm"},
	{"cork", TCP(TCP_CORK), .type = &option_bool, .basic = true, .usual = "off",
	 .text = "hold back segments that are not full"},
	{"quickack", TCP(TCP_QUICKACK), .type = &option_bool, .basic = true, .usual = "on",
	 .text = "acknowledge at once; the kernel switches it by itself"},
	{"maxseg", TCP(TCP_MAXSEG), .type = &option_int, .basic = true, .least = 88, .most = 32767,
	 .unit = UNIT_BYTES, .usual = "536", .text = "the largest segment to send"},
	{"keepidle", TCP(TCP_KEEPIDLE), .type = &option_int, .basic = true, .least = 1,
	 .most = 32767, .unit = UNIT_SECONDS, .usual = "net.ipv4.tcp_keepalive_time",
	 .text = "how long a connection is idle before the first probe"},
	{"keepintvl", TCP(TCP_KEEPINTVL), .type = &option_int, .basic = true, .least = 1,
	 .most = 32767, .unit = UNIT_SECONDS, .usual = "net.ipv4.tcp_keepalive_intvl",
	 .text = "between two probes"},
	{"keepcnt", TCP(TCP_KEEPCNT), .type = &option_int, .basic = true, .least = 1, .most = 127,
	 .usual = "net.ipv4.tcp_keepalive_probes",
	 .text = "probes without an answer before the connection is given up"},
	{"user_timeout", TCP(TCP_USER_TIMEOUT), .type = &option_int, .basic = true, .most = INT_MAX,
	 .unit = UNIT_MILLISECONDS, .usual = "0", .since = "2.6.37",
	 .text = "how long sent bytes may stay unacknowledged; 0: the kernel's own time"},

	/* Beginning and end of a connection. */
	{"syncnt", TCP(TCP_SYNCNT), .type = &option_int, .least = 1, .most = 127,
	 .usual = "net.ipv4.tcp_syn_retries",
	 .text = "how often connect asks again before it gives up"},
	{"defer_accept", TCP(TCP_DEFER_ACCEPT), .type = &option_int, .most = INT_MAX,
	 .unit = UNIT_SECONDS, .usual = "0",
	 .text = "accept gives a connection when data has come; rounded up to a retransmission"},
	{"linger2", TCP(TCP_LINGER2), .type = &option_int, .least = -1, .most = 120,
	 .unit = UNIT_SECONDS, .usual = "net.ipv4.tcp_fin_timeout",
	 .text = "how long a closed connection may stay in FIN_WAIT2; -1: not at all"},
	{"fastopen", TCP(TCP_FASTOPEN), .type = &option_int, .most = INT_MAX, .usual = "0",
	 .since = "3.7",
	 .text = "how many connections of a listener may begin with data, RFC 7413"},
	{"fastopen_connect", TCP(TCP_FASTOPEN_CONNECT), .type = &option_bool, .usual = "off",
	 .since = "4.11", .text = "connect returns at once, the first data goes with the SYN"},
	{"fastopen_key", TCP(TCP_FASTOPEN_KEY), .type = &option_bytes, .most = 32, .since = "4.15",
	 .text = "the key, or two, of a listener's cookies: 16 bytes each"},
	{"fastopen_no_cookie", TCP(TCP_FASTOPEN_NO_COOKIE), .type = &option_bool, .usual = "off",
	 .since = "4.15", .text = "data in the SYN is taken without a cookie"},
	{"save_syn", TCP(TCP_SAVE_SYN), .type = &option_int, .most = 2, .usual = "0",
	 .since = "4.2", .text = "a listener keeps the headers of SYNs; 2: those of Ethernet too"},
	{"saved_syn", TCP(TCP_SAVED_SYN), .type = &option_bytes, .access = OPTION_TAKEN,
	 .since = "4.2", .text = "the headers that were kept for this connection; once"},
	{"is_mptcp", TCP(TCP_IS_MPTCP), .type = &option_bool, .access = OPTION_READ_ONLY,
	 .since = "6.9", .text = "does MPTCP work, or only the TCP that it falls back to"},

	/* Speed and loss. */
	{"congestion", TCP(TCP_CONGESTION), .type = &option_text, .most = 15,
	 .usual = "net.ipv4.tcp_congestion_control", .since = "2.6.13",
	 .text = "the congestion control: net.ipv4.tcp_available_congestion_control"},
	{"cc_info", TCP(TCP_CC_INFO), .type = &option_bytes, .access = OPTION_READ_ONLY,
	 .since = "4.1",
	 .text = "what it says of itself: union tcp_cc_info of <linux/inet_diag.h>"},
	{"info", TCP(TCP_INFO), .type = &option_structure, .structure = &info,
	 .access = OPTION_READ_ONLY,
	 .text = "all that tcp counts and measures; rtt and other times in microseconds"},
	{"window_clamp", TCP(TCP_WINDOW_CLAMP), .type = &option_int, .most = INT_MAX,
	 .unit = UNIT_BYTES, .text = "the largest window that is offered to the peer"},
	{"notsent_lowat", TCP(TCP_NOTSENT_LOWAT), .type = &option_unsigned, .most = UINT32_MAX,
	 .unit = UNIT_BYTES, .since = "3.12",
	 .text = "the socket is writable while less is unsent; 0: net.ipv4.tcp_notsent_lowat"},
	{"thin_linear_timeouts", TCP(TCP_THIN_LINEAR_TIMEOUTS), .type = &option_bool,
	 .usual = "off", .since = "2.6.34", .text = "few segments underway: sent again sooner"},
	{"thin_dupack", TCP(TCP_THIN_DUPACK), .type = &option_bool, .usual = "off",
	 .since = "2.6.34", .text = "nothing since Linux 4.11"},
	{"tx_delay", TCP(TCP_TX_DELAY), .type = &option_int, .most = INT_MAX,
	 .unit = UNIT_MICROSECONDS, .usual = "0", .since = "5.3",
	 .text = "packets leave so much later, as over a longer way"},
	{"rto_max_ms", TCP(TCP_RTO_MAX_MS), .type = &option_int, .least = 1000, .most = 120000,
	 .unit = UNIT_MILLISECONDS, .usual = "net.ipv4.tcp_rto_max_ms", .since = "6.15",
	 .text = "the longest time before a segment is sent again"},
	{"rto_min_us", TCP(TCP_RTO_MIN_US), .type = &option_int, .least = 1, .most = INT_MAX,
	 .unit = UNIT_MICROSECONDS, .since = "6.15", .text = "the shortest"},
	{"delack_max_us", TCP(TCP_DELACK_MAX_US), .type = &option_int, .least = 1, .most = INT_MAX,
	 .unit = UNIT_MICROSECONDS, .since = "6.15",
	 .text = "the longest time before what came is acknowledged"},
	{"inq", TCP(TCP_INQ), .type = &option_bool, .usual = "off", .since = "4.18",
	 .text = "recvmsg tells how much more has come"},

	/* What others stand on. */
	{"ulp", TCP(TCP_ULP), .type = &option_text, .most = 15, .usual = "''", .since = "4.13",
	 .text = "what the kernel puts over the connection: tls"},
	{"md5sig", TCP(TCP_MD5SIG), .type = &option_structure, .structure = &md5sig,
	 .access = OPTION_SET_ONLY, .since = "2.6.20",
	 .text = "segments of that peer are signed, RFC 2385; keylen 0 ends it"},
	{"md5sig_ext", TCP(TCP_MD5SIG_EXT), .type = &option_structure, .structure = &md5sig,
	 .access = OPTION_SET_ONLY, .since = "4.14",
	 .text = "the same for a network: prefix, flags 1"},

	/* Taking a connection over from another process. */
	{"repair", TCP(TCP_REPAIR), .type = &option_int, .least = -1, .most = 1, .usual = "0",
	 .since = "3.5",
	 .text = "the connection stands still while its state is read or set; root"},
	{"repair_queue", TCP(TCP_REPAIR_QUEUE), .type = &option_name, .most = 2,
	 .names = &names_repair_queues, .since = "3.5",
	 .text = "which queue send and recv then mean"},
	{"queue_seq", TCP(TCP_QUEUE_SEQ), .type = &option_unsigned, .most = UINT32_MAX,
	 .since = "3.5", .text = "its sequence number"},
	{"repair_options", TCP(TCP_REPAIR_OPTIONS), .type = &option_bytes, .most = 1024,
	 .access = OPTION_SET_ONLY, .since = "3.5",
	 .text = "what the peers agreed on: several struct tcp_repair_opt, as pack makes them"},
	{"repair_window", TCP(TCP_REPAIR_WINDOW), .type = &option_structure, .structure = &window,
	 .since = "4.8", .text = "the windows of both sides"},
	{"tcp_timestamp", TCP(TCP_TIMESTAMP), .type = &option_unsigned, .moves = true,
	 .most = UINT32_MAX, .since = "3.9", .text = "the clock of the timestamps in segments"},
	{0},
};

static bool fits(const struct handle *handle)
{
	return (handle->family == AF_INET || handle->family == AF_INET6) &&
	       handle->type == SOCK_STREAM && handle->protocol != IPPROTO_SCTP;
}

const struct option_level level_tcp = {"IPPROTO_TCP", IPPROTO_TCP, options, fits};
