/*
 * network: the table of open sockets, by name and in the order of making.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "net/network.h"

#include <stdlib.h>
#include <unistd.h>

static const char letters[SERIES_COUNT] = {[SERIES_MADE] = 's', [SERIES_ACCEPTED] = 'c'};

struct network *network_new(struct machine *machine)
{
	struct network *network = memory_zeroed(1, sizeof(*network));
	network->machine = machine;
	network->references = 1;
	return network;
}

void network_release(struct network *network)
{
	if (--network->references)
		return;
	for (unsigned i = 0; i < SERIES_COUNT; i++)
		series_free(&network->series[i]);
	free(network);
}

void network_free(struct network *network)
{
	if (!network)
		return;
	while (network->first)
		handle_close(network->first);
	if (network->resolver)
		resolver_free(network->resolver);
	network->resolver = NULL;
	network->machine = NULL;
	network_release(network);
}

/* ---- handles come and go ---- */

static void link_last(struct network *network, struct handle *handle)
{
	handle->previous = network->last;
	if (network->last)
		network->last->next = handle;
	else
		network->first = handle;
	network->last = handle;
	network->count++;
}

struct handle *handle_new(struct network *network, int fd, enum handle_series series, int family,
			  int type, int protocol)
{
	struct handle *handle = memory_zeroed(1, sizeof(*handle));
	handle->object = (struct object){&handle_behaviour, 2}; /* the table's, and the caller's */
	watch_open(&handle->watch, fd);
	handle->network = network;
	network->references++;
	handle->series = series;
	handle->family = (int16_t)family;
	handle->type = (int16_t)type;
	handle->protocol = (int16_t)protocol;
	series_add(&network->series[series], handle);
	link_last(network, handle);
	return handle;
}

static void unlink_handle(struct network *network, struct handle *handle)
{
	series_remove(&network->series[handle->series], handle->number);
	if (handle->previous)
		handle->previous->next = handle->next;
	else
		network->first = handle->next;
	if (handle->next)
		handle->next->previous = handle->previous;
	else
		network->last = handle->previous;
	handle->previous = handle->next = NULL;
	network->count--;
}

void handle_close(struct handle *handle)
{
	int fd = handle->watch.fd;
	if (fd < 0)
		return;
	bool lingers = handle_linger(handle) > 0;
	unlink_handle(handle->network, handle);
	watch_close(handle->network->machine, &handle->watch);
	if (lingers) {
		/* close(2) would wait, non-blocking or not, and every task with it: socket(7). */
		struct linger off = {0};
		setsockopt(fd, SOL_SOCKET, SO_LINGER, &off, sizeof(off));
	}
	close(fd);
	handle->listening = handle->connecting = false;
	object_release(handle);
}

bool handle_open(const struct handle *handle)
{
	return handle->watch.fd >= 0;
}

/* ---- names of the table ---- */

char handle_letter(const struct handle *handle)
{
	return letters[handle->series];
}

void handle_table_name(const struct handle *handle, struct buffer *buffer)
{
	buffer_byte(buffer, handle_letter(handle));
	buffer_int(buffer, handle->number);
}

/* ---- looking up ---- */

struct handle *network_first(const struct network *network)
{
	return network->first;
}

uint32_t network_count(const struct network *network)
{
	return network->count;
}

struct handle *network_find(const struct network *network, const char *name)
{
	uint32_t number = 0;
	unsigned series = 0;
	while (series < SERIES_COUNT && letters[series] != name[0])
		series++;
	if (series == SERIES_COUNT || name[1] < '1' || name[1] > '9')
		return NULL;
	for (const char *digit = name + 1; *digit; digit++) {
		if (*digit < '0' || *digit > '9' || number > (UINT32_MAX - 9) / 10)
			return NULL;
		number = 10 * number + (uint32_t)(*digit - '0');
	}
	return series_find(&network->series[series], number);
}

struct value network_lookup(const struct network *network, const char *name)
{
	struct handle *handle = network_find(network, name);
	return handle ? value_object(TYPE_SOCKET, object_retain(handle)) : VALUE_UNSET;
}

void network_offer(const struct network *network, struct nearest *nearest)
{
	struct buffer name = {0};
	for (struct handle *handle = network->first; handle; handle = handle->next) {
		name.length = 0;
		handle_table_name(handle, &name);
		nearest_offer(nearest, buffer_cstring(&name));
	}
	buffer_free(&name);
}
