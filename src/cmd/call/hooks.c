/*
 * hooks: what the machine is lent by the layers above it: signatures, the socket table, the
 * display.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <string.h>

#include "cmd/call/signature.h"
#include "handsh/help.h"

static struct shell *shell_of(const struct machine *machine)
{
	return machine_shell(machine);
}

struct host *shell_host(struct shell *shell, const char *name)
{
	if (strcmp(name, "here") != 0)
		return lab_find(shell->lab, name);
	if (!shell->here)
		shell->here = host_here();
	return shell->here;
}

static struct value lookup(struct machine *machine, const char *name)
{
	struct shell *shell = shell_of(machine);
	if (!shell->sockets)
		return VALUE_UNSET;
	struct value socket = socket_table_lookup(shell->sockets, name);
	struct host *host = socket.type == TYPE_UNSET ? shell_host(shell, name) : NULL;
	struct wire *wire = !host && socket.type == TYPE_UNSET ? wire_find(shell->lab, name) : NULL;
	return host   ? value_object(TYPE_HOST, object_retain(host))
	       : wire ? value_object(TYPE_WIRE, object_retain(wire))
		      : socket;
}

static void offer(struct machine *machine, struct nearest *nearest)
{
	const struct socket_table *table = shell_of(machine)->sockets;
	const struct host *host = NULL;
	const struct wire *wire = NULL;
	if (table)
		socket_table_offer(table, nearest);
	while ((host = lab_next(shell_of(machine)->lab, host)))
		nearest_offer(nearest, host->name);
	while ((wire = wire_next(shell_of(machine)->lab, wire)))
		nearest_offer(nearest, wire_name(wire));
}

static bool point(struct machine *machine, const char *name, struct buffer *text)
{
	const struct chapter *chapters = shell_of(machine)->chapters;
	return chapters && help_point(chapters, name, text);
}

/* What was meant says more than what the error means. */
static void explain(struct call *call)
{
	if (!call_meant(call))
		call_explain(call);
}

static bool peer(const struct object *object, struct buffer *text)
{
	if (object->behaviour != &handle_behaviour)
		return false;
	const struct handle *handle = (const struct handle *)object;
	struct value address = handle_last_peer(handle);
	bool known = address.type != TYPE_NIL;
	if (known) {
		buffer_format(text, "the connection %s ",
			      handle->series == SERIES_ACCEPTED ? "from" : "to");
		value_format(address, text);
	}
	value_release(address);
	return known;
}

static void before_poll(struct machine *machine)
{
	const struct shell *shell = shell_of(machine);
	if (shell->lab)
		lab_turn(shell->lab);
	if (shell->display) /* with what has come there */
		display_flush(shell->display);
}

const struct hooks shell_hooks = {
	.bind = call_bind,
	.shape = command_shape,
	.explain = explain,
	.lookup = lookup,
	.offer = offer,
	.point = point,
	.peer = peer,
	.before_poll = before_poll,
};
