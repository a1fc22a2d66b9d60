/*
 * fuzz_json: whatever an event holds, its line is JSON that jansson reads, says what the event
 * says, and has nothing in it but printable ASCII. The bytes choose the kind of event, and what is
 * in it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/show.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#define DEPTH 8

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool holds)
{
	if (!holds)
		abort();
}

/* ---- events from bytes ---- */

struct input {
	const uint8_t *data;
	size_t size;
};

static unsigned take(struct input *input) /* 0 at the end */
{
	if (!input->size)
		return 0;
	input->size--;
	return *input->data++;
}

static struct bytes *take_bytes(struct input *input)
{
	size_t length = take(input);
	if (length > input->size)
		length = input->size;
	struct bytes *bytes = bytes_new(input->data, length);
	input->data += length;
	input->size -= length;
	return bytes;
}

static char *take_text(struct input *input)
{
	struct bytes *bytes = take_bytes(input);
	char *text = memory_copy(bytes->data, bytes->length);
	object_release(bytes);
	return text;
}

static int64_t take_int(struct input *input)
{
	uint64_t integer = 0;
	for (int i = 0; i < 8; i++)
		integer = integer << 8 | take(input);
	return (int64_t)integer;
}

static struct value take_value(struct input *input, unsigned depth);

static struct value take_list(struct input *input, unsigned depth)
{
	struct list *list = list_new(0);
	for (unsigned count = take(input) & 7; count; count--)
		list = list_append(list, take_value(input, depth + 1));
	return value_object(TYPE_LIST, list);
}

/* jansson reads no key with a NUL in it. */
static struct value take_map(struct input *input, unsigned depth)
{
	struct map *map = map_new();
	for (unsigned count = take(input) & 7; count; count--) {
		struct bytes *key = take_bytes(input);
		key = bytes_shrink(key, strnlen(key->data, key->length));
		map = map_put(map, key, take_value(input, depth + 1));
	}
	return value_object(TYPE_MAP, map);
}

static struct value take_value(struct input *input, unsigned depth)
{
	switch (take(input) & 7) {
	case 0:
		return VALUE_NIL;
	case 1:
		return value_bool(take(input) & 1);
	case 2:
		return value_int(take_int(input));
	case 3:
		return depth < DEPTH ? take_list(input, depth) : VALUE_NIL;
	case 4:
		return depth < DEPTH ? take_map(input, depth) : VALUE_NIL;
	default:
		return value_bytes(take_bytes(input));
	}
}

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
	json_t *hex = json_object_get(json, "hex");
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

