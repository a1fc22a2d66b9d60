/*
 * level_udp: options of udp, udp(7), and of UDP-Lite, udplite(7).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <linux/udp.h>

#include "net/option/option.h"

#define UDP(option) .level = &level_udp, .c_name = #option, .number = option
#define UDPLITE(option) .level = &level_udplite, .c_name = #option, .number = option

/* udplite(7): no header has them. */
#define UDPLITE_SEND_CSCOV 10
#define UDPLITE_RECV_CSCOV 11

static const struct socket_option options[] = {
	{"udp_cork", UDP(UDP_CORK), .type = &option_bool, .usual = "off",
	 .text = "what is sent is gathered into one datagram, until off"},
	{"segment", UDP(UDP_SEGMENT), .type = &option_int, .most = 65535, .unit = UNIT_BYTES,
	 .usual = "0", .since = "4.18", .text = "what is sent is cut into datagrams so large"},
	{"gro", UDP(UDP_GRO), .type = &option_bool, .usual = "off", .since = "5.0",
	 .text = "datagrams of one size come together; recvmsg tells the size"},
	{"no_check6_tx", UDP(UDP_NO_CHECK6_TX), .type = &option_bool, .usual = "off",
	 .since = "3.16", .text = "over IPv6 without a checksum, RFC 6935"},
	{"no_check6_rx", UDP(UDP_NO_CHECK6_RX), .type = &option_bool, .usual = "off",
	 .since = "3.16", .text = "takes datagrams over IPv6 without a checksum"},
	{"encap", UDP(UDP_ENCAP), .type = &option_name, .most = 7, .names = &names_udp_encap,
	 .usual = "0", .text = "datagrams are tunnels of the kernel"},
	{0},
};

static const struct socket_option lite_options[] = {
	{"send_cscov", UDPLITE(UDPLITE_SEND_CSCOV), .type = &option_int, .most = 65535,
	 .unit = UNIT_BYTES, .usual = "0", .since = "2.6.20",
	 .text = "how much of what is sent the checksum covers; 0: all"},
	{"recv_cscov", UDPLITE(UDPLITE_RECV_CSCOV), .type = &option_int, .most = 65535,
	 .unit = UNIT_BYTES, .usual = "0", .since = "2.6.20",
	 .text = "datagrams of which less is covered are dropped"},
	{0},
};

static bool is_internet_datagram(const struct handle *handle)
{
	return (handle->family == AF_INET || handle->family == AF_INET6) &&
	       handle->type == SOCK_DGRAM;
}

static bool fits(const struct handle *handle)
{
	return is_internet_datagram(handle) && handle->protocol != IPPROTO_ICMP &&
	       handle->protocol != IPPROTO_ICMPV6;
}

static bool fits_lite(const struct handle *handle)
{
	return is_internet_datagram(handle) && handle->protocol == IPPROTO_UDPLITE;
}

const struct option_level level_udp = {"IPPROTO_UDP", IPPROTO_UDP, options, fits};
const struct option_level level_udplite = {"IPPROTO_UDPLITE", IPPROTO_UDPLITE, lite_options,
					   fits_lite};
