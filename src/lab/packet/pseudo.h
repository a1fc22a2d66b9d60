/*
 * pseudo: the pseudo-header that the checksums of TCP, UDP, UDP-Lite and ICMPv6 count before theirs.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_LAB_PACKET_PSEUDO_H
#define HANDSH_LAB_PACKET_PSEUDO_H

#include <string.h>

#include "handsh/internet_checksum.h"
#include "lab/packet/octets.h"

/* RFC 9293 3.1, RFC 8200 8.1: addresses of size 4 or 16, and the length of what is after it. */
static inline uint64_t pseudo_sum(const uint8_t *source, const uint8_t *destination, size_t size,
				  unsigned protocol, size_t length)
{
	uint8_t last[8] = {0};
	uint64_t sum = internet_sum(0, source, size);
	put32(last, (uint32_t)length);
	last[7] = (uint8_t)protocol;
	sum = internet_sum(sum, destination, size);
	return internet_sum(sum, last, sizeof(last));
}

#endif
