/*
 * offers: what Tab offers at several kinds of place, and what is said of it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/completion.h"
#include "handsh/help.h"

#define SHOWN 40       /* bytes of a value */
#define ASKED_MOST 100 /* sockets: of more the kernel is not asked for addresses */

/* ---- what a value is ---- */

static void put_address(struct buffer *out, const char *before, struct value address)
{
	if (address.type == TYPE_ADDRESS) {
		buffer_text(out, before);
		value_format(address, out);
	}
	value_release(address);
}

static void put_socket(struct buffer *out, const struct handle *handle, bool addresses)
{
	buffer_text(out, handle_open(handle) ? handle_kind(handle) : "closed");
	if (!addresses || !handle_open(handle))
		return;
	put_address(out, " ", handle_local(handle));
	put_address(out, " to ", handle_peer(handle));
}

void completion_about(struct value value, struct buffer *out)
{
	switch (value.type) {
	case TYPE_BYTES:
		literal_format_cut(out, value.bytes->data, value.bytes->length, SHOWN);
		break;
	case TYPE_LIST:
		buffer_format(out, "a list of %zu", (size_t)value.list->count);
		break;
	case TYPE_MAP:
		buffer_format(out, "a map of %zu", map_count(value.map));
		break;
	case TYPE_SOCKET:
		put_socket(out, (const struct handle *)value.object, true);
		break;
	case TYPE_NIL:
	case TYPE_BOOL:
	case TYPE_INT:
	case TYPE_ADDRESS:
		value_format(value, out);
		break;
	default:
		buffer_text(out, value_type_name(value.type));
	}
}

/* ---- commands and words ---- */

static void offer_command(void *context, const char *name, const struct command *command)
{
	if (!command || !(command->flags & COMMAND_HIDDEN))
		completion_describe(context, name, command ? command->summary : "a def");
}

void complete_commands(struct shell *shell, struct completion *completion)
{
	machine_each_command(shell->machine, offer_command, completion);
}

void complete_forms(struct completion *completion)
{
	for (const struct form *form = forms; form->name; form++)
		completion_describe(completion, form->name, form->summary);
}

void complete_names(const struct names *names, struct completion *completion)
{
	for (size_t i = 0; i < names->count; i++)
		completion_describe(completion, names->list[i].text, names->list[i].meaning);
}

void complete_errors(struct completion *completion)
{
	complete_names(&names_errors, completion);
	complete_names(&names_resolver, completion);
	complete_names(&names_faults, completion);
}

/* ---- sockets ---- */

static void offer_socket_variable(void *context, const char *name, struct value value)
{
	struct buffer about = {0};
	if (value.type != TYPE_SOCKET || !handle_open((const struct handle *)value.object))
		return;
	completion_about(value, &about);
	completion_describe(context, name, buffer_cstring(&about));
	buffer_free(&about);
}

void complete_sockets(struct shell *shell, struct completion *completion)
{
	struct buffer name = {0}, about = {0};
	bool few = socket_table_count(shell->sockets) <= ASKED_MOST;
	machine_each_global(shell->machine, offer_socket_variable, completion);
	for (const struct handle *handle = socket_table_first(shell->sockets); handle;
	     handle = handle->next) {
		if (!handle_open(handle))
			continue;
		about.length = 0;
		put_socket(&about, handle, few);
		completion_describe(completion, handle_name(handle, &name), buffer_cstring(&about));
	}
	buffer_free(&name);
	buffer_free(&about);
}
