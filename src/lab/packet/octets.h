/*
 * octets: numbers in network order at any place.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_LAB_PACKET_OCTETS_H
#define HANDSH_LAB_PACKET_OCTETS_H

#include <stdint.h>

static inline uint16_t get16(const uint8_t *at)
{
	return (uint16_t)(at[0] << 8 | at[1]);
}

static inline uint32_t get32(const uint8_t *at)
{
	return (uint32_t)get16(at) << 16 | get16(at + 2);
}

static inline void put16(uint8_t *at, uint32_t number)
{
	at[0] = (uint8_t)(number >> 8);
	at[1] = (uint8_t)number;
}

static inline void put32(uint8_t *at, uint32_t number)
{
	put16(at, number >> 16);
	put16(at + 2, number);
}

#endif
