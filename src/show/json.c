/*
 * json: one event as one JSON object (RFC 8259) on a line.
 *
 * Bytes that are valid UTF-8 are strings, others {"hex": "…"}. Addresses, sockets and tasks are the
 * text that print shows. Times are nanoseconds of CLOCK_MONOTONIC. Characters beyond ASCII are
 * written as \uXXXX, and so are controls, so that no peer drives the terminal of somebody who reads
 * the lines there.
 *
 * The text is written as it comes, with no tree in between: a server under load has two events a
 * message. fuzz_json and test_json have what is written read by a parser that is not ours.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/code.h"
#include "handsh/names.h"
#include "handsh/show.h"

#include <string.h>

#define BLOCK 16 /* bytes looked at together; a vector of the processor */

/* Text that is known here: its bytes are stored, with no call for them. */
#define PUT(out, text) put_constant(out, text, sizeof(text) - 1)

static inline void put_constant(struct buffer *out, const char *text, size_t length)
{
	memcpy(buffer_reserve(out, length), text, length);
	out->length += length;
}

static void put_value(struct buffer *out, struct value value);

/* ---- strings ---- */

static bool is_plain(unsigned char byte)
{
	return byte >= ' ' && byte <= '~' && byte != '"' && byte != '\\';
}

/* No way out of the loop, and no &&: it becomes a few vector instructions. */
static bool block_is_plain(const char *data)
{
	unsigned char special = 0;
	for (size_t i = 0; i < BLOCK; i++) {
		unsigned char byte = (unsigned char)data[i];
		special |= (unsigned char)((byte < ' ') | (byte > '~') | (byte == '"') |
					   (byte == '\\'));
	}
	return !special;
}

/* How many bytes at data stand for themselves in a string. */
static size_t plain_stretch(const char *data, size_t length)
{
	size_t i = 0;
	while (length - i >= BLOCK && block_is_plain(data + i))
		i += BLOCK;
	while (i < length && is_plain((unsigned char)data[i]))
		i++;
	return i;
}

static void put_unit(struct buffer *out, uint32_t unit)
{
	static const char digits[] = "0123456789ABCDEF";
	const char text[] = {
		'\\',
		'u',
		digits[unit >> 12],
		digits[unit >> 8 & 15],
		digits[unit >> 4 & 15],
		digits[unit & 15],
	};
	buffer_append(out, text, sizeof(text));
}

static void put_escaped(struct buffer *out, uint32_t character)
{
	static const char letters[128] = {
		['"'] = '"',  ['\\'] = '\\', ['\b'] = 'b', ['\f'] = 'f',
		['\n'] = 'n', ['\r'] = 'r',  ['\t'] = 't',
	};
	if (character < sizeof(letters) && letters[character]) {
		buffer_byte(out, '\\');
		buffer_byte(out, letters[character]);
	} else if (character < 0x10000) {
		put_unit(out, character);
	} else { /* two units of UTF-16 */
		put_unit(out, 0xd800 + ((character - 0x10000) >> 10));
		put_unit(out, 0xdc00 + ((character - 0x10000) & 0x3ff));
	}
}

/* False: it is not UTF-8, and a part of it may have been written. */
static bool put_string(struct buffer *out, const char *data, size_t length)
{
	buffer_byte(out, '"');
	for (size_t i = 0; i < length;) {
		size_t plain = plain_stretch(data + i, length - i);
		buffer_append(out, data + i, plain);
		i += plain;
		if (i == length)
			break;
		uint32_t character;
		size_t size = utf8_sequence(data + i, length - i, &character);
		if (!size)
			return false;
		put_escaped(out, character);
		i += size;
	}
	buffer_byte(out, '"');
	return true;
}

static void put_hex(struct buffer *out, const char *data, size_t length)
{
	static const char digits[] = "0123456789abcdef";
	PUT(out, "{\"hex\":\"");
	char *next = buffer_reserve(out, length * 2);
	for (size_t i = 0; i < length; i++) {
		*next++ = digits[(unsigned char)data[i] >> 4];
		*next++ = digits[(unsigned char)data[i] & 15];
	}
	out->length += length * 2;
	PUT(out, "\"}");
}

