/*
 * names: of hosts, for those on them and for their programs.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <stdlib.h>
#include <string.h>

#include "lab/table.h"

bool lab_resolve(const struct lab *lab, const char *name, int family, struct ip *ip)
{
	const struct host *host = lab_find(lab, name);
	const size_t length = strlen(name);
	const bool six = !host && length > 1 && name[length - 1] == '6';
	if (six) {
		char *start = memory_copy(name, length - 1);
		host = lab_find(lab, start);
		free(start);
	}
	const int meant = six || family == AF_INET6 ? AF_INET6 : AF_INET;
	if (!host || (family != AF_UNSPEC && family != meant))
		return false;
	const struct lab_host *own = (const struct lab_host *)host;
	for (unsigned i = 0; i < own->station_count; i++) {
		*ip = own->stations[i]->addresses[meant == AF_INET6].ip;
		if (ip->family)
			return true;
	}
	return false;
}

bool lab_name(const struct lab *lab, const struct ip *ip, struct buffer *name)
{
	const struct host *host = NULL;
	struct ip known;
	while ((host = lab_next(lab, host))) {
		if (!lab_resolve(lab, host->name, ip->family, &known) ||
		    memcmp(known.bytes, ip->bytes, ip_length(ip)) != 0)
			continue;
		buffer_format(name, "%s%s", host->name, ip->family == AF_INET6 ? "6" : "");
		return true;
	}
	return false;
}

const char *host_dns(const struct host *host)
{
	return ((const struct lab_host *)host)->dns;
}

/* ---- for programs ---- */

static void add_name(const struct lab *lab, const char *name, int family, struct buffer *text)
{
	struct ip ip;
	if (!lab_resolve(lab, name, family, &ip))
		return;
	ip_format(&ip, text);
	buffer_format(text, "\t%s%s\n", name, family == AF_INET6 ? "6" : "");
}

/* One name, one address, as at resolve: a program that tries the other family first would send packets
 * that nobody expects. */
void host_names_text(const struct lab_host *host, struct buffer *text)
{
	const struct host *each = NULL;
	buffer_text(text, "127.0.0.1\tlocalhost\n::1\tlocalhost6 ip6-localhost ip6-loopback\n");
	while ((each = lab_next(host->lab, each))) {
		add_name(host->lab, each->name, AF_INET, text);
		add_name(host->lab, each->name, AF_INET6, text);
	}
}

/* The server's host may have gone, or have no IPv4. Names are asked for as they are written, once, not
 * below this machine's own domain: resolv.conf(5) has no search list that is empty, and one of the root
 * alone would be tried a second time after the name itself, unless that has too few dots. */
void host_servers_text(const struct lab_host *host, struct buffer *text)
{
	struct ip ip;
	if (!host->dns || (!lab_resolve(host->lab, host->dns, AF_UNSPEC, &ip) &&
			   !lab_resolve(host->lab, host->dns, AF_INET6, &ip)))
		return;
	buffer_text(text, "nameserver ");
	ip_format(&ip, text);
	buffer_text(text, "\nsearch .\noptions ndots:15\n");
}
