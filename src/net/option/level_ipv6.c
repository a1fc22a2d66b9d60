/*
 * level_ipv6: options of IPv6, ipv6(7).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "net/option/option.h"

#define IPV6(option) .level = &level_ipv6, .c_name = #option, .number = option

static const struct socket_option options[] = {
	{"ipv6only", IPV6(IPV6_V6ONLY), .type = &option_bool,
	 .text = "an IPv6 socket takes no IPv4 traffic; before bind"},
	{0},
};

const struct option_level level_ipv6 = {"IPPROTO_IPV6", IPPROTO_IPV6, options};
