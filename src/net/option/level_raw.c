/*
 * level_raw: options of raw sockets, raw(7), icmp(7), RFC 3542. Checksum and header are options of
 * the levels of IPv4 and IPv6.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <linux/icmp.h>
#include <linux/icmpv6.h>

#include "net/option/option.h"

#define RAW(option) .level = &level_raw, .c_name = #option, .number = option
#define ICMP6(option) .level = &level_icmp6, .c_name = #option, .number = option

static const struct socket_option options[] = {
	{"icmp_filter", RAW(ICMP_FILTER), .type = &option_bits, .most = 31, .usual = "[]",
	 .text = "the types of ICMP that do not arrive"},
	{0},
};

static const struct socket_option icmp6_options[] = {
	{"icmpv6_filter", ICMP6(ICMPV6_FILTER), .type = &option_bits256, .most = 255, .usual = "[]",
	 .text = "the types of ICMPv6 that do not arrive"},
	{0},
};

static bool fits(const struct handle *handle)
{
	return handle->family == AF_INET && handle->type == SOCK_RAW;
}

static bool fits_icmp6(const struct handle *handle)
{
	return handle->family == AF_INET6 && handle->type == SOCK_RAW &&
	       handle->protocol == IPPROTO_ICMPV6;
}

const struct option_level level_raw = {"SOL_RAW", SOL_RAW, options, fits};
const struct option_level level_icmp6 = {"IPPROTO_ICMPV6", IPPROTO_ICMPV6, icmp6_options,
					 fits_icmp6};
