/*
 * routes: to the wires that a host is not on, over the fewest routers.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <string.h>

#include "lab/table.h"

/* By which of its interfaces a host reaches each wire, and the router there; out NULL: it does not. */
struct reach {
	const struct station *out, *router; /* router NULL: it is on the wire itself */
};

/* Breadth first: the wires of a host, then those of the routers on them, and so on. */
struct search {
	struct reach reaches[LAB_WIRES];
	const struct wire *queue[LAB_WIRES];
	unsigned first, last;
};

static void reach_wire(struct search *search, const struct wire *wire, struct reach reach)
{
	struct reach *known = &search->reaches[wire->number];
	if (known->out)
		return;
	*known = reach;
	search->queue[search->last++] = wire;
}

static void go_over(struct search *search, const struct lab_host *host,
		    const struct station *router)
{
	const struct lab_host *next = router->host;
	const struct reach to = search->reaches[router->wire->number];
	if (!next->router || next == host)
		return;
	for (unsigned i = 0; i < next->station_count; i++)
		reach_wire(search, next->stations[i]->wire,
			   (struct reach){to.out, to.router ? to.router : router});
}

static void find(struct search *search, const struct lab_host *host)
{
	memset(search, 0, sizeof(*search));
	for (unsigned i = 0; i < host->station_count; i++)
		reach_wire(search, host->stations[i]->wire,
			   (struct reach){host->stations[i], NULL});
	while (search->first < search->last) {
		const struct wire *wire = search->queue[search->first++];
		for (unsigned i = 1; i <= WIRE_HOSTS; i++)
			if (wire->stations[i])
				go_over(search, host, wire->stations[i]);
	}
}

/* The network of the addresses that are on the wire: those of one of its hosts. */
static int put(const struct lab_host *host, const struct reach *reach, const struct wire *wire)
{
	int number = 0;
	const struct station *there = NULL;
	for (unsigned i = 1; i <= WIRE_HOSTS && !there; i++)
		there = wire->stations[i];
	for (unsigned i = 0; there && i < 2 && !number; i++) {
		const struct ip_prefix *address = &there->addresses[i];
		if (!address->ip.family || !reach->router->addresses[i].ip.family)
			continue;
		struct route route = {.network = address->ip,
				      .prefix = address->bits,
				      .gateway = reach->router->addresses[i].ip,
				      .index = reach->out->end.index};
		ip_mask(&route.network, address->bits);
		number = network_route(&host->netlink, &route);
	}
	return number;
}

static int renew(const struct lab_host *host)
{
	struct search search;
	int number = 0;
	find(&search, host);
	for (const struct wire *wire = host->lab->wires; wire && !number; wire = wire->next) {
		const struct reach *reach = &search.reaches[wire->number];
		if (reach->out && reach->router)
			number = put(host, reach, wire);
	}
	return number;
}

int routes_renew(struct lab_host *host)
{
	int number = renew(host);
	for (struct lab_host *each = host->lab->hosts; each && host->router && !number;
	     each = each->next)
		if (each != host)
			number = renew(each);
	return number;
}
