/*
 * socket_table: the table of open sockets, by name and in the order of making.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "net/socket_table.h"
#include "handsh/tls.h"
#include "handsh/transport.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utlist.h>

static const char letters[SERIES_COUNT] = {
	[SERIES_MADE] = 's', [SERIES_ACCEPTED] = 'c', [SERIES_FILE] = 'f', [SERIES_EPOLL] = 'e'};
const char *const standard_names[2] = {"stdin", "stdout"};

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
	libraries_free(&table->libraries);
	free(table);
}

void socket_table_free(struct socket_table *table)
{
	if (!table)
		return;
	while (table->first)
		handle_close(table->first);
	departed_free(table);
	tls_partings_end(table);
	bound_paths_remove(&table->bound);
	if (table->resolver)
		resolver_free(table->resolver);
	table->resolver = NULL;
	tls_contexts_free(table);
	table->machine = NULL;
	socket_table_release(table);
}

/* ---- handles come and go ---- */

/* One reference: the table's. */
static struct handle *enter(struct socket_table *table, int fd, enum handle_series series)
{
	struct handle *handle = memory_zeroed(1, sizeof(*handle));
	handle->object = (struct object){&handle_behaviour, 1};
	watch_open(&handle->watch, fd);
	handle->own.transport = &transport_plain;
	handle->own.count = 1;
	handle->shared = &handle->own;
	handle->table = table;
	table->references++;
	handle->series = series;
	if (series == SERIES_STANDARD)
		handle->number = (uint32_t)fd;
	else
		handle->number = series_add(&table->series[series], handle);
	DL_APPEND2(table->first, handle, previous, next);
	return handle;
}

struct handle *handle_new(struct socket_table *table, int fd, enum handle_series series, int family,
			  int type, int protocol)
{
	struct handle *handle = enter(table, fd, series);
	handle->family = (int16_t)family;
	handle->type = (int16_t)type;
	handle->protocol = (int16_t)protocol;
	return object_retain(handle);
}

void handle_place(struct handle *handle, struct host *host)
{
	struct host *before = handle->host;
	handle->host = host ? object_retain(host) : NULL;
	handle->cookie = 0;
	if (host && getsockopt(handle->watch.fd, SOL_SOCKET, SO_COOKIE, &handle->cookie,
			       &(socklen_t){sizeof(handle->cookie)}) < 0)
		handle->cookie = 0;
	object_release(before);
}

static enum medium medium_of(int fd, mode_t mode)
{
	switch (mode & S_IFMT) {
	case S_IFSOCK:
		return MEDIUM_SHARED;
	case S_IFIFO:
		return MEDIUM_PIPE;
	case S_IFCHR:
		return isatty(fd) ? MEDIUM_TERMINAL : MEDIUM_DEVICE;
	case S_IFREG:
	case S_IFDIR:
		return MEDIUM_FILE;
	default:
		return MEDIUM_DEVICE;
	}
}

struct handle *handle_new_file(struct socket_table *table, int fd, mode_t mode)
{
	struct handle *handle = enter(table, fd, SERIES_FILE);
	handle->medium = (uint8_t)medium_of(fd, mode);
	return object_retain(handle);
}

struct handle *handle_new_epoll(struct socket_table *table, int fd)
{
	struct handle *handle = enter(table, fd, SERIES_EPOLL);
	handle->medium = MEDIUM_EPOLL;
	return object_retain(handle);
}

struct handle *socket_table_standard(struct socket_table *table, int fd)
{
	struct stat status;
	if (!table->standard[fd]) {
		mode_t mode = fstat(fd, &status) == 0 ? status.st_mode : 0;
		table->standard[fd] = enter(table, fd, SERIES_STANDARD);
		table->standard[fd]->medium = (uint8_t)medium_of(fd, mode);
	}
	return table->standard[fd];
}

struct handle *handle_new_copy(struct handle *handle, int fd)
{
	struct handle *first = handle_first(handle);
	const uint8_t series =
		handle->series == SERIES_ACCEPTED ? (uint8_t)SERIES_MADE : handle->series;
	struct handle *copy = enter(handle->table, fd, series);
	copy->family = handle->family;
	copy->type = handle->type;
	copy->protocol = handle->protocol;
	copy->medium = handle->medium;
	handle_place(copy, handle->host);
	watch_open_copy(&copy->watch, fd, &first->watch);
	copy->shared = &first->own;
	object_retain(first);
	copy->shared->count++;
	return object_retain(copy);
}

/* Its last descriptor is about to be closed. False: that is done later. */
static bool close_description(struct handle *handle)
{
	struct description *shared = handle->shared;
	if (!handle->watch.queues[WAIT_READ].first) {
		object_release(shared->kept);
		shared->kept = NULL;
	}
	shared->listening = shared->connecting = false;
	shared->kept_number = 0;
	return !shared->tls || !tls_close(handle);
}

void handle_close(struct handle *handle)
{
	struct socket_table *table = handle->table;
	int fd = handle->watch.fd;
	if (fd < 0)
		return;
	const bool last = --handle->shared->count == 0;
	const bool lingers = last && handle_linger(handle) > 0;
	const bool at_once = !last || close_description(handle);
	if (handle->cookie)
		departed_note(table, handle);
	if (handle->series == SERIES_STANDARD)
		table->standard[handle->number] = NULL;
	else
		series_remove(&table->series[handle->series], handle->number);
	DL_DELETE2(table->first, handle, previous, next);
	watch_close(table->machine, &handle->watch);
	if (lingers) {
		/* close(2) would wait, non-blocking or not, and every task with it: socket(7). */
		struct linger off = {0};
		setsockopt(fd, SOL_SOCKET, SO_LINGER, &off, sizeof(off));
	}
	if (at_once && handle->series != SERIES_STANDARD) /* which are the shell's own */
		close(fd);
	if (last) {
		object_release(handle->shared->companion);
		handle->shared->companion = NULL;
	}
	object_release(handle);
}

bool handle_open(const struct handle *handle)
{
	return handle->watch.fd >= 0;
}

/* ---- names of the table ---- */

char handle_letter(const struct handle *handle)
{
	return handle->series == SERIES_STANDARD ? standard_names[handle->number][0]
						 : letters[handle->series];
}

void handle_table_name(const struct handle *handle, struct buffer *buffer)
{
	if (handle->series == SERIES_STANDARD) {
		buffer_text(buffer, standard_names[handle->number]);
		return;
	}
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

struct value socket_table_lookup(struct socket_table *table, const char *name)
{
	struct handle *handle = socket_table_find(table, name);
	for (int fd = 0; fd < 2; fd++) {
		if (strcmp(name, standard_names[fd]) == 0)
			handle = socket_table_standard(table, fd);
	}
	return handle ? value_object(TYPE_SOCKET, object_retain(handle)) : VALUE_UNSET;
}

bool socket_name_is_standard(const char *name)
{
	return strcmp(name, standard_names[0]) == 0 || strcmp(name, standard_names[1]) == 0;
}

void socket_table_offer(const struct socket_table *table, struct nearest *nearest)
{
	struct buffer name = {0};
	nearest_offer(nearest, standard_names[0]);
	nearest_offer(nearest, standard_names[1]);
	for (struct handle *handle = table->first; handle; handle = handle->next) {
		if (handle->series == SERIES_STANDARD)
			continue;
		name.length = 0;
		handle_table_name(handle, &name);
		nearest_offer(nearest, buffer_cstring(&name));
	}
	buffer_free(&name);
}
