/*
 * json: one event as one JSON object (RFC 8259) on a line.
 *
 * Bytes that are valid UTF-8 are strings, others {"hex": "…"}. Addresses, sockets and tasks are the
 * text that print shows. Times are nanoseconds of CLOCK_MONOTONIC. Characters beyond ASCII are
 * written as \uXXXX, so that no peer drives the terminal of somebody who reads the lines there.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/lang.h"
#include "handsh/names.h"
#include "handsh/show.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

static json_t *json_bytes(const char *data, size_t length)
{
	static const char digits[] = "0123456789abcdef";
	if (utf8_valid(data, length))
		return json_stringn_nocheck(length ? data : "", length);
	struct buffer hex = {0};
	char *out = buffer_reserve(&hex, length * 2);
	for (size_t i = 0; i < length; i++) {
		out[2 * i] = digits[(unsigned char)data[i] >> 4];
		out[2 * i + 1] = digits[(unsigned char)data[i] & 15];
	}
	json_t *json = json_pack("{s:o}", "hex", json_stringn_nocheck(out, length * 2));
	buffer_free(&hex);
	return json;
}

static json_t *json_text(const char *text)
{
	return text ? json_bytes(text, strlen(text)) : json_null();
}

static json_t *json_value(struct value value);

static json_t *json_list(const struct list *list)
{
	json_t *array = json_array();
	for (size_t i = 0; i < list->count; i++)
		json_array_append_new(array, json_value(list_at(list, i)));
	return array;
}

static bool keys_are_text(const struct map *map)
{
	for (const struct map_entry *entry = map_first(map); entry; entry = map_next(entry)) {
		const struct bytes *key = map_key(entry);
		if (!utf8_valid(key->data, key->length))
			return false;
	}
	return true;
}

/* A JSON key is text; a map with another key is a list of pairs. */
static json_t *json_map(const struct map *map)
{
	bool text = keys_are_text(map);
	json_t *object = text ? json_object() : json_array();
	for (const struct map_entry *entry = map_first(map); entry; entry = map_next(entry)) {
		const struct bytes *key = map_key(entry);
		json_t *item = json_value(map_value(entry));
		if (text)
			json_object_setn_new_nocheck(object, key->length ? key->data : "",
						     key->length, item);
		else
			json_array_append_new(
				object,
				json_pack("[oo]", json_bytes(key->data, key->length), item));
	}
	return text ? object : json_pack("{s:o}", "map", object);
}

static json_t *json_formatted(struct value value)
{
	struct buffer text = {0};
	value_format(value, &text);
	json_t *json = json_bytes(text.data, text.length);
	buffer_free(&text);
	return json;
}

static json_t *json_value(struct value value)
{
	switch (value.type) {
	case TYPE_UNSET:
	case TYPE_NIL:
		return json_null();
	case TYPE_BOOL:
		return json_boolean(value.boolean);
	case TYPE_INT:
		return json_integer(value.integer);
	case TYPE_BYTES:
		return json_bytes(value.bytes->data, value.bytes->length);
	case TYPE_LIST:
		return json_list(value.list);
	case TYPE_MAP:
		return json_map(value.map);
	default:
		return json_formatted(value);
	}
}

static void add(json_t *object, const char *key, json_t *value)
{
	json_object_set_new_nocheck(object, key, value);
}

static void add_call(json_t *object, const struct event *event)
{
	json_t *arguments = json_array();
	for (unsigned i = 0; i < event->call.count && i < EVENT_ARGUMENTS; i++) {
		const struct event_argument *argument = &event->call.arguments[i];
		json_array_append_new(arguments, argument->word ? json_text(argument->word)
								: json_value(argument->value));
	}
	int number = event->call.number;
	const char *name = number < 0   ? name_of(&names_resolver, number)
			   : number > 0 ? error_name(number)
					: NULL;
	add(object, "socket", json_text(event->call.socket));
	add(object, "call", json_text(event->call.name));
	add(object, "arguments", arguments);
	add(object, "result", json_integer(event->call.result));
	add(object, "error", json_text(name));
	add(object, "from",
	    event->call.word ? json_text(event->call.word) : json_value(event->call.from));
	add(object, "note", json_text(event->call.note));
}

static json_t *json_optional(const struct bytes *bytes)
{
	return bytes ? json_bytes(bytes->data, bytes->length) : json_null();
}

static void add_error(json_t *object, const struct error *error)
{
	struct buffer message = {0};
	error_message(error, &message);
	add(object, "error", json_text(error->name));
	add(object, "call", json_optional(error->call));
	add(object, "message", json_bytes(message.data, message.length));
	add(object, "hint", json_optional(error->hint));
	buffer_free(&message);
	const struct source *source = (const struct source *)error->source;
	if (!source || !source->name)
		return;
	unsigned line, column;
	const char *text;
	size_t length;
	source_place(source, error->offset, &line, &column, &text, &length);
	add(object, "file", json_text(source->name));
	add(object, "line", json_integer(line));
	add(object, "column", json_integer(column));
}

static const char *kind_name(enum event_kind kind)
{
	static const char *const names[EVENT_KINDS] = {
		[EVENT_CALL] = "call",     [EVENT_VALUE] = "value", [EVENT_RECEIVED] = "received",
		[EVENT_PRINT] = "print",   [EVENT_ERROR] = "error", [EVENT_WAIT] = "wait",
		[EVENT_NOTICE] = "notice",
	};
	return names[kind];
}

static int append_text(const char *text, size_t length, void *buffer)
{
	buffer_append(buffer, text, length);
	return 0;
}

void event_json(const struct event *event, struct buffer *buffer)
{
	json_t *object = json_object();
	add(object, "event", json_text(kind_name(event->kind)));
	add(object, "time", json_integer(event->time));
	add(object, "task", json_integer(event->task));
	switch (event->kind) {
	case EVENT_CALL:
		add_call(object, event);
		break;
	case EVENT_VALUE:
		add(object, "value", json_value(event->value));
		break;
	case EVENT_RECEIVED:
		add(object, "data", json_value(event->value));
		break;
	case EVENT_PRINT:
		add(object, "text", json_value(event->value));
		break;
	case EVENT_ERROR:
		add_error(object, event->error);
		break;
	default:
		add(object, "text", json_text(event->text));
		break;
	}
	json_dump_callback(object, append_text, buffer, JSON_COMPACT | JSON_ENSURE_ASCII);
	json_decref(object);
	buffer_byte(buffer, '\n');
}
