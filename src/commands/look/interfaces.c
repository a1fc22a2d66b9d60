/*
 * interfaces: the network interfaces of a host, and their addresses.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <arpa/inet.h>
#include <string.h>

#include "handsh/interface.h"
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

static bool any_set(const unsigned char *bytes, size_t length)
{
	while (length && !bytes[length - 1])
		length--;
	return length;
}

static struct value address_text(int family, const void *address)
{
	char text[INET6_ADDRSTRLEN];
	inet_ntop(family, address, text, sizeof(text));
	return value_bytes(bytes_text(text));
}

/* Of a link-local one with its zone: fe80::1%eth0. */
static struct value own_text(const struct interface *interface,
			     const struct interface_address *address)
{
	const struct in6_addr *in6 = (const struct in6_addr *)address->address;
	struct value text = address_text(address->family, address->address);
	if (address->family != AF_INET6 || !IN6_IS_ADDR_LINKLOCAL(in6))
		return text;
	struct bytes *whole = bytes_format("%.*s%%%s", (int)text.bytes->length, text.bytes->data,
					   interface->name);
	value_release(text);
	return value_bytes(whole);
}

static struct value address_map(const struct interface *interface,
				const struct interface_address *address)
{
	struct map *map = map_put_text(map_new(), "host", own_text(interface, address));
	map = map_put_text(map, "prefix", value_int(address->prefix));
	if (any_set(address->broadcast, sizeof(address->broadcast)))
		map = map_put_text(map, "broadcast", address_text(AF_INET, address->broadcast));
	if (any_set(address->peer, sizeof(address->peer)))
		map = map_put_text(map, "peer", address_text(address->family, address->peer));
	return value_object(TYPE_MAP, map);
}

static struct value addresses_of(const struct interface *interface)
{
	struct list *list = list_new(interface->address_count);
	for (uint32_t i = 0; i < interface->address_count; i++)
		list = list_append(list, address_map(interface, &interface->addresses[i]));
	return value_object(TYPE_LIST, list);
}

/* 02:42:ac:11:00:02; nil where there is none, as of lo. */
static struct value link_value(const struct interface *interface)
{
	struct buffer text = {0};
	if (!any_set(interface->hardware, interface->hardware_length))
		return VALUE_NIL;
	hardware_format(interface->hardware, interface->hardware_length, &text);
	return value_bytes(bytes_from(&text));
}

/* ---- the list ---- */

static struct value interface_map(const struct interface *interface)
{
	struct map *map = map_put_text(map_new(), "name", value_bytes(bytes_text(interface->name)));
	map = map_put_text(map, "index", value_int(interface->index));
	map = map_put_text(map, "flags", flags_value(interface->flags));
	map = map_put_text(map, "link", link_value(interface));
	return value_object(TYPE_MAP, map_put_text(map, "addresses", addresses_of(interface)));
}

static struct list *list_of(const struct interfaces *interfaces)
{
	struct list *list = list_new(interfaces->count);
	for (uint32_t i = 0; i < interfaces->count; i++)
		list = list_append(list, interface_map(&interfaces->all[i]));
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
	struct interfaces interfaces;
	if (!interfaces_ask(&call_shell(call)->libraries, call_host(call), "interfaces",
			    &interfaces, &call->error))
		return RUN_FAIL;
	call->state = &list_of(&interfaces)->object;
	interfaces_free(&interfaces);
	return call_exhibit(call, &exhibit);
}

const struct command command_interfaces = {
	.name = "interfaces",
	.summary = "show the network interfaces of a host, and their addresses",
	.flags = COMMAND_ON_HOST,
	.result =
		"where its value is taken: a list of maps {name index flags link addresses}, each "
		"address a map {host prefix broadcast peer}",
	.calls = "rtnetlink(7)",
	.help = "They are those of the current host, this machine's where it is here. Where an interface is asked for, as by multicast and by addresses such as "
		"fe80::1%eth0, these are the names. LINK is the address of its own, which frames "
		"have.",
	.python = "socket.if_nameindex()",
	.c = "struct ifaddrs *list;\ngetifaddrs(&list);",
	.example = "lo = filter i in (interfaces) { $i.name == 'lo' }\n"
		   "expect 'loopback' in $lo[0].flags\n",
	.exec = interfaces_exec,
};