static void check_map(json_t *json, const struct map *map)
{
	bool text = true;
	for (const struct map_entry *entry = map_first(map); entry; entry = map_next(entry))
		text &= utf8_valid(map_key(entry)->data, map_key(entry)->length);
	json_t *pairs = text ? NULL : json_object_get(json, "map");
	check(text ? json_object_size(json) == map_count(map)
		   : json_array_size(pairs) == map_count(map));
	void *next = text ? json_object_iter(json) : NULL;
	size_t i = 0;
	for (const struct map_entry *entry = map_first(map); entry; entry = map_next(entry)) {
		const struct bytes *key = map_key(entry);
		json_t *pair = json_array_get(pairs, i++);
		json_t *first = text ? json_string(json_object_iter_key(next))
				     : json_incref(json_array_get(pair, 0));
		check_bytes(first, key->data, key->length);
		json_decref(first);
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
	event_json(event, &line);
	check(line.length && line.data[line.length - 1] == '\n');
	for (size_t i = 0; i + 1 < line.length; i++)
		check(line.data[i] >= ' ' && line.data[i] <= '~');
	json_t *json =
		json_loadb(line.data, line.length, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, NULL);
	buffer_free(&line);
	check(json_is_object(json));
	check_text(json, "event", kind);
	check_value(json_object_get(json, "time"), value_int(event->time));
	check_value(json_object_get(json, "task"), value_int(event->task));
	return json;
}

/* ---- arguments ---- */

#define ARGUMENTS_MOST 6

/* Bytes stay in the input, which outlives the event. */
static struct event_argument take_data(struct input *input)
{
	size_t length = take(input);
	if (length > input->size)
		length = input->size;
	struct event_argument data = argument_bytes(input->data, length);
	input->data += length;
	input->size -= length;
	return data;
}

static struct event_argument *take_arguments(struct input *input, unsigned depth);

static struct event_argument take_argument(struct input *input, unsigned depth)
{
	switch (take(input) % 9) {
	case 0:
		return argument_value(take_value(input, 0));
	case 6:
		return argument_int(take_int(input));
	case 1:
		return argument_constant("O_NONBLOCK");
	case 2:
		return argument_named(&names_types, (int)take(input));
	case 3:
		return argument_flags(&names_messages, (int)take_int(input));
	case 4:
		if (depth < DEPTH)
			return argument_struct(take_arguments(input, depth + 1));
		return argument_none();
	case 5:
		if (depth < DEPTH)
			return argument_list(take_arguments(input, depth + 1));
		return argument_none();
	default:
		return take_data(input);
	}
}

static struct event_argument *take_arguments(struct input *input, unsigned depth)
{
	unsigned count = take(input) % (ARGUMENTS_MOST + 1);
	struct event_argument *list = memory_zeroed(count + 1, sizeof(*list));
	for (unsigned i = 0; i < count; i++)
		list[i] = take_argument(input, depth);
	return list;
}

static void release_argument(const struct event_argument *argument)
{
	if (argument->kind == ARGUMENT_VALUE)
		value_release(argument->value);
	if (argument->kind != ARGUMENT_LIST && argument->kind != ARGUMENT_STRUCT)
		return;
	for (const struct event_argument *part = argument->list; part->kind; part++)
		release_argument(part);
	free((void *)argument->list);
}

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

static void try_value(struct input *input, struct event *event, const char *kind, const char *key)
{
	event->value = event->kind == EVENT_PRINT ? take_data(input)
						  : argument_value(take_value(input, 0));
	json_t *json = read_back(event, kind);
	check_argument(json_object_get(json, key), &event->value);
	json_decref(json);
	release_argument(&event->value);
}

static void try_call(struct input *input, struct event *event)
{
	char *alias = take_text(input), *note = take_text(input);
	event->call.name = "recv";
	event->call.socket = (struct event_socket){alias, take(input), take(input) & 1 ? 'c' : 0};
	event->call.note = take(input) & 1 ? note : NULL;
	event->call.result = take_int(input);
	event->call.number = (int)take(input) - 128; /* of the resolver, below 0 */
	event->call.gave = take_argument(input, 0);
	event->call.result_kind = RESULT_RECEIVED;
	event->flags = take(input) & 1 ? EVENT_OWN : 0;
	const struct event_argument data = take_data(input);
	struct event_argument *arguments = take_arguments(input, 0);
	event->call.data = &data;
	event->call.arguments = arguments;
	json_t *json = read_back(event, "call");
	check_text(json, "socket", alias);
	check_text(json, "call", event->call.name);
	check_text(json, "note", event->call.note);
	check_value(json_object_get(json, "result"), value_int(event->call.result));
	check_argument(json_object_get(json, "from"), &event->call.gave);
	check_arguments(json_object_get(json, "arguments"), arguments);
	if (event->flags & EVENT_OWN)
		check_argument(json_object_get(json, "data"), &data);
	json_decref(json);
	const struct event_argument all = argument_list(arguments);
	release_argument(&all);
	release_argument(&event->call.gave);
	free(alias);
	free(note);
}

static void try_error(struct input *input, struct event *event)
{
	struct error *error = error_new("TYPE", NULL, NULL);
	if (take(input) & 1)
		error->call = take_bytes(input);
	if (take(input) & 1)
		error->detail = take_bytes(input);
	if (take(input) & 1)
		error->hint = take_bytes(input);
	struct buffer message = {0};
	error_message(error, &message);
	event->error = error;
	json_t *json = read_back(event, "error");
	check_text(json, "error", "TYPE");
	check_value(json_object_get(json, "call"),
		    error->call ? value_bytes(error->call) : VALUE_NIL);
	check_value(json_object_get(json, "hint"),
		    error->hint ? value_bytes(error->hint) : VALUE_NIL);
	check_bytes(json_object_get(json, "message"), message.data, message.length);
	json_decref(json);
	buffer_free(&message);
	object_release(error);
}

static void try_text(struct input *input, struct event *event, const char *kind)
{
	char *text = memory_copy((const char *)input->data, input->size);
	event->text = text;
	json_t *json = read_back(event, kind);
	check_text(json, "text", text);
	json_decref(json);
	free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input input = {data, size};
	struct event event = {.kind = take(&input) % EVENT_KINDS, .task = take(&input)};
	event.time = take_int(&input);
	switch (event.kind) {
	case EVENT_CALL:
		try_call(&input, &event);
		break;
	case EVENT_VALUE:
		try_value(&input, &event, "value", "value");
		break;
	case EVENT_PRINT:
		try_value(&input, &event, "print", "text");
		break;
	case EVENT_ERROR:
		try_error(&input, &event);
		break;
	case EVENT_WAIT:
		try_text(&input, &event, "wait");
		break;
	default:
		try_text(&input, &event, "notice");
		break;
	}
	return 0;
}
