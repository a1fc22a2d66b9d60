/*
 * wires: the wires, and the hosts' interfaces on them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "handsh/grow.h"
#include "lab/table.h"

#define FIRST_INDEX 2       /* of interfaces: 1 is lo */
#define IPV6_MTU_LEAST 1280 /* RFC 8200 5: an interface with less has no IPv6 */

/* ---- the value ---- */

static void wire_destroy(struct object *object)
{
	struct wire *wire = (struct wire *)object;
	flows_free(wire->flows);
	free(wire->name);
	free(wire);
}

static void wire_format(const struct object *object, struct buffer *buffer)
{
	buffer_text(buffer, wire_name((const struct wire *)object));
}

/* As long as there is a lab, and its value is held by that. */
static bool wire_alive(const struct object *object)
{
	(void)object;
	return true;
}

static struct value get_name(const struct object *object)
{
	return value_bytes(bytes_text(wire_name((const struct wire *)object)));
}

static const struct field fields[] = {{"name", get_name}, {0}};

const struct behaviour wire_behaviour = {
	.destroy = wire_destroy, .format = wire_format, .fields = fields, .alive = wire_alive};

const char *wire_name(const struct wire *wire)
{
	return wire->name;
}

struct wire *wire_next(const struct lab *lab, const struct wire *wire)
{
	return wire ? wire->next : lab ? lab->wires : NULL;
}

struct wire *wire_find(const struct lab *lab, const char *name)
{
	struct wire *wire = wire_next(lab, NULL);
	while (wire && strcmp(wire->name, name) != 0)
		wire = wire->next;
	return wire;
}

struct wire *wire_get(struct lab *lab, const char *name, unsigned mtu)
{
	struct wire **end = &lab->wires;
	unsigned number = 0;
	for (; *end; end = &(*end)->next, number++)
		if (strcmp((*end)->name, name) == 0)
			return *end;
	if (number == LAB_WIRES)
		return NULL;
	*end = memory_zeroed(1, sizeof(**end));
	(*end)->object = (struct object){&wire_behaviour, 1};
	(*end)->name = memory_copy(name, strlen(name));
	(*end)->number = number;
	(*end)->mtu = mtu ? mtu : WIRE_MTU;
	return *end;
}

/* ---- addresses ---- */

/* 10.0.WIRE.NUMBER and fd00:0:0:WIRE::NUMBER */
static struct ip_prefix address_of(const struct wire *wire, unsigned number, int family)
{
	struct ip_prefix address = {.ip = {.family = family}, .bits = family == AF_INET6 ? 64 : 24};
	if (family == AF_INET) {
		address.ip.in.s_addr = htonl(10u << 24 | wire->number << 8 | number);
	} else {
		address.ip.bytes[0] = 0xfd;
		address.ip.bytes[7] = (unsigned char)wire->number;
		address.ip.bytes[15] = (unsigned char)number;
	}
	return address;
}

/* 02:00:00:00:WIRE:NUMBER: the 2 says that it was given locally. */
static void put_hardware(unsigned char hardware[HARDWARE], const struct wire *wire, unsigned number)
{
	memset(hardware, 0, HARDWARE);
	hardware[0] = 0x02;
	hardware[4] = (unsigned char)wire->number;
	hardware[5] = (unsigned char)number;
}

/* The next that nobody on the wire has; after the last from the first on. */
static unsigned free_number(struct wire *wire)
{
	for (unsigned i = 0; i < WIRE_HOSTS; i++) {
		const unsigned number = (wire->last + i) % WIRE_HOSTS + 1;
		if (!wire->stations[number])
			return number;
	}
	return 0;
}

/* ---- stations ---- */

/* The index of the other end is the place in the table, which is not used again: frames of one that is
 * gone may still be on their way. */
static void enter(struct lab *lab, struct station *station)
{
	while (lab->station_count < FIRST_INDEX) {
		lab->stations = grow_array(lab->stations, lab->station_count, &lab->station_room,
					   16, sizeof(*lab->stations));
		lab->stations[lab->station_count++] = NULL;
	}
	lab->stations = grow_array(lab->stations, lab->station_count, &lab->station_room, 16,
				   sizeof(*lab->stations));
	station->index = lab->station_count;
	lab->stations[lab->station_count++] = station;
}

struct station *station_add(struct lab_host *host, struct wire *wire)
{
	const unsigned number = free_number(wire);
	if (!number)
		return NULL;
	struct station *station = memory_zeroed(1, sizeof(*station));
	station->host = host;
	station->wire = wire;
	station->number = number;
	station->addresses[0] = address_of(wire, number, AF_INET);
	if (wire->mtu >= IPV6_MTU_LEAST)
		station->addresses[1] = address_of(wire, number, AF_INET6);
	station->end.index = host->station_count + FIRST_INDEX;
	snprintf(station->end.name, sizeof(station->end.name), "eth%u", host->station_count);
	put_hardware(station->end.hardware, wire, number);
	enter(host->lab, station);
	wire->stations[number] = station;
	wire->last = number;
	host->stations[host->station_count++] = station;
	return station;
}

void station_remove(struct station *station)
{
	station->host->lab->stations[station->index] = NULL;
	station->wire->stations[station->number] = NULL;
	free(station);
}
