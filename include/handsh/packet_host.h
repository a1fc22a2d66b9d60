/*
 * packet_host: what whoever builds or filters packets asks about hosts, of those that know them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_PACKET_HOST_H
#define HANDSH_PACKET_HOST_H

#include "handsh/base.h"

struct packet_host {
	const char *name; /* as packets' from and to have it; borrowed for the moment */
	uint8_t link[6];  /* of the interface on the wire that is meant */
	bool has_ipv4, has_ipv6;
	uint8_t ipv4[4], ipv6[16];
};

struct packet_hosts {
	void *context;
	/* The host of that name. False: there is none. */
	bool (*named)(void *context, const char *name, struct packet_host *host);
	/* The one that has the address, of 4 or 16 bytes. */
	bool (*at)(void *context, const uint8_t *address, size_t size, struct packet_host *host);
};

#endif
