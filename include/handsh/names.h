/*
 * names: the kernel's names and their numbers, each family in one const list that serves parsing,
 * printing and completion alike. Sources: the man page named beside each list.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_NAMES_H
#define HANDSH_NAMES_H

#include "handsh/value.h"

struct name {
	const char *text; /* "AF_INET" */
	int number;
	const char *meaning; /* one line for help and completion; may be NULL */
};

struct names {
	const char *what; /* "address family" */
	const struct name *list;
	size_t count;
};

extern const struct names names_families;  /* AF_*, address_families(7) */
extern const struct names names_types;     /* SOCK_STREAM …, socket(2) */
extern const struct names names_protocols; /* IPPROTO_*, ip(7), protocols(5) */
extern const struct names names_ether;     /* ETH_P_*, packet(7) */
extern const struct names names_levels;    /* SOL_SOCKET, IPPROTO_TCP …, getsockopt(2) */
extern const struct names names_errors;    /* E*, errno(3), all that Linux has */
extern const struct names names_resolver;  /* EAI_*, getaddrinfo(3) */
extern const struct names names_faults;    /* TYPE …: errors of the language's own; all are 0 */
extern const struct names names_states;    /* ESTABLISHED … CLOSING, the kernel's TCP_* states */
extern const struct names names_messages;  /* MSG_*, send(2), recv(2) */
extern const struct names names_polls;     /* POLL*, poll(2) */
extern const struct names names_epolls;    /* EPOLL*, epoll_ctl(2) */
extern const struct names names_shutdowns; /* SHUT_RD …, shutdown(2) */
extern const struct names names_signals;   /* SIG*, signal(7) */

/* Of socket options, see option_names.c. */
extern const struct names names_ip_discover, names_ipv6_discover, names_ipv6_preferences,
	names_timestamping, names_buffer_locks, names_txtime, names_clocks, names_congestion_states,
	names_tcp_features, names_repair_queues, names_udp_encap, names_packet_joins,
	names_packet_fanout, names_packet_versions, names_packet_types;

extern const struct names names_error_origins; /* SO_EE_ORIGIN_*, ip(7) */
/* In words: messages by type * 256 + code; what a time of a message sent is the time of. */
extern const struct names names_icmp, names_icmp6, names_stamps;

/* What stands in the headers of packets; where several numbers have one name, they are only shown. */
extern const struct names names_tcp_flags, names_tcp_options, names_mptcp, names_ip_options,
	names_ip6_options, names_ecn, names_arp, names_neighbour_options, names_igmp,
	names_group_records, names_routing;

const char *name_of(const struct names *names, int number);      /* NULL: no such number */
const char *name_meaning(const struct names *names, int number); /* the same; may be NULL */
bool name_number(const struct names *names, const char *text, int *number); /* exact, any case */
/* The same, also without what all names of the list begin with: icmp for IPPROTO_ICMP. */
bool name_number_short(const struct names *names, const char *text, int *number);
/* The errno's name, or "E<number>" for one the list does not know; lives for ever either way. */
const char *error_name(int number);
/* Bits as NAME|NAME|0x40, "0" for none. */
void name_flags(const struct names *names, int bits, struct buffer *buffer);
/* The same read, names as name_number_short has them, numbers as well. False: there is another. */
bool name_flags_number(const struct names *names, const struct bytes *text, int *bits);

/* An error value of the kernel's: names the errno and keeps the rest; see error_kernel. */
struct error *error_errno(int number, const char *call, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

#endif
