/*
 * packet_constants: what stands in the headers of packets, in the words of the assigned numbers.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/names.h"
#include "names/list.h"

/* In the order in which they are said: SYN ACK. RFC 9293, RFC 3168, RFC 9768 */
static const struct name tcp_flags[] = {
	{"SYN", 0x002, "a beginning"},
	{"FIN", 0x001, "nothing more will be sent"},
	{"RST", 0x004, "the connection is ended at once"},
	{"PSH", 0x008, "the receiver is to have it without waiting for more"},
	{"ACK", 0x010, "the acknowledgement number means something"},
	{"URG", 0x020, "the urgent pointer means something"},
	{"ECE", 0x040, "congestion was experienced"},
	{"CWR", 0x080, "the congestion window is reduced"},
	{"AE", 0x100, "accurate ECN"},
};

/* As they are called in a line; RFC 9293, 7323, 2018, 2385, 5925, 8684, 7413, 6994 */
static const struct name tcp_options[] = {
	{"end", 0, "the end of the options"},
	{"nop", 1, "nothing, to align the next"},
	{"mss", 2, "the largest segment that is taken"},
	{"wscale", 3, "windows are to be shifted by so many bits"},
	{"sackOK", 4, "selective acknowledgements are understood"},
	{"sack", 5, "what has arrived after a gap"},
	{"ts", 8, "the sender's clock, and the peer's as it was seen last"},
	{"md5", 19, "a digest, RFC 2385"},
	{"ao", 29, "authentication, RFC 5925"},
	{"mptcp", 30, "TCP over many paths, RFC 8684"},
	{"fastopen", 34, "data in the SYN, RFC 7413"},
	{"accecn0", 172, "accurate ECN, RFC 9768"},
	{"accecn1", 174, "accurate ECN, RFC 9768"},
	{"experiment1", 253, "RFC 6994"},
	{"experiment2", 254, "RFC 6994"},
};

/* RFC 8684 */
static const struct name mptcp[] = {
	{"MP_CAPABLE", 0, "a connection of many paths begins"},
	{"MP_JOIN", 1, "another path of one"},
	{"DSS", 2, "where the data stand in the connection"},
	{"ADD_ADDR", 3, "an address at which the host can be reached too"},
	{"REMOVE_ADDR", 4, "an address that is no longer one"},
	{"MP_PRIO", 5, "this path is a spare one, or no longer"},
	{"MP_FAIL", 6, "back to plain TCP"},
	{"MP_FASTCLOSE", 7, "the whole connection is ended at once"},
	{"MP_TCPRST", 8, "why this path is reset"},
};

/* ip(7), <netinet/ip.h>; all of the type's byte */
static const struct name ip_options[] = {
	{"end", 0, "the end of the options"},
	{"nop", 1, "nothing, to align the next"},
	{"record route", 7, "RFC 791"},
	{"MTU probe", 11, "RFC 1063"},
	{"MTU reply", 12, "RFC 1063"},
	{"quick start", 25, "RFC 4782"},
	{"experiment", 30, "RFC 4727"},
	{"timestamp", 68, "RFC 791"},
	{"traceroute", 82, "RFC 1393"},
	{"experiment", 94, "RFC 4727"},
	{"security", 130, "RFC 1108"},
	{"loose source route", 131, "RFC 791"},
	{"extended security", 133, "RFC 1108"},
	{"commercial security", 134, "CIPSO"},
	{"stream", 136, "RFC 791"},
	{"strict source route", 137, "RFC 791"},
	{"router alert", 148, "RFC 2113"},
	{"experiment", 158, "RFC 4727"},
	{"experiment", 222, "RFC 4727"},
};

/* Of hop-by-hop and destination options, all of the type's byte */
static const struct name ip6_options[] = {
	{"pad1", 0x00, "RFC 8200"},
	{"padn", 0x01, "RFC 8200"},
	{"tunnel encapsulation limit", 0x04, "RFC 2473"},
	{"router alert", 0x05, "RFC 2711"},
	{"calipso", 0x07, "RFC 5570"},
	{"duplicate detection", 0x08, "RFC 6621"},
	{"quick start", 0x26, "RFC 4782"},
	{"minimum path MTU", 0x30, "RFC 9268"},
	{"in situ measurement", 0x31, "RFC 9486"},
	{"RPL", 0x63, "RFC 9008"},
	{"jumbo payload", 0xc2, "RFC 2675"},
	{"home address", 0xc9, "RFC 6275"},
};

/* RFC 3168 */
static const struct name ecn[] = {
	{"not ECT", 0, "a router drops it when its queue is full"},
	{"ECT(1)", 1, "a router may mark it instead"},
	{"ECT(0)", 2, "a router may mark it instead"},
	{"CE", 3, "a router has marked it: congestion"},
};

/* RFC 826, 903, 2390 */
static const struct name arp[] = {
	{"request", 1, "who has the address?"},
	{"reply", 2, "the sender has it"},
	{"reverse request", 3, "which address have I?"},
	{"reverse reply", 4, "that one"},
	{"inverse request", 8, "which address have you?"},
	{"inverse reply", 9, "this one"},
};

/* RFC 4861, 3971, 4191, 8106 */
static const struct name neighbour_options[] = {
	{"source link-layer address", 1, NULL},
	{"target link-layer address", 2, NULL},
	{"prefix", 3, NULL},
	{"redirected packet", 4, NULL},
	{"mtu", 5, NULL},
	{"nonce", 14, NULL},
	{"route", 24, NULL},
	{"DNS servers", 25, NULL},
	{"router flags", 26, NULL},
	{"DNS search list", 31, NULL},
};

/* RFC 1112, 2236, 3376 */
static const struct name igmp[] = {
	{"membership query", 0x11, NULL},
	{"membership report, version 1", 0x12, NULL},
	{"membership report, version 2", 0x16, NULL},
	{"leave group", 0x17, NULL},
	{"membership report, version 3", 0x22, NULL},
};

/* RFC 3376, RFC 3810 */
static const struct name group_records[] = {
	{"is include", 1, "from these sources alone"},
	{"is exclude", 2, "from all but these sources"},
	{"to include", 3, "now from these sources alone"},
	{"to exclude", 4, "now from all but these sources"},
	{"allow", 5, "from these sources too"},
	{"block", 6, "from these sources no longer"},
};

/* RFC 8200, 5095, 6275, 8754 */
static const struct name routing[] = {
	{"source route", 0, "RFC 5095 forbids it"},
	{"home address", 2, "RFC 6275"},
	{"RPL", 3, "RFC 6554"},
	{"segment routing", 4, "RFC 8754"},
};

const struct names names_tcp_flags = {"flag of TCP", NAMES(tcp_flags)};
const struct names names_tcp_options = {"option of TCP", NAMES(tcp_options)};
const struct names names_mptcp = {"subtype of MPTCP", NAMES(mptcp)};
const struct names names_ip_options = {"option of IPv4", NAMES(ip_options)};
const struct names names_ip6_options = {"option of IPv6", NAMES(ip6_options)};
const struct names names_ecn = {"congestion mark", NAMES(ecn)};
const struct names names_arp = {"operation of ARP", NAMES(arp)};
const struct names names_neighbour_options = {"option of neighbour discovery",
					      NAMES(neighbour_options)};
const struct names names_igmp = {"message of IGMP", NAMES(igmp)};
const struct names names_group_records = {"group record", NAMES(group_records)};
const struct names names_routing = {"routing header", NAMES(routing)};
