/*
 * event_value: a call that the journal has as a value of the language.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/command.h"

#include <string.h>

static struct value text_value(const char *text)
{
	return text ? value_bytes(bytes_text(text)) : VALUE_NIL;
}

static struct value named(const struct names *names, int number)
{
	const char *name = name_of(names, number);
	return name ? text_value(name) : value_int(number);
}

static struct value flags(const struct names *names, int bits)
{
	struct buffer text = {0};
	name_flags(names, bits, &text);
	return value_bytes(bytes_from(&text));
}

static struct value list_value(const struct event_argument *list);

static struct value argument(const struct event_argument *given)
{
	switch ((enum argument_kind)given->kind) {
	case ARGUMENT_INT:
		return value_int(given->integer);
	case ARGUMENT_NAMED:
		return named(given->names, given->number);
	case ARGUMENT_FLAGS:
		return flags(given->names, given->number);
	case ARGUMENT_CONSTANT:
		return text_value(given->text);
	case ARGUMENT_TEXT:
	case ARGUMENT_BYTES:
		return value_bytes(bytes_new(given->text, given->length));
	case ARGUMENT_VALUE:
		return given->value.type == TYPE_UNSET ? VALUE_NIL : value_retain(given->value);
	case ARGUMENT_LIST:
	case ARGUMENT_STRUCT:
		return list_value(given->list);
	default:
		return VALUE_NIL;
	}
}

static struct value list_value(const struct event_argument *list)
{
	struct list *values = list_new(0);
	for (; list && list->kind != ARGUMENT_END; list++)
		if (list->kind != ARGUMENT_NONE)
			values = list_append(values, argument(list));
	return value_object(TYPE_LIST, values);
}

static struct value socket_name(const struct event_socket *socket)
{
	if (!socket->letter || socket->alias)
		return text_value(socket->alias);
	return value_bytes(bytes_format("%c%u", socket->letter, socket->number));
}

static const char *error_of(const struct event_call *call)
{
	if (!call->number)
		return NULL;
	return call->number < 0 ? name_of(&names_resolver, call->number) : error_name(call->number);
}

struct value call_event_value(const struct event *event)
{
	const struct event_call *call = &event->call;
	struct map *map = map_put_text(map_new(), "task", value_int(event->task));
	map = map_put_text(map, "call", text_value(call->name));
	map = map_put_text(map, "socket", socket_name(&call->socket));
	if (call->host)
		map = map_put_text(map, "host", text_value(call->host));
	map = map_put_text(map, "arguments", list_value(call->arguments));
	map = map_put_text(map, "result", value_int(call->result));
	map = map_put_text(map, "error", text_value(error_of(call)));
	map = map_put_text(map, "data", call->data ? argument(call->data) : VALUE_NIL);
	return value_object(TYPE_MAP, map_put_text(map, "time", value_int(event->time)));
}

struct value packet_event_value(const struct event *event)
{
	const struct event_packet *packet = &event->packet;
	struct value value = VALUE_NIL;
	struct bytes *name = bytes_text(packet->became ? "id" : "value");
	object_field(packet->packet, name, &value);
	object_release(name);
	if (!packet->became)
		return value;
	struct map *map = map_put_text(map_new(), "id", value);
	return value_object(TYPE_MAP, map_put_text(map, "became", text_value(packet->became)));
}

struct value state_event_value(const struct event *event)
{
	const struct event_state *state = &event->state;
	struct map *map = map_put_text(map_new(), "host", text_value(state->host));
	map = map_put_text(map, "socket", socket_name(&state->socket));
	map = map_put_text(map, "before", text_value(state->before));
	map = map_put_text(map, "after", text_value(state->after));
	return value_object(TYPE_MAP, map_put_text(map, "packet", value_int(state->packet)));
}
