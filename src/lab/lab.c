/*
 * lab: hosts come and go.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <errno.h>
#include <linux/netlink.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include <utlist.h>

#include "lab/captures.h"
#include "lab/keeper/connections.h"
#include "lab/table.h"

struct lab *lab_new(struct machine *machine, struct socket_table *sockets)
{
	struct lab *lab = memory_zeroed(1, sizeof(*lab));
	lab->machine = machine;
	lab->sockets = sockets;
	lab->netlink.fd = -1;
	lab->socket.observer.watch.fd = -1;
	keeper_link_init(&lab->keeper);
	return lab;
}

static void free_wires(struct lab *lab)
{
	while (lab->wires) {
		struct wire *wire = lab->wires;
		lab->wires = wire->next;
		wire->next = NULL;
		object_release(wire);
	}
}

void lab_free(struct lab *lab)
{
	if (!lab)
		return;
	holds_free(lab);
	rules_free(lab);
	departures_free(lab);
	captures_free(lab);
	while (lab->hosts)
		lab_close(lab, &lab->hosts->host);
	wire_socket_close(&lab->socket);
	if (lab->netlink.fd >= 0)
		close(lab->netlink.fd);
	keeper_end(&lab->keeper);
	packets_free(lab);
	free_wires(lab);
	free(lab->stations);
	libraries_free(&lab->libraries);
	free(lab);
}

void lab_notice(struct lab *lab, const char *text)
{
	struct event event = {.kind = EVENT_NOTICE, .flags = EVENT_TOP, .text = text};
	journal_write(machine_journal(lab->machine), &event);
}

/* ---- the value ---- */

static void host_destroy(struct object *object)
{
	struct lab_host *host = (struct lab_host *)object;
	free(host->host.name);
	free(host->dns);
	free(host);
}

static void host_format(const struct object *object, struct buffer *buffer)
{
	buffer_text(buffer, ((const struct host *)object)->name);
}

static bool host_alive(const struct object *object)
{
	return ((const struct host *)object)->open;
}

static void close_object(struct object *object)
{
	struct lab_host *host = (struct lab_host *)object;
	if (host->lab)
		lab_close(host->lab, &host->host);
}

static struct value get_name(const struct object *object)
{
	return value_bytes(bytes_text(((const struct host *)object)->name));
}

static struct value get_addresses(const struct object *object)
{
	const struct lab_host *host = (const struct lab_host *)object;
	struct list *list = list_new(0);
	for (unsigned i = 0; i < host->station_count; i++)
		for (unsigned f = 0; f < 2; f++)
			if (host->stations[i]->addresses[f].ip.family)
				list = list_append(list,
						   ip_value(&host->stations[i]->addresses[f].ip));
	return value_object(TYPE_LIST, list);
}

static struct value get_wires(const struct object *object)
{
	const struct lab_host *host = (const struct lab_host *)object;
	struct list *list = list_new(0);
	for (unsigned i = 0; i < host->station_count; i++)
		list = list_append(list, value_bytes(bytes_text(host->stations[i]->wire->name)));
	return value_object(TYPE_LIST, list);
}

static struct value get_router(const struct object *object)
{
	return value_bool(((const struct lab_host *)object)->router);
}

static struct value get_dns(const struct object *object)
{
	const char *dns = host_dns((const struct host *)object);
	return dns ? value_bytes(bytes_text(dns)) : VALUE_NIL;
}

static const struct field fields[] = {{"name", get_name},   {"addresses", get_addresses},
				      {"wires", get_wires}, {"router", get_router},
				      {"dns", get_dns},     {0}};

const struct behaviour host_behaviour = {
	.destroy = host_destroy,
	.format = host_format,
	.fields = fields,
	.alive = host_alive,
	.close = close_object,
};

struct host *host_here(void)
{
	struct lab_host *host = memory_zeroed(1, sizeof(*host));
	host->host = (struct host){
		.object = {&host_behaviour, 1}, .name = memory_copy("here", 4), .open = true};
	return &host->host;
}

/* ---- making one ---- */

static struct lab_host *host_new(struct lab *lab, const struct host_plan *plan)
{
	struct lab_host *host = memory_zeroed(1, sizeof(*host));
	host->host = (struct host){.object = {&host_behaviour, 1},
				   .operations = &lab_operations,
				   .name = memory_copy(plan->name, strlen(plan->name)),
				   .number = ++lab->last_host,
				   .open = true,
				   .libraries = &lab->libraries};
	host->lab = lab;
	host->network = host->netlink.fd = host->diag = -1;
	host->router = plan->router;
	host->arp = plan->arp;
	if (plan->dns)
		host->dns = memory_copy(plan->dns, strlen(plan->dns));
	DL_APPEND2(lab->hosts, host, previous, next);
	return host;
}

