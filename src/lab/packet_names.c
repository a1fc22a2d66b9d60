/*
 * packet_names: what filters and packets made by hand ask about hosts.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <string.h>

#include "lab/table.h"

static void fill(const struct station *station, struct packet_host *host)
{
	*host = (struct packet_host){.name = station->host->host.name,
				     .has_ipv4 = station->addresses[0].ip.family,
				     .has_ipv6 = station->addresses[1].ip.family};
	memcpy(host->link, station->end.hardware, sizeof(host->link));
	memcpy(host->ipv4, station->addresses[0].ip.bytes, sizeof(host->ipv4));
	memcpy(host->ipv6, station->addresses[1].ip.bytes, sizeof(host->ipv6));
}

static bool named(void *context, const char *name, struct packet_host *host)
{
	const struct lab_host *own = (const struct lab_host *)lab_find(context, name);
	if (!own || !own->station_count)
		return false;
	fill(own->stations[0], host);
	return true;
}

static bool has(const struct station *station, const uint8_t *address, size_t size)
{
	const struct ip *ip = &station->addresses[size == sizeof(struct in6_addr)].ip;
	return ip->family && memcmp(ip->bytes, address, size) == 0;
}

static bool at(void *context, const uint8_t *address, size_t size, struct packet_host *host)
{
	const struct lab *lab = context;
	for (uint32_t i = 0; i < lab->station_count; i++) {
		if (!lab->stations[i] || !has(lab->stations[i], address, size))
			continue;
		fill(lab->stations[i], host);
		return true;
	}
	return false;
}

struct packet_hosts lab_packet_hosts(struct lab *lab)
{
	return (struct packet_hosts){lab, named, at};
}
