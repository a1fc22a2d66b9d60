/*
 * handle: a socket as a value of the language.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/host.h"
#include "handsh/tls.h"
#include "net/socket_table.h"

#include <stdlib.h>

/* An open handle never comes here: the table holds it. */
static void handle_destroy(struct object *object)
{
	struct handle *handle = (struct handle *)object, *first = handle_first(handle);
	socket_table_release(handle->table);
	object_release(handle->host);
	object_release(handle->own.kept);
	object_release(handle->own.host);
	if (first != handle)
		object_release(first);
	free(handle);
}

struct handle *handle_first(const struct handle *handle)
{
	return (struct handle *)((char *)handle->shared - offsetof(struct handle, own));
}

const char *handle_alias(const struct handle *handle)
{
	if (handle->series == SERIES_STANDARD)
		return standard_names[handle->number];
	const struct machine *machine = handle->table->machine;
	if (!handle->alias || !machine)
		return NULL;
	struct value value = machine_global_at(machine, handle->alias - 1);
	if (value.type != TYPE_SOCKET || value.object != &handle->object)
		return NULL;
	return machine_global_name(machine, handle->alias - 1);
}

const char *handle_name(const struct handle *handle, struct buffer *buffer)
{
	const char *alias = handle_alias(handle);
	if (alias)
		return alias;
	buffer->length = 0;
	handle_table_name(handle, buffer);
	return buffer_cstring(buffer);
}

struct event_socket handle_in_event(const struct handle *handle)
{
	return (struct event_socket){.alias = handle_alias(handle),
				     .letter = handle_letter(handle),
				     .number = handle->number};
}

void handle_full_name(const struct handle *handle, struct buffer *buffer)
{
	struct buffer name = {0};
	const char *shown = handle_name(handle, &name);
	buffer_text(buffer, shown);
	if (shown != name.data && handle->series != SERIES_STANDARD) {
		buffer_text(buffer, " (");
		handle_table_name(handle, buffer);
		buffer_byte(buffer, ')');
	}
	buffer_free(&name);
}

void handle_copies(const struct handle *handle, struct buffer *names)
{
	struct buffer name = {0};
	const struct handle *other = handle->shared->count > 1 ? handle->table->first : NULL;
	for (; other; other = other->next) {
		if (other == handle || other->shared != handle->shared)
			continue;
		if (names->length)
			buffer_byte(names, ' ');
		buffer_text(names, handle_name(other, &name));
	}
	buffer_free(&name);
}

static void handle_format(const struct object *object, struct buffer *buffer)
{
	struct buffer name = {0};
	buffer_text(buffer, handle_name((const struct handle *)object, &name));
	buffer_free(&name);
}

/* As a socket's .kind, and with its article. */
static const char *const media[][2] = {
	[MEDIUM_SOCKET] = {"socket", "a socket"},
	[MEDIUM_FILE] = {"file", "a file"},
	[MEDIUM_PIPE] = {"pipe", "a pipe"},
	[MEDIUM_TERMINAL] = {"terminal", "a terminal"},
	[MEDIUM_DEVICE] = {"device", "a device"},
	[MEDIUM_EPOLL] = {"epoll", "an epoll"},
	[MEDIUM_SHARED] = {"socket", "a socket that other programs share"},
};

const char *handle_medium(const struct handle *handle)
{
	return media[handle->medium][1];
}

const char *handle_kind(const struct handle *handle)
{
	if (!handle_is_socket(handle))
		return media[handle->medium][0];
	if (handle->shared->tls)
		return tls_kind(handle);
	const struct socket_kind *kind =
		socket_kind_of(handle->family, handle->type, handle->protocol);
	const char *family = kind ? kind->name : name_of(&names_families, handle->family);
	return family ? family : "other";
}

static struct value get_name(const struct object *object)
{
	struct buffer text = {0};
	const char *name = handle_name((const struct handle *)object, &text);
	struct value value = value_bytes(bytes_text(name));
	buffer_free(&text);
	return value;
}

static struct value get_fd(const struct object *object)
{
	const struct handle *handle = (const struct handle *)object;
	return handle_open(handle) ? value_int(handle->watch.fd) : VALUE_NIL;
}

static struct value get_kind(const struct object *object)
{
	return value_bytes(bytes_text(handle_kind((const struct handle *)object)));
}

static struct value get_state(const struct object *object)
{
	return value_bytes(bytes_text(handle_state((const struct handle *)object)));
}

static struct value get_local(const struct object *object)
{
	return handle_local((const struct handle *)object);
}

static struct value get_peer(const struct object *object)
{
	return handle_peer((const struct handle *)object);
}

static struct value get_kept(const struct object *object)
{
	return value_int((int64_t)handle_kept((const struct handle *)object));
}

static struct value get_host(const struct object *object)
{
	const struct handle *handle = (const struct handle *)object;
	return value_bytes(bytes_text(host_name(handle->host)));
}

static bool handle_alive(const struct object *object)
{
	return handle_open((const struct handle *)object);
}

static void close_object(struct object *object)
{
	handle_close((struct handle *)object);
}

static const struct field fields[] = {
	{"name", get_name},   {"fd", get_fd},       {"kind", get_kind},
	{"state", get_state}, {"local", get_local}, {"peer", get_peer},
	{"kept", get_kept},   {"host", get_host},   {0},
};

const struct behaviour handle_behaviour = {
	.destroy = handle_destroy,
	.format = handle_format,
	.fields = fields,
	.alive = handle_alive,
	.close = close_object,
};
