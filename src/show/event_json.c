/*
 * event_json: one event as one JSON object (RFC 8259) on a line, of the shape that events.schema.json
 * describes. The keys are constants, and "event" is always the first.
 *
 * The text is written as it comes, with no tree in between: a server under load has two events a
 * message. fuzz_json and test_json have what is written read by a parser that is not ours, and
 * tests/interop/events.py has every kind checked against the schema.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/code.h"
#include "handsh/names.h"
#include "handsh/show.h"
#include "show/json_value.h"
#include "show/portion.h"

/* A name of our own, which has nothing to escape; NULL: null. */
static void put_name(struct buffer *out, const char *name)
{
	if (!name) {
		PUT(out, "null");
		return;
	}
	size_t length = strlen(name);
	char *room = buffer_reserve(out, length + 2);
	room[0] = room[length + 1] = '"';
	memcpy(room + 1, name, length);
	out->length += length + 2;
}

static void put_optional(struct buffer *out, const struct bytes *bytes)
{
	if (bytes)
		json_bytes(out, bytes->data, bytes->length);
	else
		PUT(out, "null");
}

#ifdef HANDSH_STRESS
#define SMALL ((size_t)8)
#else
#define SMALL ((size_t)1 << 16) /* bytes that are surely done with a piece */
#endif

/* What is not done after a piece is a portion, which begins anew. */
static void put_value(struct buffer *out, struct value value, struct portions *portions)
{
	const size_t start = out->length;
	if (value.type == TYPE_BYTES && (!portions || value.bytes->length <= SMALL)) {
		json_bytes(out, value.bytes->data, value.bytes->length);
	} else if (!portions) {
		json_value(out, value, BYTES_MAX);
	} else if (!json_piece(out, value, PORTION_PIECE)) {
		out->length = start;
		portions_add(portions, PORTION_JSON, value, out);
	}
}

static void put_arguments(struct buffer *out, const struct event_argument *list,
			  const struct event_argument *data, struct portions *portions);

static void put_named(struct buffer *out, const struct names *names, int number)
{
	const char *name = name_of(names, number);
	if (name)
		put_name(out, name);
	else
		buffer_int(out, number);
}

static void put_flags(struct buffer *out, const struct names *names, int bits)
{
	buffer_byte(out, '"');
	name_flags(names, bits, out);
	buffer_byte(out, '"');
}

/* What was sent, data, stands under "out" alone, which may be large: here only that it did. */
static void put_argument(struct buffer *out, const struct event_argument *argument,
			 const struct event_argument *data, struct portions *portions)
{
	if (data && argument == data) {
		PUT(out, "{\"$out\":true}");
		return;
	}
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
		put_name(out, argument->text);
		break;
	case ARGUMENT_TEXT:
	case ARGUMENT_BYTES:
		json_bytes(out, argument->text, argument->length);
		break;
	case ARGUMENT_VALUE:
		put_value(out, argument->value, portions);
		break;
	case ARGUMENT_LIST:
	case ARGUMENT_STRUCT:
		put_arguments(out, argument->list, data, portions);
		break;
	}
}

static void put_arguments(struct buffer *out, const struct event_argument *list,
			  const struct event_argument *data, struct portions *portions)
{
	bool first = true;
	buffer_byte(out, '[');
	for (; list && list->kind != ARGUMENT_END; list++) {
		if (list->kind == ARGUMENT_NONE)
			continue;
		if (!first)
			buffer_byte(out, ',');
		first = false;
		put_argument(out, list, data, portions);
	}
	buffer_byte(out, ']');
}

static void put_socket(struct buffer *out, const struct event_socket *socket)
{
	if (!socket->letter || socket->alias) {
		json_cstring(out, socket->alias);
		return;
	}
	buffer_byte(out, '"');
	buffer_byte(out, socket->letter);
	buffer_int(out, socket->number);
	buffer_byte(out, '"');
}

