/*
 * hosts: the table of the lab's hosts.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/socket.h"

static struct value hosts_value(struct call *call)
{
	struct list *list = list_new(0);
	struct host *host = NULL;
	while ((host = lab_next(call_shell(call)->lab, host)))
		list = list_append(list, value_object(TYPE_HOST, object_retain(host)));
	return value_object(TYPE_LIST, list);
}

static struct value hosts_rows(struct call *call)
{
	struct list *list = list_new(0);
	const struct host *host = NULL;
	struct host_link link;
	while ((host = lab_next(call_shell(call)->lab, host))) {
		for (unsigned i = 0; host_link(host, i, &link); i++) {
			struct map *map = host_link_value(&link).map;
			map = map_put_text(map, "host", value_bytes(bytes_text(host->name)));
			map = map_put_text(map, "current", value_bool(host == call_host(call)));
			map = map_put_text(map, "router", value_bool(host_is_router(host)));
			list = list_append(list, value_object(TYPE_MAP, map));
		}
	}
	return value_object(TYPE_LIST, list);
}

static void ip_cell(struct table *table, const struct ip_prefix *address)
{
	if (address->ip.family)
		ip_prefix_format(address, &table->text);
	else
		buffer_byte(&table->text, '-');
	table_next(table);
}

static void row(struct table *table, const struct host *host, const struct host_link *link,
		bool current)
{
	buffer_text(&table->text, current ? "* " : "  ");
	table_text(table, host->name);
	table_text(table, link->name);
	table_text(table, link->wire);
	ip_cell(table, &link->addresses[0]);
	ip_cell(table, &link->addresses[1]);
	hardware_format(link->hardware, sizeof(link->hardware), &table->text);
	table_next(table);
	table_text(table, host_is_router(host) ? "yes" : "no");
}

static void hosts_text(struct call *call, struct buffer *text)
{
	static const struct column columns[] = {{"  HOST"},
						{"INTERFACE", .rank = 3},
						{"WIRE"},
						{"IPV4"},
						{"IPV6", .rank = 1},
						{"LINK", .rank = 4},
						{"FORWARDS", .rank = 2},
						{NULL}};
	const struct host *host = NULL;
	struct host_link link;
	struct table table;
	table_begin(&table, columns);
	while ((host = lab_next(call_shell(call)->lab, host)))
		for (unsigned i = 0; host_link(host, i, &link); i++)
			row(&table, host, &link, host == call_host(call) && i == 0);
	table_fit(&table, call_shell(call)->display);
	table_end(&table, text);
}

static enum run hosts_exec(struct call *call)
{
	static const struct exhibit exhibit = {hosts_value, hosts_rows, hosts_text};
	return call_exhibit(call, &exhibit);
}

const struct command command_hosts = {
	.name = "hosts",
	.summary = "show the hosts of the lab, and their interfaces",
	.result = "where its value is taken: the list of hosts",
	.help = "* marks the current host. A row is an interface: its wire, its addresses with the length "
		"of their prefix, and LINK, the address that its frames have. $a.addresses and $a.wires "
		"are those of one host.",
	.python = "subprocess.run(['ip', '-all', 'netns', 'exec', 'ip', 'address'])",
	.c = "getifaddrs(&list); /* in each namespace */",
	.example = "host a b --wire w\nhosts\nexpect (len (hosts)) == 2\nexpect $a.wires == [w]\n",
	.exec = hosts_exec,
};
