/*
 * call_line: a system call as its line shows it, with the kernel's own names.
 *
 *	c1  accept(3) = 6 from 127.0.0.1:52814
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/names.h"
#include "handsh/show.h"

#include <inttypes.h>
#include <string.h>

#include "show/foreign_text.h"

#define BYTES_SHOWN 80

static void escape_text(struct buffer *buffer, const char *text)
{
	escape_line(buffer, text, strlen(text));
}

static void append_value(struct buffer *buffer, struct value value)
{
	switch (value.type) {
	case TYPE_UNSET:
		break;
	case TYPE_INT:
		buffer_int(buffer, value.integer);
		break;
	case TYPE_BYTES:
		literal_format_cut(buffer, value.bytes->data, value.bytes->length, BYTES_SHOWN);
		break;
	default:
		escape_value(buffer, value);
		break;
	}
}

static void append_bytes(struct buffer *buffer, const struct event_argument *bytes)
{
	literal_format_cut(buffer, bytes->text, bytes->length, BYTES_SHOWN);
	if (bytes->cut && bytes->length <= BYTES_SHOWN)
		buffer_text(buffer, "...");
}

static void append_named(struct buffer *buffer, const struct names *names, int number)
{
	const char *name = name_of(names, number);
	if (name)
		buffer_text(buffer, name);
	else
		buffer_int(buffer, number);
}

static void append_list(struct buffer *buffer, const struct event_argument *list);

static void append_argument(struct buffer *buffer, const struct event_argument *argument)
{
	switch ((enum argument_kind)argument->kind) {
	case ARGUMENT_END:
	case ARGUMENT_NONE:
		break;
	case ARGUMENT_INT:
		buffer_int(buffer, argument->integer);
		break;
	case ARGUMENT_NAMED:
		append_named(buffer, argument->names, argument->number);
		break;
	case ARGUMENT_FLAGS:
		name_flags(argument->names, argument->number, buffer);
		break;
	case ARGUMENT_CONSTANT:
		buffer_text(buffer, argument->text);
		break;
	case ARGUMENT_TEXT:
		escape_line(buffer, argument->text, argument->length);
		break;
	case ARGUMENT_BYTES:
		append_bytes(buffer, argument);
		break;
	case ARGUMENT_VALUE:
		append_value(buffer, argument->value);
		break;
	case ARGUMENT_LIST:
		buffer_byte(buffer, '[');
		append_list(buffer, argument->list);
		buffer_byte(buffer, ']');
		break;
	case ARGUMENT_STRUCT:
		buffer_byte(buffer, '{');
		append_list(buffer, argument->list);
		buffer_byte(buffer, '}');
		break;
	}
}

static void append_list(struct buffer *buffer, const struct event_argument *list)
{
	bool first = true;
	for (; list && list->kind != ARGUMENT_END; list++) {
		if (list->kind == ARGUMENT_NONE)
			continue;
		if (!first)
			buffer_text(buffer, ", ");
		first = false;
		append_argument(buffer, list);
	}
}

/* recv(3, 1024) = 5 "hello" */
static void append_received(struct buffer *buffer, const struct event_call *call)
{
	size_t length;
	if (call->result_kind != RESULT_RECEIVED || !call->data)
		return;
	argument_data(call->data, &length);
	if (!length)
		return;
	buffer_byte(buffer, ' ');
	append_argument(buffer, call->data);
}

static void append_result(struct buffer *buffer, const struct event_call *call)
{
	buffer_int(buffer, call->result);
	if (!call->number)
		return;
	const char *name = call->number < 0 ? name_of(&names_resolver, call->number)
					    : error_name(call->number);
	buffer_byte(buffer, ' ');
	buffer_text(buffer, name ? name : "EAI_UNKNOWN");
}

static void append_given(struct buffer *buffer, const struct event *event, bool received)
{
	if (received)
		append_received(buffer, &event->call);
	if (event->call.gave_kind != GAVE_NOTHING) {
		buffer_text(buffer, event->call.gave_kind == GAVE_SENDER ? " from " : " -> ");
		append_argument(buffer, &event->call.gave);
	}
}

static void append_note(struct buffer *buffer, const char *note)
{
	if (!note)
		return;
	buffer_text(buffer, "   ");
	escape_text(buffer, note);
}

void event_socket_format(const struct event_socket *socket, struct buffer *buffer)
{
	if (socket->alias)
		escape_text(buffer, socket->alias);
	else
		buffer_format(buffer, "%c%" PRIu32, socket->letter, socket->number);
}

static void append_socket(struct buffer *buffer, const struct event_socket *socket)
{
	if (!socket->letter)
		return;
	event_socket_format(socket, buffer);
	buffer_text(buffer, "  ");
}

struct call_parts call_line_parts(const struct event *event, bool received, struct buffer *buffer)
{
	struct call_parts parts;
	if (event->task)
		buffer_format(buffer, "[%u] ", event->task);
	append_socket(buffer, &event->call.socket);
	buffer_text(buffer, event->call.name);
	parts.called = parts.asked = parts.answered = buffer->length;
	if (event->flags & EVENT_KEPT) {
		buffer_text(buffer, ": ");
		escape_text(buffer, event->call.note);
		if (received)
			append_received(buffer, &event->call);
		parts.given = buffer->length;
		return parts;
	}
	buffer_byte(buffer, '(');
	append_list(buffer, event->call.arguments);
	buffer_text(buffer, ") = ");
	parts.asked = buffer->length;
	append_result(buffer, &event->call);
	parts.answered = buffer->length;
	append_given(buffer, event, received);
	parts.given = buffer->length;
	append_note(buffer, event->call.note);
	return parts;
}

void call_line(const struct event *event, bool received, struct buffer *buffer)
{
	call_line_parts(event, received, buffer);
}