static void put_result(struct buffer *out, const struct event_call *call, struct portions *portions)
{
	int number = call->number;
	const char *name = number < 0   ? name_of(&names_resolver, number)
			   : number > 0 ? error_name(number)
					: NULL;
	PUT(out, ",\"result\":");
	buffer_int(out, call->result);
	PUT(out, ",\"error\":");
	put_name(out, name);
	if (call->gave_kind == GAVE_SENDER)
		PUT(out, ",\"from\":");
	else if (call->gave_kind == GAVE_VALUE)
		PUT(out, ",\"gave\":");
	if (call->gave_kind != GAVE_NOTHING)
		put_argument(out, &call->gave, NULL, portions);
	if (call->data) {
		PUT(out, ",\"");
		buffer_text(out, call->result_kind == RESULT_RECEIVED ? "in" : "out");
		PUT(out, "\":");
		put_argument(out, call->data, NULL, portions);
	}
}

static void put_call(struct buffer *out, const struct event *event, struct portions *portions)
{
	const struct event_call *call = &event->call;
	PUT(out, ",\"begin\":");
	buffer_int(out, call->begin);
	PUT(out, ",\"socket\":");
	put_socket(out, &call->socket);
	if (call->host) {
		PUT(out, ",\"host\":");
		json_cstring(out, call->host);
	}
	PUT(out, ",\"call\":");
	put_name(out, call->name);
	PUT(out, ",\"arguments\":");
	put_arguments(out, call->arguments, call->data, portions);
	put_result(out, call, portions);
	if (call->note) {
		PUT(out, ",\"note\":");
		json_cstring(out, call->note);
	}
	if (event->flags & EVENT_KEPT)
		PUT(out, ",\"kept\":true");
	if (call->left) {
		PUT(out, ",\"left\":");
		buffer_int(out, (int64_t)call->left);
	}
}

static void put_place(struct buffer *out, struct source *source, uint32_t offset)
{
	unsigned line, column;
	if (!source)
		return;
	source_position(source, offset, &line, &column);
	PUT(out, ",\"file\":");
	json_cstring(out, source->name);
	PUT(out, ",\"line\":");
	buffer_int(out, line);
	PUT(out, ",\"column\":");
	buffer_int(out, column);
}

static void put_error(struct buffer *out, const struct error *error, struct portions *portions)
{
	struct buffer message = {0};
	error_message_cut(error, &message, ERROR_SHOWN);
	PUT(out, ",\"error\":");
	put_name(out, error->name);
	PUT(out, ",\"call\":");
	put_optional(out, error->call);
	PUT(out, ",\"message\":");
	json_bytes(out, message.data, message.length);
	PUT(out, ",\"hint\":");
	put_optional(out, error->hint);
	if (error->done >= 0) {
		PUT(out, ",\"done\":");
		buffer_int(out, error->done);
	}
	if (error->data) {
		PUT(out, ",\"data\":");
		put_value(out, value_bytes(error->data), portions);
	}
	buffer_free(&message);
}

static void put_begun(struct buffer *out, const struct event_task *begun)
{
	PUT(out, ",\"name\":");
	json_cstring(out, begun->name);
	PUT(out, ",\"starter\":");
	buffer_int(out, begun->starter);
}

static void put_end(struct buffer *out, const struct event_end *end, struct portions *portions)
{
	static const char *const ways[] = {
		[ENDED_DONE] = "done",
		[ENDED_FAILED] = "failed",
		[ENDED_SYNTAX] = "syntax",
		[ENDED_CANCELED] = "canceled",
		[ENDED_INTERRUPTED] = "interrupted",
		[ENDED_EXIT] = "exit",
	};
	PUT(out, ",\"status\":");
	put_name(out, ways[end->how]);
	if (end->error) {
		PUT(out, ",\"error\":");
		put_name(out, end->error->name);
	}
	if (end->value.kind == ARGUMENT_VALUE) {
		PUT(out, ",\"value\":");
		put_argument(out, &end->value, NULL, portions);
	}
}

static struct value packet_field_value(const struct event_packet *packet, const char *name)
{
	struct value value = VALUE_NIL;
	struct bytes *field = bytes_text(name);
	object_field(packet->packet, field, &value);
	object_release(field);
	return value;
}