/* The i-th address of each family is that of the i-th interface. */
static void give_addresses(struct lab_host *host, const struct host_plan *plan)
{
	unsigned given[2] = {0, 0};
	for (unsigned i = 0; i < plan->address_count; i++) {
		const struct ip_prefix *address = &plan->addresses[i];
		const unsigned family = address->ip.family == AF_INET6;
		if (given[family] < host->station_count)
			host->stations[given[family]++]->addresses[family] = *address;
	}
}

static bool join_wires(struct lab_host *host, const struct host_plan *plan, struct error **error)
{
	for (unsigned i = 0; i < plan->wire_count; i++) {
		struct wire *wire = wire_get(host->lab, plan->wires[i], plan->mtu);
		if (!wire) {
			*error = error_new("RANGE", "host",
					   "there are %d wires, and no more may be", LAB_WIRES);
			return false;
		}
		if (plan->mtu && wire->mtu != plan->mtu) {
			*error = error_new("USAGE", "host", "%s has an MTU of %u already",
					   wire->name, wire->mtu);
			return false;
		}
		if (!station_add(host, wire)) {
			*error = error_new("RANGE", "host",
					   "%s has %d hosts, and has room for no more", wire->name,
					   WIRE_HOSTS);
			return false;
		}
	}
	give_addresses(host, plan);
	return true;
}

static bool open_network(struct lab_host *host, struct lab_failure *failure)
{
	int made[2];
	struct lab *lab = host->lab;
	const struct keeper_request request = {.task = KEEPER_NAMESPACE};
	*failure = (struct lab_failure){LAB_HOST, keeper_ask(&lab->keeper, &request, -1, made)};
	if (failure->number)
		return false;
	host->network = descriptor_aside(made[0]);
	keeper_guard(&lab->keeper, host->host.number, host->network);
	host->netlink.mnl = lab->mnl;
	host->netlink.fd = descriptor_aside(
		lab_socket(lab, host->network, AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE));
	*failure = (struct lab_failure){LAB_NETLINK, host->netlink.fd < 0 ? errno : 0};
	return !failure->number;
}

struct host *lab_try(struct lab *lab, const struct host_plan *plan, struct lab_failure *failure,
		     struct error **error)
{
	*error = NULL;
	if (!lab_start(lab, failure))
		return NULL;
	struct lab_host *host = host_new(lab, plan);
	if (join_wires(host, plan, error) && open_network(host, failure) &&
	    host_set_up(host, failure))
		return &host->host;
	lab_close(lab, &host->host);
	return NULL;
}

struct host *lab_make(struct lab *lab, const struct host_plan *plan, struct error **error)
{
	struct lab_failure failure;
	struct host *host = lab_try(lab, plan, &failure, error);
	if (!host && !*error)
		*error = lab_error(&failure, "host");
	return host;
}

/* ---- the end of one ---- */

static void close_sockets(struct lab *lab, const struct host *host)
{
	struct handle *handle = socket_table_first(lab->sockets);
	while (handle) {
		struct handle *next = handle->next;
		if (handle->host == host)
			handle_close(handle);
		handle = next;
	}
}

/* What its programs, or nobody any more, have of connections. */
static void end_connections(struct lab_host *host)
{
	int ends[2];
	for (unsigned i = 0; i < 2; i++)
		ends[i] = lab_socket(host->lab, host->network, AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC,
				     NETLINK_SOCK_DIAG);
	if (ends[0] >= 0 && ends[1] >= 0)
		connections_destroy(ends[0], ends[1]);
	for (unsigned i = 0; i < 2; i++)
		if (ends[i] >= 0)
			close(ends[i]);
}

/* Its interfaces go with its namespace, when the last that is in it has ended. */
static void close_network(struct lab_host *host)
{
	if (host->network < 0)
		return;
	end_connections(host);
	keeper_guard(&host->lab->keeper, host->host.number, -1);
	if (host->netlink.fd >= 0)
		close(host->netlink.fd);
	if (host->diag >= 0)
		close(host->diag);
	close(host->network);
}

void lab_close(struct lab *lab, struct host *host)
{
	struct lab_host *own = (struct lab_host *)host;
	close_sockets(lab, host);
	close_network(own);
	while (own->station_count)
		station_remove(own->stations[--own->station_count]);
	host->open = false;
	host->libraries = NULL;
	own->lab = NULL;
	DL_DELETE2(lab->hosts, own, previous, next);
	object_release(host);
}

/* ---- looking up ---- */

struct host *lab_next(const struct lab *lab, const struct host *host)
{
	const struct lab_host *own = (const struct lab_host *)host;
	struct lab_host *next = own ? own->next : lab ? lab->hosts : NULL;
	return next ? &next->host : NULL;
}

struct host *lab_find(const struct lab *lab, const char *name)
{
	struct host *host = NULL;
	while ((host = lab_next(lab, host)) && strcmp(host->name, name) != 0)
		;
	return host;
}
