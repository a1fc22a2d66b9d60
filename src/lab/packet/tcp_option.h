/*
 * tcp_option: how long TCP's options are, for whoever reads or writes them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_LAB_PACKET_TCP_OPTION_H
#define HANDSH_LAB_PACKET_TCP_OPTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* RFC 9293, 7323, 2018, 2385, 5925, 8684, 7413 */
enum tcp_option {
	TCP_OPTION_END = 0,
	TCP_OPTION_NOP = 1,
	TCP_OPTION_MSS = 2,
	TCP_OPTION_WSCALE = 3,
	TCP_OPTION_SACK_OK = 4,
	TCP_OPTION_SACK = 5,
	TCP_OPTION_TS = 8,
	TCP_OPTION_MD5 = 19,
	TCP_OPTION_AO = 29,
	TCP_OPTION_MPTCP = 30,
};

#define TCP_OPTIONS_MOST 40 /* bytes that a header has room for */

/* Of the option that begins there, with so many bytes left; 0: it goes beyond them, or has none. */
static inline size_t tcp_option_length(const uint8_t *option, size_t left)
{
	if (option[0] <= TCP_OPTION_NOP)
		return 1;
	const size_t length = left >= 2 ? option[1] : 0;
	return length >= 2 && length <= left ? length : 0;
}

/* May an option of that kind be so long? Of those that are not known any may. */
static inline bool tcp_option_fits(unsigned kind, size_t length)
{
	switch (kind) {
	case TCP_OPTION_MSS:
		return length == 4;
	case TCP_OPTION_WSCALE:
		return length == 3;
	case TCP_OPTION_SACK_OK:
		return length == 2;
	case TCP_OPTION_SACK:
		return length > 2 && length % 8 == 2;
	case TCP_OPTION_TS:
		return length == 10;
	case TCP_OPTION_MD5:
		return length == 18;
	case TCP_OPTION_AO:
		return length >= 4;
	case TCP_OPTION_MPTCP:
		return length >= 3;
	default:
		return true;
	}
}

#endif
