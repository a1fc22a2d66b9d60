/*
 * socket_table: the table of open sockets, by name and in the order of making.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "net/socket_table.h"

#include <stdlib.h>
#include <unistd.h>
#include <utlist.h>

static const char letters[SERIES_COUNT] = {[SERIES_MADE] = 's', [SERIES_ACCEPTED] = 'c'};

struct socket_table *socket_table_new(struct machine *machine)
{
	struct socket_table *table = memory_zeroed(1, sizeof(*table));
	table->machine = machine;
	table->references = 1;
	return table;
}

void socket_table_release(struct socket_table *table)
{
	if (--table->references)
		return;
	for (unsigned i = 0; i < SERIES_COUNT; i++)
		series_free(&table->series[i]);
	free(table);
}

void socket_table_free(struct socket_table *table)
{
	if (!table)
		return;
	while (table->first)
		handle_close(table->first);
	if (table->resolver)
		resolver_free(table->resolver);
	table->resolver = NULL;
	table->machine = NULL;
	socket_table_release(table);
}

/* ---- handles come and go ---- */

struct handle *handle_new(struct socket_table *table, int fd, enum handle_series series, int family,
			  int type, int protocol)
{
	struct handle *handle = memory_zeroed(1, sizeof(*handle));
	handle->object = (struct object){&handle_behaviour, 2}; /* the table's, and the caller's */
	watch_open(&handle->watch, fd);
	handle->table = table;
	table->references++;
	handle->series = series;
	handle->family = (int16_t)family;
	handle->type = (int16_t)type;
	handle->protocol = (int16_t)protocol;
	handle->number = series_add(&table->series[series], handle);
	DL_APPEND2(table->first, handle, previous, next);
	return handle;
}

void handle_close(struct handle *handle)
{
	struct socket_table *table = handle->table;
	int fd = handle->watch.fd;
	if (fd < 0)
		return;
	bool lingers = handle_linger(handle) > 0;
	if (!handle->watch.queues[WAIT_READ].first) {
		object_release(handle->kept);
		handle->kept = NULL;
	}
	series_remove(&table->series[handle->series], handle->number);
	DL_DELETE2(table->first, handle, previous, next);
	watch_close(table->machine, &handle->watch);
	if (lingers) {
		/* close(2) would wait, non-blocking or not, and every task with it: socket(7). */
		struct linger off = {0};
		setsockopt(fd, SOL_SOCKET, SO_LINGER, &off, sizeof(off));
	}
	close(fd);
	handle->listening = handle->connecting = false;
	handle->kept_number = 0;
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

struct handle *socket_table_first(const struct socket_table *table)
{
	return table->first;
}

uint32_t socket_table_count(const struct socket_table *table)
{
	uint32_t count = 0;
	for (unsigned i = 0; i < SERIES_COUNT; i++)
		count += table->series[i].live;
	return count;
}

struct handle *socket_table_find(const struct socket_table *table, const char *name)
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
	return series_find(&table->series[series], number);
}

struct value socket_table_lookup(const struct socket_table *table, const char *name)
{
	struct handle *handle = socket_table_find(table, name);
	return handle ? value_object(TYPE_SOCKET, object_retain(handle)) : VALUE_UNSET;
}

void socket_table_offer(const struct socket_table *table, struct nearest *nearest)
{
	struct buffer name = {0};
	for (struct handle *handle = table->first; handle; handle = handle->next) {
		name.length = 0;
		handle_table_name(handle, &name);
		nearest_offer(nearest, buffer_cstring(&name));
	}
	buffer_free(&name);
}
