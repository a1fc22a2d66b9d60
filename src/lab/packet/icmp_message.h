/*
 * icmp_message: what ICMP and ICMPv6 have in common.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_LAB_PACKET_ICMP_MESSAGE_H
#define HANDSH_LAB_PACKET_ICMP_MESSAGE_H

#include "lab/packet/decoding.h"

/* Type and code in words, of a header that is whole. */
void field_message(struct decoding *decoding, const struct names *names, size_t at);
/* The identifier and the sequence number of an echo, in the header that begins there. */
void decode_echo(struct decoding *decoding, size_t at);

#endif
