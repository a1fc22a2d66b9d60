/*
 * option_names: what socket options are set to, where it has a name.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <netinet/in.h>
#include <time.h>

#include <linux/if_packet.h>
#include <linux/in6.h>
#include <linux/net_tstamp.h>
#include <linux/tcp.h>
#include <linux/udp.h>
#include <sys/socket.h>

#include "handsh/names.h"
#include "names/list.h"

/* ip(7) */
static const struct name ip_discover[] = {
	{"IP_PMTUDISC_DONT", IP_PMTUDISC_DONT, "packets are cut where they do not fit"},
	{"IP_PMTUDISC_WANT", IP_PMTUDISC_WANT, "found out for each route; datagrams are cut here"},
	{"IP_PMTUDISC_DO", IP_PMTUDISC_DO, "never cut: what is too large fails with EMSGSIZE"},
	{"IP_PMTUDISC_PROBE", IP_PMTUDISC_PROBE, "never cut, and what is known is not looked at"},
	{"IP_PMTUDISC_INTERFACE", IP_PMTUDISC_INTERFACE, "the mtu is that of the interface"},
	{"IP_PMTUDISC_OMIT", IP_PMTUDISC_OMIT, "the same, and cut what is larger"},
};

/* ipv6(7) */
static const struct name ipv6_discover[] = {
	{"IPV6_PMTUDISC_DONT", IPV6_PMTUDISC_DONT, "packets are cut where they do not fit"},
	{"IPV6_PMTUDISC_WANT", IPV6_PMTUDISC_WANT, "found out for each route"},
	{"IPV6_PMTUDISC_DO", IPV6_PMTUDISC_DO, "never cut: what is too large fails"},
	{"IPV6_PMTUDISC_PROBE", IPV6_PMTUDISC_PROBE, "what is known is not looked at"},
	{"IPV6_PMTUDISC_INTERFACE", IPV6_PMTUDISC_INTERFACE, "the mtu is that of the interface"},
	{"IPV6_PMTUDISC_OMIT", IPV6_PMTUDISC_OMIT, "the same, and cut what is larger"},
};

/* RFC 5014 */
static const struct name ipv6_preferences[] = {
	{"IPV6_PREFER_SRC_TMP", IPV6_PREFER_SRC_TMP, "temporary addresses"},
	{"IPV6_PREFER_SRC_PUBLIC", IPV6_PREFER_SRC_PUBLIC, "public addresses"},
	{"IPV6_PREFER_SRC_PUBTMP_DEFAULT", IPV6_PREFER_SRC_PUBTMP_DEFAULT, "as the system has it"},
	{"IPV6_PREFER_SRC_COA", IPV6_PREFER_SRC_COA, "care-of addresses"},
	{"IPV6_PREFER_SRC_HOME", IPV6_PREFER_SRC_HOME, "home addresses"},
	{"IPV6_PREFER_SRC_CGA", IPV6_PREFER_SRC_CGA, "addresses made of a key"},
	{"IPV6_PREFER_SRC_NONCGA", IPV6_PREFER_SRC_NONCGA, "others"},
};

