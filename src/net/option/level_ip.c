/*
 * level_ip: options of IPv4, ip(7).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "net/option/option.h"

#define IP(option) .level = &level_ip, .c_name = #option, .number = option

static const struct socket_option options[] = {
	{"ttl", IP(IP_TTL), .type = &option_int, .least = 1, .most = 255,
	 .text = "the hops that a packet may take, IPv4"},
	{0},
};

const struct option_level level_ip = {"IPPROTO_IP", IPPROTO_IP, options};
