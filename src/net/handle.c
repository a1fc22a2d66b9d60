/*
 * handle: a socket as a value of the language.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "net/network.h"

#include <stdlib.h>
#include <string.h>

/* An open handle never comes here: the table holds it. */
static void handle_destroy(struct object *object)
{
	struct handle *handle = (struct handle *)object;
	network_release(handle->network);
	free(handle);
}

const char *handle_name(const struct handle *handle, struct buffer *buffer)
{
	struct machine *machine = handle->network->machine;
	if (handle->alias && machine) {
		struct value value = machine_global_at(machine, handle->alias - 1);
		if (value.type == TYPE_SOCKET && value.object == &handle->object)
			return machine_global_name(machine, handle->alias - 1);
	}
	buffer->length = 0;
	buffer_byte(buffer, handle->letter);
	buffer_int(buffer, handle->number);
	return buffer_cstring(buffer);
}

static void handle_format(const struct object *object, struct buffer *buffer)
{
	struct buffer name = {0};
	buffer_text(buffer, handle_name((const struct handle *)object, &name));
	buffer_free(&name);
}

const char *handle_kind(const struct handle *handle)
{
	const struct socket_kind *kind =
		socket_kind_of(handle->family, handle->type, handle->protocol);
	const char *family = kind ? kind->name : name_of(&names_families, handle->family);
	return family ? family : "other";
}

static bool handle_field(struct object *object, const char *name, struct value *result)
{
	struct handle *handle = (struct handle *)object;
	struct buffer text = {0};
	if (strcmp(name, "name") == 0)
		*result = value_bytes(bytes_text(handle_name(handle, &text)));
	else if (strcmp(name, "fd") == 0)
		*result = handle_open(handle) ? value_int(handle->watch.fd) : VALUE_NIL;
	else if (strcmp(name, "kind") == 0)
		*result = value_bytes(bytes_text(handle_kind(handle)));
	else if (strcmp(name, "state") == 0)
		*result = value_bytes(bytes_text(handle_state(handle)));
	else if (strcmp(name, "local") == 0)
		*result = handle_local(handle);
	else if (strcmp(name, "peer") == 0)
		*result = handle_peer(handle);
	else
		return false;
	buffer_free(&text);
	return true;
}

static bool handle_alive(const struct object *object)
{
	return handle_open((const struct handle *)object);
}

static void close_object(struct object *object)
{
	handle_close((struct handle *)object);
}

static const char *const fields[] = {"name", "fd", "kind", "state", "local", "peer", NULL};

const struct behaviour handle_behaviour = {
	.destroy = handle_destroy,
	.format = handle_format,
	.field = handle_field,
	.fields = fields,
	.alive = handle_alive,
	.close = close_object,
};