/* Documentation/networking/timestamping.rst */
static const struct name timestamping[] = {
	{"SOF_TIMESTAMPING_TX_HARDWARE", SOF_TIMESTAMPING_TX_HARDWARE, "when the device sent"},
	{"SOF_TIMESTAMPING_TX_SOFTWARE", SOF_TIMESTAMPING_TX_SOFTWARE, "when the kernel sent"},
	{"SOF_TIMESTAMPING_RX_HARDWARE", SOF_TIMESTAMPING_RX_HARDWARE, "when the device received"},
	{"SOF_TIMESTAMPING_RX_SOFTWARE", SOF_TIMESTAMPING_RX_SOFTWARE, "when the kernel received"},
	{"SOF_TIMESTAMPING_SOFTWARE", SOF_TIMESTAMPING_SOFTWARE, "tell the kernel's times"},
	{"SOF_TIMESTAMPING_SYS_HARDWARE", SOF_TIMESTAMPING_SYS_HARDWARE, "nothing any more"},
	{"SOF_TIMESTAMPING_RAW_HARDWARE", SOF_TIMESTAMPING_RAW_HARDWARE, "tell the device's times"},
	{"SOF_TIMESTAMPING_OPT_ID", SOF_TIMESTAMPING_OPT_ID, "tell which packet, by a number"},
	{"SOF_TIMESTAMPING_TX_SCHED", SOF_TIMESTAMPING_TX_SCHED, "when it came to the queue"},
	{"SOF_TIMESTAMPING_TX_ACK", SOF_TIMESTAMPING_TX_ACK, "when it was acknowledged"},
	{"SOF_TIMESTAMPING_OPT_CMSG", SOF_TIMESTAMPING_OPT_CMSG, "with pktinfo"},
	{"SOF_TIMESTAMPING_OPT_TSONLY", SOF_TIMESTAMPING_OPT_TSONLY, "without the packet"},
	{"SOF_TIMESTAMPING_OPT_STATS", SOF_TIMESTAMPING_OPT_STATS, "with what tcp counts"},
	{"SOF_TIMESTAMPING_OPT_PKTINFO", SOF_TIMESTAMPING_OPT_PKTINFO, "with the interface"},
	{"SOF_TIMESTAMPING_OPT_TX_SWHW", SOF_TIMESTAMPING_OPT_TX_SWHW, "both times"},
	{"SOF_TIMESTAMPING_BIND_PHC", SOF_TIMESTAMPING_BIND_PHC, "by the clock that was named"},
};

static const struct name buffer_locks[] = {
	{"SOCK_SNDBUF_LOCK", SOCK_SNDBUF_LOCK, "that for sending"},
	{"SOCK_RCVBUF_LOCK", SOCK_RCVBUF_LOCK, "that for receiving"},
};

/* tc-etf(8) */
static const struct name txtime[] = {
	{"SOF_TXTIME_DEADLINE_MODE", SOF_TXTIME_DEADLINE_MODE, "at the latest then"},
	{"SOF_TXTIME_REPORT_ERRORS", SOF_TXTIME_REPORT_ERRORS, "what is dropped is told"},
};

/* clock_gettime(2) */
static const struct name clocks[] = {
	{"CLOCK_REALTIME", CLOCK_REALTIME, "the time of day"},
	{"CLOCK_MONOTONIC", CLOCK_MONOTONIC, "since the machine started"},
	{"CLOCK_BOOTTIME", CLOCK_BOOTTIME, "the same, its sleep included"},
	{"CLOCK_TAI", CLOCK_TAI, "the time of day without leap seconds"},
};

/* <linux/tcp.h> */
static const struct name congestion_states[] = {
	{"TCP_CA_Open", TCP_CA_Open, "nothing is wrong"},
	{"TCP_CA_Disorder", TCP_CA_Disorder, "acknowledgements are out of order"},
	{"TCP_CA_CWR", TCP_CA_CWR, "the window is made smaller"},
	{"TCP_CA_Recovery", TCP_CA_Recovery, "segments are sent again"},
	{"TCP_CA_Loss", TCP_CA_Loss, "no answer came in time"},
};

static const struct name tcp_features[] = {
	{"TCPI_OPT_TIMESTAMPS", TCPI_OPT_TIMESTAMPS, "RFC 7323"},
	{"TCPI_OPT_SACK", TCPI_OPT_SACK, "RFC 2018"},
	{"TCPI_OPT_WSCALE", TCPI_OPT_WSCALE, "RFC 7323"},
	{"TCPI_OPT_ECN", TCPI_OPT_ECN, "RFC 3168"},
	{"TCPI_OPT_ECN_SEEN", TCPI_OPT_ECN_SEEN, "a packet with ECT came"},
	{"TCPI_OPT_SYN_DATA", TCPI_OPT_SYN_DATA, "data in the SYN was taken"},
};

static const struct name repair_queues[] = {
	{"TCP_NO_QUEUE", TCP_NO_QUEUE, "none"},
	{"TCP_RECV_QUEUE", TCP_RECV_QUEUE, "what has come"},
	{"TCP_SEND_QUEUE", TCP_SEND_QUEUE, "what is to be sent"},
};

