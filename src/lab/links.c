/*
 * links: a host's interfaces, for whoever shows them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <arpa/inet.h>
#include <string.h>

#include "lab/table.h"

void ip_format(const struct ip *ip, struct buffer *text)
{
	char shown[INET6_ADDRSTRLEN];
	buffer_text(text, inet_ntop(ip->family, ip->bytes, shown, sizeof(shown)));
}

void ip_prefix_format(const struct ip_prefix *address, struct buffer *text)
{
	ip_format(&address->ip, text);
	buffer_format(text, "/%u", address->bits);
}

struct value ip_value(const struct ip *ip)
{
	struct buffer text = {0};
	ip_format(ip, &text);
	return value_bytes(bytes_from(&text));
}

bool host_link(const struct host *host, unsigned i, struct host_link *link)
{
	const struct lab_host *own = (const struct lab_host *)host;
	if (i >= own->station_count)
		return false;
	const struct station *station = own->stations[i];
	*link = (struct host_link){.name = station->end.name,
				   .wire = station->wire->name,
				   .addresses = {station->addresses[0], station->addresses[1]}};
	memcpy(link->hardware, station->end.hardware, HARDWARE);
	return true;
}

bool host_is_router(const struct host *host)
{
	return ((const struct lab_host *)host)->router;
}

void host_link_format(const struct host_link *link, struct buffer *text)
{
	for (unsigned i = 0; i < 2; i++) {
		if (!link->addresses[i].ip.family)
			continue;
		buffer_text(text, "  ");
		ip_format(&link->addresses[i].ip, text);
	}
	buffer_format(text, "  on %s", link->wire);
}

struct value host_link_value(const struct host_link *link)
{
	struct buffer hardware = {0};
	struct list *addresses = list_new(0);
	for (unsigned i = 0; i < 2; i++) {
		struct buffer text = {0};
		if (!link->addresses[i].ip.family)
			continue;
		ip_prefix_format(&link->addresses[i], &text);
		addresses = list_append(addresses, value_bytes(bytes_from(&text)));
	}
	hardware_format(link->hardware, sizeof(link->hardware), &hardware);
	struct map *map = map_put_text(map_new(), "interface", value_bytes(bytes_text(link->name)));
	map = map_put_text(map, "wire", value_bytes(bytes_text(link->wire)));
	map = map_put_text(map, "addresses", value_object(TYPE_LIST, addresses));
	return value_object(TYPE_MAP,
			    map_put_text(map, "link", value_bytes(bytes_from(&hardware))));
}
