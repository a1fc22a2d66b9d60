/*
 * link: the interfaces of a host, by name, number or address, and their hardware addresses. host NULL:
 * this machine.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_NET_LINK_H
#define HANDSH_NET_LINK_H

#include "handsh/host.h"

struct in_addr;

/* By name, number (0: none) or address of either family. False: *error (ENODEV) of the call. */
bool interface_find(struct host *host, struct value value, const char *call, unsigned *index,
		    struct error **error);
/* By name alone; 0: there is none. */
unsigned interface_index(struct host *host, const char *name);
/* Tells the name of each. */
void interfaces_tell(struct host *host,
		     void (*tell)(void *context, const char *word, const char *text),
		     void *context);
/* lo; 7 when there is none; 0 */
void interface_format(struct host *host, unsigned index, struct buffer *buffer);
/* Its first IPv4 address. */
bool interface_ip4(struct host *host, unsigned index, struct in_addr *address);

#define HARDWARE_MAX 8 /* bytes, as in struct sockaddr_ll */

/* 01:00:5e:01:02:03: how many bytes, 0: it is none. */
size_t hardware_parse(const char *text, unsigned char bytes[HARDWARE_MAX]);

#endif
