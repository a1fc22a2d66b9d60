/*
 * internet_checksum: RFC 1071, by words of 32 bits. In the order of this machine: ones' complement
 * sums come out in the order of their words.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/internet_checksum.h"

#include <arpa/inet.h>
#include <string.h>

uint64_t internet_sum(uint64_t sum, const void *data, size_t length)
{
	const char *bytes = data;
	uint32_t word;
	for (; length >= sizeof(word); bytes += sizeof(word), length -= sizeof(word)) {
		memcpy(&word, bytes, sizeof(word));
		sum += word;
	}
	if (length) {
		word = 0;
		memcpy(&word, bytes, length);
		sum += word;
	}
	return sum;
}

uint16_t internet_checksum(uint64_t sum)
{
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	return (uint16_t)~htons((uint16_t)sum);
}