/* <linux/udp.h> */
static const struct name udp_encap[] = {
	{"UDP_ENCAP_ESPINUDP_NON_IKE", UDP_ENCAP_ESPINUDP_NON_IKE, "IPsec, an old draft"},
	{"UDP_ENCAP_ESPINUDP", UDP_ENCAP_ESPINUDP, "IPsec, RFC 3948"},
	{"UDP_ENCAP_L2TPINUDP", UDP_ENCAP_L2TPINUDP, "L2TP"},
	{"UDP_ENCAP_GTP0", UDP_ENCAP_GTP0, "GTP version 0"},
	{"UDP_ENCAP_GTP1U", UDP_ENCAP_GTP1U, "GTP version 1"},
	{"UDP_ENCAP_RXRPC", UDP_ENCAP_RXRPC, "Rx remote calls"},
};

/* packet(7) */
static const struct name packet_joins[] = {
	{"PACKET_MR_MULTICAST", PACKET_MR_MULTICAST, "frames to that multicast address"},
	{"PACKET_MR_PROMISC", PACKET_MR_PROMISC, "all frames"},
	{"PACKET_MR_ALLMULTI", PACKET_MR_ALLMULTI, "frames to every multicast address"},
	{"PACKET_MR_UNICAST", PACKET_MR_UNICAST, "frames to that address"},
};

static const struct name packet_fanout[] = {
	{"PACKET_FANOUT_HASH", PACKET_FANOUT_HASH, "one flow, one socket"},
	{"PACKET_FANOUT_LB", PACKET_FANOUT_LB, "by turns"},
	{"PACKET_FANOUT_CPU", PACKET_FANOUT_CPU, "by the processor that it came to"},
	{"PACKET_FANOUT_ROLLOVER", PACKET_FANOUT_ROLLOVER, "the first that has room"},
	{"PACKET_FANOUT_RND", PACKET_FANOUT_RND, "by chance"},
	{"PACKET_FANOUT_QM", PACKET_FANOUT_QM, "by the queue that it came by"},
	{"PACKET_FANOUT_CBPF", PACKET_FANOUT_CBPF, "as a filter says"},
	{"PACKET_FANOUT_EBPF", PACKET_FANOUT_EBPF, "as a program of bpf(2) says"},
};

static const struct name packet_versions[] = {
	{"TPACKET_V1", TPACKET_V1, "the first"},
	{"TPACKET_V2", TPACKET_V2, "with VLANs, and nanoseconds"},
	{"TPACKET_V3", TPACKET_V3, "with blocks of packets"},
};

/* packet(7): what a link address says of its packet */
static const struct name packet_types[] = {
	{"PACKET_HOST", PACKET_HOST, "to this machine"},
	{"PACKET_BROADCAST", PACKET_BROADCAST, "to all"},
	{"PACKET_MULTICAST", PACKET_MULTICAST, "to a group"},
	{"PACKET_OTHERHOST", PACKET_OTHERHOST, "to another machine"},
	{"PACKET_OUTGOING", PACKET_OUTGOING, "sent by this machine"},
};

const struct names names_ip_discover = {"path mtu discovery", NAMES(ip_discover)};
const struct names names_ipv6_discover = {"path mtu discovery", NAMES(ipv6_discover)};
const struct names names_ipv6_preferences = {"preference", NAMES(ipv6_preferences)};
const struct names names_timestamping = {"timestamp", NAMES(timestamping)};
const struct names names_buffer_locks = {"lock", NAMES(buffer_locks)};
const struct names names_txtime = {"flag", NAMES(txtime)};
const struct names names_clocks = {"clock", NAMES(clocks)};
const struct names names_congestion_states = {"congestion state", NAMES(congestion_states)};
const struct names names_tcp_features = {"feature", NAMES(tcp_features)};
const struct names names_repair_queues = {"queue", NAMES(repair_queues)};
const struct names names_udp_encap = {"encapsulation", NAMES(udp_encap)};
const struct names names_packet_joins = {"membership", NAMES(packet_joins)};
const struct names names_packet_fanout = {"mode", NAMES(packet_fanout)};
const struct names names_packet_versions = {"version", NAMES(packet_versions)};
const struct names names_packet_types = {"packet type", NAMES(packet_types)};
