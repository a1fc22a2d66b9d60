/*
 * fuzz_json: whatever an event holds, its line is JSON that jansson reads, says what the event
 * says, and has nothing in it but printable ASCII.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/show.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "event.h"

/* ---- what is read must be what was written ---- */

static unsigned nibble(char digit)
{
	const char *digits = "0123456789abcdef", *place = strchr(digits, digit);
	check(digit && place);
	return (unsigned)(place - digits);
}

static void check_bytes(json_t *json, const char *data, size_t length)
{
	if (utf8_valid(data, length)) {
		check(json_is_string(json) && json_string_length(json) == length);
		check(!length || memcmp(json_string_value(json), data, length) == 0);
		return;
	}
	check(json_object_size(json) == 1);
	json_t *hex = json_object_get(json, "$hex");
	check(json_string_length(hex) == 2 * length);
	const char *digits = json_string_value(hex);
	for (size_t i = 0; i < length; i++)
		check((nibble(digits[2 * i]) << 4 | nibble(digits[2 * i + 1])) ==
		      (unsigned char)data[i]);
}

static void check_text(json_t *object, const char *key, const char *text)
{
	json_t *json = json_object_get(object, key);
	check(json != NULL);
	if (text)
		check_bytes(json, text, strlen(text));
	else
		check(json_is_null(json));
}

static void check_value(json_t *json, struct value value);

/* A $ at its beginning is doubled. */
static void check_key(const char *text, const struct bytes *key)
{
	if (key->length && key->data[0] == '$')
		check(*text++ == '$');
	check(strlen(text) == key->length && memcmp(text, key->data, key->length) == 0);
}

static void check_map(json_t *json, const struct map *map)
{
	bool text = true;
	for (const struct map_entry *entry = map_first(map); entry; entry = map_next(entry))
		text &= utf8_valid(map_key(entry)->data, map_key(entry)->length);
	json_t *pairs = text ? NULL : json_object_get(json, "$map");
	check(text ? json_object_size(json) == map_count(map)
		   : json_array_size(pairs) == map_count(map));
	void *next = text ? json_object_iter(json) : NULL;
	size_t i = 0;
	for (const struct map_entry *entry = map_first(map); entry; entry = map_next(entry)) {
		const struct bytes *key = map_key(entry);
		json_t *pair = json_array_get(pairs, i++);
		if (text)
			check_key(json_object_iter_key(next), key);
		else
			check_bytes(json_array_get(pair, 0), key->data, key->length);
		check_value(text ? json_object_iter_value(next) : json_array_get(pair, 1),
			    map_value(entry));
		next = text ? json_object_iter_next(json, next) : NULL;
	}
}

static void check_value(json_t *json, struct value value)
{
	switch (value.type) {
	case TYPE_BOOL:
		check(json_is_boolean(json) && json_boolean_value(json) == value.boolean);
		break;
	case TYPE_INT:
		check(json_is_integer(json) && json_integer_value(json) == value.integer);
		break;
	case TYPE_BYTES:
		check_bytes(json, value.bytes->data, value.bytes->length);
		break;
	case TYPE_LIST:
		check(json_is_array(json) && json_array_size(json) == value.list->count);
		for (size_t i = 0; i < value.list->count; i++)
			check_value(json_array_get(json, i), list_at(value.list, i));
		break;
	case TYPE_MAP:
		check_map(json, value.map);
		break;
	default:
		check(json_is_null(json));
		break;
	}
}

/* The line as an object; the caller releases it. */
static json_t *read_back(const struct event *event, const char *kind)
{
	struct buffer line = {0};
	event_json(event, event->time, &line, NULL);
	check(line.length && line.data[line.length - 1] == '\n');
	for (size_t i = 0; i + 1 < line.length; i++)
		check(line.data[i] >= ' ' && line.data[i] <= '~');
	json_t *json =
		json_loadb(line.data, line.length, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, NULL);
	buffer_free(&line);
	check(json_is_object(json));
	check_text(json, "event", kind);
	check_value(json_object_get(json, "time"), value_int(event->time));
	check_value(json_object_get(json, "wall"), value_int(event->time));
	check_value(json_object_get(json, "task"), value_int(event->task));
	return json;
}

/* ---- arguments ---- */

static void check_arguments(json_t *json, const struct event_argument *list);

static void check_flags(json_t *json, const struct names *names, int bits)
{
	struct buffer text = {0};
	name_flags(names, bits, &text);
	check_bytes(json, text.data, text.length);
	buffer_free(&text);
}

static void check_argument(json_t *json, const struct event_argument *argument)
{
	const char *name = NULL;
	switch ((enum argument_kind)argument->kind) {
	case ARGUMENT_END:
	case ARGUMENT_NONE:
		check(json_is_null(json));
		break;
	case ARGUMENT_INT:
		check_value(json, value_int(argument->integer));
		break;
	case ARGUMENT_VALUE:
		check_value(json, argument->value);
		break;
	case ARGUMENT_BYTES:
	case ARGUMENT_TEXT:
		check_bytes(json, argument->text, argument->length);
		break;
	case ARGUMENT_CONSTANT:
		check_bytes(json, argument->text, strlen(argument->text));
		break;
	case ARGUMENT_NAMED:
		name = name_of(argument->names, argument->number);
		if (name)
			check_bytes(json, name, strlen(name));
		else
			check_value(json, value_int(argument->number));
		break;
	case ARGUMENT_FLAGS:
		check_flags(json, argument->names, argument->number);
		break;
	case ARGUMENT_LIST:
	case ARGUMENT_STRUCT:
		check_arguments(json, argument->list);
		break;
	}
}

