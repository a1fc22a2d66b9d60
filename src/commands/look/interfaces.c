/*
 * interfaces: the network interfaces of this machine, and their addresses.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <errno.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netdb.h>
#include <string.h>

#include "handsh/socket.h"

/* netdevice(7) */
static const struct {
	unsigned flag;
	const char *name;
} flags[] = {
	{IFF_UP, "up"},
	{IFF_RUNNING, "running"},
	{IFF_LOOPBACK, "loopback"},
	{IFF_POINTOPOINT, "pointopoint"},
	{IFF_BROADCAST, "broadcast"},
	{IFF_MULTICAST, "multicast"},
	{IFF_PROMISC, "promisc"},
	{IFF_ALLMULTI, "allmulti"},
	{IFF_NOARP, "noarp"},
};

static struct value flags_value(unsigned bits)
{
	struct list *list = list_new(0);
	for (size_t i = 0; i < sizeof(flags) / sizeof(*flags); i++) {
		if (bits & flags[i].flag)
			list = list_append(list, value_bytes(bytes_text(flags[i].name)));
	}
	return value_object(TYPE_LIST, list);
}

/* ---- addresses ---- */

static bool is_inet(const struct sockaddr *address)
{
	return address && (address->sa_family == AF_INET || address->sa_family == AF_INET6);
}

/* The bits of a mask, which are ones up to there. */
static int prefix_of(const struct sockaddr *mask)
{
	const bool six = mask->sa_family == AF_INET6;
	const unsigned char *bytes =
		six ? ((const struct sockaddr_in6 *)mask)->sin6_addr.s6_addr
		    : (const unsigned char *)&((const struct sockaddr_in *)mask)->sin_addr;
	int bits = 0;
	for (int i = 0; i < (six ? 16 : 4); i++)
		bits += __builtin_popcount(bytes[i]);
	return bits;
}

static struct value host_value(const struct sockaddr *address)
{
	const bool six = address->sa_family == AF_INET6;
	char host[NI_MAXHOST];
	getnameinfo(address, six ? sizeof(struct sockaddr_in6) : sizeof(struct sockaddr_in), host,
		    sizeof(host), NULL, 0, NI_NUMERICHOST);
	return value_bytes(bytes_text(host));
}

static struct value address_map(const struct ifaddrs *entry)
{
	struct map *map = map_put_text(map_new(), "host", host_value(entry->ifa_addr));
	struct value prefix =
		is_inet(entry->ifa_netmask) ? value_int(prefix_of(entry->ifa_netmask)) : VALUE_NIL;
	map = map_put_text(map, "prefix", prefix);
	if (entry->ifa_flags & IFF_BROADCAST && is_inet(entry->ifa_broadaddr))
		map = map_put_text(map, "broadcast", host_value(entry->ifa_broadaddr));
	if (entry->ifa_flags & IFF_POINTOPOINT && is_inet(entry->ifa_dstaddr))
		map = map_put_text(map, "peer", host_value(entry->ifa_dstaddr));
	return value_object(TYPE_MAP, map);
}

static struct value addresses_of(const struct ifaddrs *all, const char *name)
{
	struct list *list = list_new(0);
	for (; all; all = all->ifa_next) {
		if (is_inet(all->ifa_addr) && strcmp(all->ifa_name, name) == 0)
			list = list_append(list, address_map(all));
	}
	return value_object(TYPE_LIST, list);
}

/* 02:42:ac:11:00:02; nil where there is none, as of lo. */
static struct value link_value(const struct ifaddrs *all, const char *name)
{
	static const unsigned char none[8];
	struct buffer text = {0};
	for (; all; all = all->ifa_next) {
		if (!all->ifa_addr || all->ifa_addr->sa_family != AF_PACKET ||
		    strcmp(all->ifa_name, name) != 0)
			continue;
		const struct sockaddr_ll *link = (const struct sockaddr_ll *)all->ifa_addr;
		if (memcmp(link->sll_addr, none, link->sll_halen) == 0)
			break;
		for (unsigned i = 0; i < link->sll_halen && i < sizeof(link->sll_addr); i++)
			buffer_format(&text, "%s%02x", i ? ":" : "", link->sll_addr[i]);
		break;
	}
	return text.length ? value_bytes(bytes_from(&text)) : VALUE_NIL;
}

