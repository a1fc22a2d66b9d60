/*
 * kind_place: arguments that are hosts of the lab, or sockets or hosts.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <stdlib.h>

#include "cmd/call/signature.h"
#include "handsh/completion.h"

/* By name, where no variable has it, and no socket. */
static struct host *named_host(struct call *call, const char *name)
{
	struct value found = VALUE_UNSET;
	if (task_variable(call_task(call), name, &found) && found.type != TYPE_UNSET)
		return found.type == TYPE_HOST ? (struct host *)found.object : NULL;
	found = socket_table_lookup(call_shell(call)->sockets, name);
	if (found.type == TYPE_UNSET)
		return shell_host(call_shell(call), name);
	value_release(found);
	return NULL;
}

bool find_place(struct call *call, struct value *value)
{
	if (value->type != TYPE_BYTES)
		return value->type == TYPE_HOST;
	char *name = memory_copy(value->bytes->data, value->bytes->length);
	struct host *host = named_host(call, name);
	free(name);
	return host && replace(value, value_object(TYPE_HOST, object_retain(host)));
}

static bool convert_place(struct call *call, const struct parameter *parameter, struct value *value)
{
	struct buffer shown = {0};
	if (find_place(call, value))
		return true;
	if (value->type != TYPE_BYTES)
		return kind_mismatch(call, parameter, *value);
	value_literal_cut(*value, &shown, 60);
	call_fail(call, "UNKNOWN", "there is no host %s", buffer_cstring(&shown));
	error_hint(call->error,
		   call_shell(call)->lab ? "hosts shows those there are" : "host a b makes two");
	buffer_free(&shown);
	return false;
}

static bool convert_usable(struct call *call, const struct parameter *parameter,
			   struct value *value)
{
	return find_place(call, value) || kind_socket.convert(call, parameter, value);
}

/* ---- what Tab offers ---- */

void complete_hosts(struct shell *shell, struct completion *completion)
{
	const struct host *host = NULL;
	struct host_link link;
	while ((host = lab_next(shell->lab, host))) {
		struct buffer about = {0};
		buffer_text(&about, "a host");
		for (unsigned i = 0; host_link(host, i, &link); i++) {
			buffer_text(&about, i ? "," : "");
			host_link_format(&link, &about);
		}
		completion_describe(completion, host->name, buffer_cstring(&about));
		buffer_free(&about);
	}
}

void complete_places(struct shell *shell, struct completion *completion)
{
	complete_hosts(shell, completion);
	if (shell->lab)
		completion_describe(completion, "here", "this machine");
}

/* Of the host or the socket of that name; NULL: it is neither. */
static const struct host *host_named(struct shell *shell, const char *name)
{
	struct value value = machine_global(shell->machine, name);
	value = value.type == TYPE_UNSET ? socket_table_lookup(shell->sockets, name)
					 : value_retain(value);
	const struct host *host = value.type == TYPE_SOCKET
					  ? ((const struct handle *)value.object)->host
				  : value.type == TYPE_HOST ? (const struct host *)value.object
							    : lab_find(shell->lab, name);
	value_release(value);
	return host;
}

static bool works_on_socket(struct shell *shell, const struct completion *completion)
{
	const struct cursor_span *span = &completion->cursor.command;
	char *name = memory_copy(completion->text + span->start, span->end - span->start);
	const struct command *command = machine_find(shell->machine, name);
	free(name);
	return command && command->flags & COMMAND_ON_SOCKET;
}

struct host *completion_host(struct shell *shell, const struct completion *completion)
{
	const struct cursor_span *dotted = &completion->cursor.socket;
	struct task *main = machine_main(shell->machine);
	const struct object *place = task_place(main), *current = task_current(main);
	const struct host *host = (const struct host *)place;
	if (dotted->end > dotted->start) {
		char *name =
			memory_copy(completion->text + dotted->start, dotted->end - dotted->start);
		host = host_named(shell, name);
		free(name);
	} else if (current && works_on_socket(shell, completion)) {
		host = ((const struct handle *)current)->host;
	}
	return host && host->operations ? (struct host *)host : NULL;
}

void complete_wires(struct shell *shell, struct completion *completion)
{
	const struct wire *wire = NULL;
	while ((wire = wire_next(shell->lab, wire)))
		completion_describe(completion, wire_name(wire), "a wire");
}

static void complete_place(struct shell *shell, const struct parameter *parameter,
			   const char *prefix, struct completion *completion)
{
	(void)parameter, (void)prefix;
	complete_places(shell, completion);
}

static void complete_usable(struct shell *shell, const struct parameter *parameter,
			    const char *prefix, struct completion *completion)
{
	complete_place(shell, parameter, prefix, completion);
	complete_sockets(shell, completion);
}

const struct kind kind_place = {
	.name = "a host", .convert = convert_place, .complete = complete_place};
const struct kind kind_usable = {
	.name = "a socket or a host", .convert = convert_usable, .complete = complete_usable};
