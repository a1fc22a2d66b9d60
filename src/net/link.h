/*
 * link: the interfaces of this machine, by name, number or address, and their hardware addresses.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_NET_LINK_H
#define HANDSH_NET_LINK_H

#include "handsh/value.h"

struct in_addr;

/* By name, number or address of either family: 0 with *error (ENODEV); 0 is taken as it is. call:
 * what was tried. */
unsigned interface_index(struct value value, const char *call, struct error **error);
void interface_format(unsigned index, struct buffer *buffer); /* lo; 7 when there is none; 0 */
bool interface_ip4(unsigned index, struct in_addr *address);  /* its first IPv4 address */

#define HARDWARE_MAX 8 /* bytes, as in struct sockaddr_ll */

/* 01:00:5e:01:02:03: how many bytes, 0: it is none. */
size_t hardware_parse(const char *text, unsigned char bytes[HARDWARE_MAX]);
void hardware_format(const unsigned char *bytes, size_t length, struct buffer *buffer);

#endif