/* ---- the list ---- */

static bool is_first(const struct ifaddrs *all, const struct ifaddrs *entry)
{
	while (all != entry && strcmp(all->ifa_name, entry->ifa_name) != 0)
		all = all->ifa_next;
	return all == entry;
}

static struct value interface_map(const struct ifaddrs *all, const struct ifaddrs *entry)
{
	const char *name = entry->ifa_name;
	struct map *map = map_put_text(map_new(), "name", value_bytes(bytes_text(name)));
	map = map_put_text(map, "index", value_int(if_nametoindex(name)));
	map = map_put_text(map, "flags", flags_value(entry->ifa_flags));
	map = map_put_text(map, "link", link_value(all, name));
	return value_object(TYPE_MAP, map_put_text(map, "addresses", addresses_of(all, name)));
}

static struct list *list_of(const struct ifaddrs *all)
{
	struct list *list = list_new(0);
	for (const struct ifaddrs *entry = all; entry; entry = entry->ifa_next) {
		if (is_first(all, entry))
			list = list_append(list, interface_map(all, entry));
	}
	return list;
}

/* ---- shown ---- */

static struct value field(struct value map, const char *name)
{
	struct value value = VALUE_NIL;
	map_get(map.map, name, strlen(name), &value);
	return value;
}

static void words_cell(struct table *table, struct value list)
{
	for (size_t i = 0; i < list.list->count; i++) {
		buffer_text(&table->text, i ? " " : "");
		value_format(list_at(list.list, i), &table->text);
	}
	table_next(table);
}

/* 127.0.0.1/8 ::1/128 */
static void addresses_cell(struct table *table, struct value list)
{
	for (size_t i = 0; i < list.list->count; i++) {
		struct value address = list_at(list.list, i);
		buffer_text(&table->text, i ? " " : "");
		value_format(field(address, "host"), &table->text);
		buffer_byte(&table->text, '/');
		value_format(field(address, "prefix"), &table->text);
	}
	table_next(table);
}

static void row(struct table *table, struct value interface)
{
	struct value link = field(interface, "link");
	value_format(field(interface, "name"), &table->text);
	table_next(table);
	table_int(table, field(interface, "index").integer);
	addresses_cell(table, field(interface, "addresses"));
	if (link.type == TYPE_NIL)
		buffer_byte(&table->text, '-');
	else
		value_format(link, &table->text);
	table_next(table);
	words_cell(table, field(interface, "flags"));
}

static struct value interfaces_value(struct call *call)
{
	return value_retain((struct value){.type = TYPE_LIST, .object = call->state});
}

static void interfaces_text(struct call *call, struct buffer *text)
{
	static const struct column columns[] = {{"NAME", false},      {"INDEX", true},
						{"ADDRESSES", false}, {"LINK", false},
						{"FLAGS", false},     {NULL, false}};
	const struct list *list = (const struct list *)call->state;
	struct table table;
	table_begin(&table, columns);
	for (size_t i = 0; i < list->count; i++)
		row(&table, list_at(list, i));
	table_fit(&table, call_shell(call)->display);
	table_end(&table, text);
}

static enum run interfaces_exec(struct call *call)
{
	static const struct exhibit exhibit = {.value = interfaces_value, .text = interfaces_text};
	struct ifaddrs *all;
	if (getifaddrs(&all) < 0)
		return call_errno(call, "getifaddrs", errno, NULL);
	call->state = &list_of(all)->object;
	freeifaddrs(all);
	return call_exhibit(call, &exhibit);
}

const struct command command_interfaces = {
	.name = "interfaces",
	.summary = "show the network interfaces of this machine, and their addresses",
	.result =
		"where its value is taken: a list of maps {name index flags link addresses}, each "
		"address a map {host prefix broadcast peer}",
	.calls = "getifaddrs(3)",
	.help = "Where an interface is asked for, as by multicast and by addresses such as "
		"fe80::1%eth0, these are the names. LINK is the address of its own, which frames "
		"have.",
	.python = "socket.if_nameindex()",
	.c = "struct ifaddrs *list;\ngetifaddrs(&list);",
	.example = "lo = filter i in (interfaces) { $i.name == 'lo' }\n"
		   "expect 'loopback' in $lo[0].flags\n",
	.exec = interfaces_exec,
};
