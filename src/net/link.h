/*
 * link: the interfaces of this machine, by name, number or address, and their hardware addresses.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_NET_LINK_H
#define HANDSH_NET_LINK_H

#include "handsh/value.h"

struct in_addr;

/* By name, number (0: none) or address of either family. False: *error (ENODEV) of the call. */
bool interface_find(struct value value, const char *call, unsigned *index, struct error **error);
/* Tells the name of each. */
void interfaces_tell(void (*tell)(void *context, const char *word, const char *text),
		     void *context);
void interface_format(unsigned index, struct buffer *buffer); /* lo; 7 when there is none; 0 */
bool interface_ip4(unsigned index, struct in_addr *address);  /* its first IPv4 address */

#define HARDWARE_MAX 8 /* bytes, as in struct sockaddr_ll */

/* 01:00:5e:01:02:03: how many bytes, 0: it is none. */
size_t hardware_parse(const char *text, unsigned char bytes[HARDWARE_MAX]);

#endif