static void put_bytes(struct buffer *out, const char *data, size_t length)
{
	size_t start = out->length;
	if (put_string(out, data, length))
		return;
	out->length = start;
	put_hex(out, data, length);
}

static void put_text(struct buffer *out, const char *text)
{
	if (text)
		put_bytes(out, text, strlen(text));
	else
		PUT(out, "null");
}

/* ---- values ---- */

/* Lists may share elements, and be endless on paper: like print, no more is written than fits. */
static bool is_full(const struct buffer *out)
{
	return out->length > BYTES_MAX;
}

static void put_list(struct buffer *out, const struct list *list)
{
	buffer_byte(out, '[');
	for (size_t i = 0; i < list->count && !is_full(out); i++) {
		if (i)
			buffer_byte(out, ',');
		put_value(out, list_at(list, i));
	}
	buffer_byte(out, ']');
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
static void put_map(struct buffer *out, const struct map *map)
{
	bool text = keys_are_text(map);
	buffer_text(out, text ? "{" : "{\"map\":[");
	for (const struct map_entry *entry = map_first(map); entry && !is_full(out);
	     entry = map_next(entry)) {
		const struct bytes *key = map_key(entry);
		if (entry != map_first(map))
			buffer_byte(out, ',');
		if (!text)
			buffer_byte(out, '[');
		put_bytes(out, key->data, key->length);
		buffer_byte(out, text ? ':' : ',');
		put_value(out, map_value(entry));
		if (!text)
			buffer_byte(out, ']');
	}
	buffer_text(out, text ? "}" : "]}");
}

static void put_formatted(struct buffer *out, struct value value)
{
	struct buffer text = {0};
	value_format(value, &text);
	put_bytes(out, text.data, text.length);
	buffer_free(&text);
}

static void put_value(struct buffer *out, struct value value)
{
	switch (value.type) {
	case TYPE_UNSET:
	case TYPE_NIL:
		PUT(out, "null");
		break;
	case TYPE_BOOL:
		buffer_text(out, value.boolean ? "true" : "false");
		break;
	case TYPE_INT:
		buffer_int(out, value.integer);
		break;
	case TYPE_BYTES:
		put_bytes(out, value.bytes->data, value.bytes->length);
		break;
	case TYPE_LIST:
		put_list(out, value.list);
		break;
	case TYPE_MAP:
		put_map(out, value.map);
		break;
	default:
		put_formatted(out, value);
		break;
	}
}

/* ---- events: the keys are constants, and "event" is always the first ---- */

static void put_optional(struct buffer *out, const struct bytes *bytes)
{
	if (bytes)
		put_bytes(out, bytes->data, bytes->length);
	else
		PUT(out, "null");
}

static void put_arguments(struct buffer *out, const struct event_argument *list);

static void put_named(struct buffer *out, const struct names *names, int number)
{
	const char *name = name_of(names, number);
	if (name)
		put_text(out, name);
	else
		buffer_int(out, number);
}

static void put_flags(struct buffer *out, const struct names *names, int bits)
{
	buffer_byte(out, '"');
	name_flags(names, bits, out);
	buffer_byte(out, '"');
}

static void put_argument(struct buffer *out, const struct event_argument *argument)
{
	switch ((enum argument_kind)argument->kind) {
	case ARGUMENT_END:
	case ARGUMENT_NONE:
		PUT(out, "null");
		break;
	case ARGUMENT_INT:
		buffer_int(out, argument->integer);
		break;
	case ARGUMENT_NAMED:
		put_named(out, argument->names, argument->number);
		break;
	case ARGUMENT_FLAGS:
		put_flags(out, argument->names, argument->number);
		break;
	case ARGUMENT_CONSTANT:
		put_text(out, argument->text);
		break;
	case ARGUMENT_TEXT:
	case ARGUMENT_BYTES:
		put_bytes(out, argument->text, argument->length);
		break;
	case ARGUMENT_VALUE:
		put_value(out, argument->value);
		break;
	case ARGUMENT_LIST:
	case ARGUMENT_STRUCT:
		put_arguments(out, argument->list);
		break;
	}
}

static void put_arguments(struct buffer *out, const struct event_argument *list)
{
	bool first = true;
	buffer_byte(out, '[');
	for (; list && list->kind != ARGUMENT_END; list++) {
		if (list->kind == ARGUMENT_NONE)
			continue;
		if (!first)
			buffer_byte(out, ',');
		first = false;
		put_argument(out, list);
	}
	buffer_byte(out, ']');
}

static void put_socket(struct buffer *out, const struct event_socket *socket)
{
	if (!socket->letter || socket->alias) {
		put_text(out, socket->alias);
		return;
	}
	buffer_byte(out, '"');
	buffer_byte(out, socket->letter);
	buffer_int(out, socket->number);
	buffer_byte(out, '"');
}

static void put_call(struct buffer *out, const struct event *event)
{
	int number = event->call.number;
	const char *name = number < 0   ? name_of(&names_resolver, number)
			   : number > 0 ? error_name(number)
					: NULL;
	PUT(out, ",\"socket\":");
	put_socket(out, &event->call.socket);
	PUT(out, ",\"call\":");
	put_text(out, event->call.name);
	PUT(out, ",\"arguments\":");
	put_arguments(out, event->call.arguments);
	PUT(out, ",\"result\":");
	buffer_int(out, event->call.result);
	PUT(out, ",\"error\":");
	put_text(out, name);
	PUT(out, ",\"from\":");
	put_argument(out, &event->call.gave);
	PUT(out, ",\"note\":");
	put_text(out, event->call.note);
	if (event->flags & EVENT_OWN && event->call.result_kind == RESULT_RECEIVED &&
	    event->call.data) {
		PUT(out, ",\"data\":");
		put_argument(out, event->call.data);
	}
}

static void put_place(struct buffer *out, const struct source *source, uint32_t offset)
{
	unsigned line, column;
	const char *text;
	size_t length;
	source_place(source, offset, &line, &column, &text, &length);
	PUT(out, ",\"file\":");
	put_text(out, source->name);
	PUT(out, ",\"line\":");
	buffer_int(out, line);
	PUT(out, ",\"column\":");
	buffer_int(out, column);
}

static void put_error(struct buffer *out, const struct error *error)
{
	struct buffer message = {0};
	error_message(error, &message);
	PUT(out, ",\"error\":");
	put_text(out, error->name);
	PUT(out, ",\"call\":");
	put_optional(out, error->call);
	PUT(out, ",\"message\":");
	put_bytes(out, message.data, message.length);
	PUT(out, ",\"hint\":");
	put_optional(out, error->hint);
	buffer_free(&message);
	const struct source *source = (const struct source *)error->source;
	if (source && source->name)
		put_place(out, source, error->offset);
}

static const char *kind_name(enum event_kind kind)
{
	static const char *const names[EVENT_KINDS] = {
		[EVENT_CALL] = "call",   [EVENT_VALUE] = "value", [EVENT_PRINT] = "print",
		[EVENT_ERROR] = "error", [EVENT_WAIT] = "wait",   [EVENT_NOTICE] = "notice",
	};
	return names[kind];
}

void event_json(const struct event *event, struct buffer *buffer)
{
	PUT(buffer, "{\"event\":");
	put_text(buffer, kind_name(event->kind));
	PUT(buffer, ",\"time\":");
	buffer_int(buffer, event->time);
	PUT(buffer, ",\"task\":");
	buffer_int(buffer, event->task);
	switch (event->kind) {
	case EVENT_CALL:
		put_call(buffer, event);
		break;
	case EVENT_ERROR:
		put_error(buffer, event->error);
		break;
	case EVENT_WAIT:
	case EVENT_NOTICE:
		PUT(buffer, ",\"text\":");
		put_text(buffer, event->text);
		break;
	case EVENT_VALUE:
		PUT(buffer, ",\"value\":");
		put_argument(buffer, &event->value);
		break;
	case EVENT_PRINT:
		PUT(buffer, ",\"text\":");
		put_argument(buffer, &event->value);
		break;
	case EVENT_KINDS:
		break;
	}
	PUT(buffer, "}\n");
}
