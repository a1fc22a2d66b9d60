/*
 * internet_checksum: the one of IP, TCP, UDP and ICMP: RFC 1071.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_INTERNET_CHECKSUM_H
#define HANDSH_INTERNET_CHECKSUM_H

#include <stddef.h>
#include <stdint.h>

/*
 * The sum with that of more bytes, which stand at an even place: only the last of those that are
 * added may have an odd length. 64 bits hold the sum of 16 GiB.
 */
uint64_t internet_sum(uint64_t sum, const void *data, size_t length);
/* What is to stand in the header, as a number: 0 where the sum holds a checksum that is right. */
uint16_t internet_checksum(uint64_t sum);

#endif