static void check_arguments(json_t *json, const struct event_argument *list)
{
	size_t count = 0;
	check(json_is_array(json));
	for (; list->kind; list++)
		if (list->kind != ARGUMENT_NONE)
			check_argument(json_array_get(json, count++), list);
	check(json_array_size(json) == count);
}

/* ---- events ---- */

static void check_call(json_t *json, const struct event *event)
{
	const struct event_call *call = &event->call;
	check_text(json, "socket", call->socket.alias);
	check_text(json, "call", call->name);
	check((call->host != NULL) == (json_object_get(json, "host") != NULL));
	if (call->note)
		check_text(json, "note", call->note);
	check_value(json_object_get(json, "result"), value_int(call->result));
	check_value(json_object_get(json, "begin"), value_int(call->begin));
	if (call->gave_kind != GAVE_NOTHING)
		check_argument(
			json_object_get(json, call->gave_kind == GAVE_SENDER ? "from" : "gave"),
			&call->gave);
	check_arguments(json_object_get(json, "arguments"), call->arguments);
	check_argument(json_object_get(json, "in"), call->data);
}

static void check_place(json_t *json, struct source *source, uint32_t offset)
{
	unsigned line, column;
	const char *text;
	size_t length;
	check((source != NULL) == (json_object_get(json, "line") != NULL));
	if (!source)
		return;
	source_place(source, offset, &line, &column, &text, &length);
	check_text(json, "file", source->name);
	check_value(json_object_get(json, "line"), value_int(line));
	check_value(json_object_get(json, "column"), value_int(column));
}

static void check_error(json_t *json, const struct error *error)
{
	struct buffer message = {0};
	error_message(error, &message);
	check_text(json, "error", "TYPE");
	check_value(json_object_get(json, "call"),
		    error->call ? value_bytes(error->call) : VALUE_NIL);
	check_value(json_object_get(json, "hint"),
		    error->hint ? value_bytes(error->hint) : VALUE_NIL);
	check_bytes(json_object_get(json, "message"), message.data, message.length);
	check((error->done >= 0) == (json_object_get(json, "done") != NULL));
	if (error->done >= 0)
		check_value(json_object_get(json, "done"), value_int(error->done));
	check((error->data != NULL) == (json_object_get(json, "data") != NULL));
	if (error->data)
		check_value(json_object_get(json, "data"), value_bytes(error->data));
	buffer_free(&message);
}

static void check_end(json_t *json, const struct event_end *end)
{
	check(json_is_string(json_object_get(json, "status")));
	check((end->error != NULL) == (json_object_get(json, "error") != NULL));
	if (end->error)
		check_text(json, "error", end->error->name);
	if (end->value.kind == ARGUMENT_VALUE)
		check_argument(json_object_get(json, "value"), &end->value);
}

static void check_event(json_t *json, const struct event *event)
{
	if (event->kind == EVENT_ERROR)
		check_place(json, (struct source *)event->error->source, event->error->offset);
	else
		check_place(json, event->source, event->offset);
	switch (event->kind) {
	case EVENT_CALL:
		check_call(json, event);
		break;
	case EVENT_VALUE:
		check_argument(json_object_get(json, "value"), &event->value);
		break;
	case EVENT_PRINT:
		check_argument(json_object_get(json, "text"), &event->value);
		break;
	case EVENT_ERROR:
		check_error(json, event->error);
		break;
	case EVENT_STATE:
		check_text(json, "host", event->state.host);
		check_text(json, "before", event->state.before);
		check_value(json_object_get(json, "packet"), value_int(event->state.packet));
		break;
	case EVENT_TABLE:
		check_text(json, "name", event->table.name);
		check_argument(json_object_get(json, "value"), &event->table.value);
		break;
	case EVENT_TASK_BEGIN:
		check_text(json, "name", event->begun.name);
		check_value(json_object_get(json, "starter"), value_int(event->begun.starter));
		break;
	case EVENT_TASK_END:
	case EVENT_STATEMENT_END:
	case EVENT_UNIT_END:
		check_end(json, &event->end);
		break;
	default:
		check_text(json, "text", event->text);
		break;
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const kinds[EVENT_KINDS] = {
		[EVENT_CALL] = "call",
		[EVENT_VALUE] = "value",
		[EVENT_PRINT] = "print",
		[EVENT_ERROR] = "error",
		[EVENT_WAIT] = "wait",
		[EVENT_NOTICE] = "notice",
		[EVENT_STATE] = "state",
		[EVENT_TABLE] = "table",
		[EVENT_TASK_BEGIN] = "task-begin",
		[EVENT_TASK_END] = "task-end",
		[EVENT_STATEMENT_END] = "statement-end",
		[EVENT_UNIT_END] = "unit-end",
	};
	struct input input = {data, size};
	struct made_event made;
	take_event(&input, &made);
	json_t *json = read_back(&made.event, kinds[made.event.kind]);
	check_event(json, &made.event);
	json_decref(json);
	release_event(&made);
	return 0;
}