/* What has become of one that has been told of is told with its number alone. */
static void put_packet(struct buffer *out, const struct event_packet *packet,
		       struct portions *portions)
{
	const char *name = packet->became ? "id" : "value";
	struct value value = packet_field_value(packet, name);
	buffer_format(out, ",\"%s\":", packet->became ? "id" : "packet");
	put_value(out, value, portions);
	value_release(value);
	if (packet->became) {
		PUT(out, ",\"became\":");
		put_name(out, packet->became);
	}
}

static void put_state(struct buffer *out, const struct event_state *state)
{
	PUT(out, ",\"host\":");
	json_cstring(out, state->host);
	PUT(out, ",\"socket\":");
	put_socket(out, &state->socket);
	PUT(out, ",\"before\":");
	put_name(out, state->before);
	PUT(out, ",\"after\":");
	put_name(out, state->after);
	PUT(out, ",\"packet\":");
	buffer_int(out, state->packet);
}

static void put_kind(struct buffer *out, const struct event *event, struct portions *portions)
{
	switch (event->kind) {
	case EVENT_CALL:
		put_call(out, event, portions);
		break;
	case EVENT_ERROR:
		put_error(out, event->error, portions);
		if (event->flags & EVENT_CAUGHT)
			PUT(out, ",\"caught\":true");
		break;
	case EVENT_WAIT:
	case EVENT_NOTICE:
		PUT(out, ",\"text\":");
		json_cstring(out, event->text);
		break;
	case EVENT_VALUE:
		PUT(out, ",\"value\":");
		put_argument(out, &event->value, NULL, portions);
		break;
	case EVENT_PRINT:
		PUT(out, ",\"text\":");
		put_argument(out, &event->value, NULL, portions);
		break;
	case EVENT_PACKET:
		put_packet(out, &event->packet, portions);
		break;
	case EVENT_STATE:
		put_state(out, &event->state);
		break;
	case EVENT_TABLE:
		PUT(out, ",\"name\":");
		put_name(out, event->table.name);
		PUT(out, ",\"value\":");
		put_argument(out, &event->table.value, NULL, portions);
		break;
	case EVENT_TASK_BEGIN:
		put_begun(out, &event->begun);
		break;
	case EVENT_TASK_END:
	case EVENT_STATEMENT_END:
	case EVENT_UNIT_END:
		put_end(out, &event->end, portions);
		break;
	case EVENT_KINDS:
		break;
	}
}

static const char *kind_name(enum event_kind kind)
{
	static const char *const names[EVENT_KINDS] = {
		[EVENT_CALL] = "call",         [EVENT_VALUE] = "value",
		[EVENT_PRINT] = "print",       [EVENT_ERROR] = "error",
		[EVENT_WAIT] = "wait",         [EVENT_NOTICE] = "notice",
		[EVENT_PACKET] = "packet",     [EVENT_STATE] = "state",
		[EVENT_TABLE] = "table",       [EVENT_TASK_BEGIN] = "task-begin",
		[EVENT_TASK_END] = "task-end", [EVENT_STATEMENT_END] = "statement-end",
		[EVENT_UNIT_END] = "unit-end",
	};
	return names[kind];
}

void event_json(const struct event *event, int64_t wall, struct buffer *buffer,
		struct portions *portions)
{
	PUT(buffer, "{\"event\":");
	put_name(buffer, kind_name(event->kind));
	PUT(buffer, ",\"wall\":");
	buffer_int(buffer, wall);
	PUT(buffer, ",\"time\":");
	buffer_int(buffer, event->time);
	PUT(buffer, ",\"task\":");
	buffer_int(buffer, event->task);
	if (event->kind == EVENT_ERROR)
		put_place(buffer, (struct source *)event->error->source, event->error->offset);
	else
		put_place(buffer, event->source, event->offset);
	put_kind(buffer, event, portions);
	PUT(buffer, "}\n");
}
