/*
 * level_tcp: options of tcp, tcp(7).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <limits.h>
#include <netinet/tcp.h>

#include "net/option/option.h"

#define TCP(option) .level = &level_tcp, .c_name = #option, .number = option

static const struct socket_option options[] = {
	{"nodelay", TCP(TCP_NODELAY), .type = &option_bool,
	 .text = "small segments are sent at once, without Nagle's algorithm"},
	{"cork", TCP(TCP_CORK), .type = &option_bool,
	 .text = "hold back segments that are not full"},
	{"quickack", TCP(TCP_QUICKACK), .type = &option_bool,
	 .text = "acknowledge at once; the kernel switches it by itself"},
	{"maxseg", TCP(TCP_MAXSEG), .type = &option_int, .least = 88, .most = 32767,
	 .unit = UNIT_BYTES, .text = "the largest segment to send"},
	{"keepidle", TCP(TCP_KEEPIDLE), .type = &option_int, .least = 1, .most = 32767,
	 .unit = UNIT_SECONDS, .text = "how long a connection is idle before the first probe"},
	{"keepintvl", TCP(TCP_KEEPINTVL), .type = &option_int, .least = 1, .most = 32767,
	 .unit = UNIT_SECONDS, .text = "between two probes"},
	{"keepcnt", TCP(TCP_KEEPCNT), .type = &option_int, .least = 1, .most = 127,
	 .text = "probes without an answer before the connection is given up"},
	{"user_timeout", TCP(TCP_USER_TIMEOUT), .type = &option_int, .most = INT_MAX,
	 .unit = UNIT_MILLISECONDS,
	 .text = "how long sent bytes may stay unacknowledged; 0: the kernel's own time"},
	{0},
};

const struct option_level level_tcp = {"IPPROTO_TCP", IPPROTO_TCP, options};
