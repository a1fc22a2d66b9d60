/*
 * level_socket: options of every socket, socket(7).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <limits.h>

#include "net/option/option.h"

#define SOCKET(option) .level = &level_socket, .c_name = #option, .number = option

static void remember_linger(struct handle *handle)
{
	handle->lingers = true;
}

static void remember_timeout(struct handle *handle)
{
	handle->timed = true;
}

static const struct socket_option options[] = {
	{"reuseaddr", SOCKET(SO_REUSEADDR), .type = &option_bool,
	 .text = "bind although an old connection of the port, which had it too, is in TIME_WAIT"},
	{"reuseport", SOCKET(SO_REUSEPORT), .type = &option_bool,
	 .text = "several sockets share one port; the kernel spreads what comes"},
	{"broadcast", SOCKET(SO_BROADCAST), .type = &option_bool,
	 .text = "datagrams may go to a broadcast address"},
	{"keepalive", SOCKET(SO_KEEPALIVE), .type = &option_bool,
	 .text = "an idle connection is probed, and reset when the peer is gone"},
	{"linger", SOCKET(SO_LINGER), .type = &option_linger, .most = INT_MAX, .unit = UNIT_SECONDS,
	 .remember = remember_linger,
	 .text = "how long close waits for unsent bytes; 0 resets the connection"},
	{"rcvbuf", SOCKET(SO_RCVBUF), .type = &option_int, .most = INT_MAX / 2, .unit = UNIT_BYTES,
	 .text = "room for what has come and was not read; the kernel doubles it"},
	{"sndbuf", SOCKET(SO_SNDBUF), .type = &option_int, .most = INT_MAX / 2, .unit = UNIT_BYTES,
	 .text = "room for what was sent and is not acknowledged; the kernel doubles it"},
	{"rcvtimeo", SOCKET(SO_RCVTIMEO), .type = &option_duration, .most = INT32_MAX,
	 .remember = remember_timeout,
	 .text = "how long recv and accept wait before they fail with EAGAIN; 0: for ever"},
	{"sndtimeo", SOCKET(SO_SNDTIMEO), .type = &option_duration, .most = INT32_MAX,
	 .remember = remember_timeout, .text = "the same for send and connect"},
	{"oobinline", SOCKET(SO_OOBINLINE), .type = &option_bool,
	 .text = "urgent data stands among the other bytes"},
	{"priority", SOCKET(SO_PRIORITY), .type = &option_int, .most = 6,
	 .text = "the packets' place in the queues of this machine"},
	{"error", SOCKET(SO_ERROR), .type = &option_name, .access = OPTION_TAKEN,
	 .names = &names_errors,
	 .text = "the error that waits for the next call; reading it takes it away"},
	{"type", SOCKET(SO_TYPE), .type = &option_name, .access = OPTION_CONSTANT,
	 .names = &names_types, .text = "SOCK_STREAM, SOCK_DGRAM …"},
	{"domain", SOCKET(SO_DOMAIN), .type = &option_name, .access = OPTION_CONSTANT,
	 .names = &names_families, .text = "the address family, AF_INET …"},
	{"protocol", SOCKET(SO_PROTOCOL), .type = &option_name, .access = OPTION_CONSTANT,
	 .names = &names_protocols, .text = "the protocol, IPPROTO_TCP …"},
	{"acceptconn", SOCKET(SO_ACCEPTCONN), .type = &option_bool, .access = OPTION_READ_ONLY,
	 .text = "is it a listening socket"},
	{0},
};

const struct option_level level_socket = {"SOL_SOCKET", SOL_SOCKET, options};
