/*
 * call_line: a system call as its line shows it, with the kernel's own names.
 *
 *	c1  accept(3) = 6 from 127.0.0.1:52814
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/names.h"
#include "handsh/show.h"

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

static void append_arguments(struct buffer *buffer, const struct event *event)
{
	for (unsigned i = 0; i < event->call.count && i < EVENT_ARGUMENTS; i++) {
		const struct event_argument *argument = &event->call.arguments[i];
		if (i)
			buffer_text(buffer, ", ");
		if (argument->word)
			escape_text(buffer, argument->word);
		else
			append_value(buffer, argument->value);
	}
}

/* accept(2), recvfrom(2) and their kin tell where from; other calls give the value itself. */
static bool tells_sender(const char *name)
{
	return strncmp(name, "accept", 6) == 0 || strncmp(name, "recv", 4) == 0;
}

static void append_result(struct buffer *buffer, const struct event *event)
{
	buffer_text(buffer, ") = ");
	buffer_int(buffer, event->call.result);
	if (event->call.number) {
		const char *name = event->call.number < 0
					   ? name_of(&names_resolver, event->call.number)
					   : error_name(event->call.number);
		buffer_byte(buffer, ' ');
		buffer_text(buffer, name ? name : "EAI_UNKNOWN");
	}
	if (event->call.word) {
		buffer_text(buffer, " -> ");
		escape_text(buffer, event->call.word);
	} else if (event->call.from.type != TYPE_UNSET) {
		buffer_text(buffer, tells_sender(event->call.name) ? " from " : " -> ");
		append_value(buffer, event->call.from);
	}
	if (event->call.note) {
		buffer_text(buffer, "   ");
		escape_text(buffer, event->call.note);
	}
}

void call_line(const struct event *event, struct buffer *buffer)
{
	if (event->task)
		buffer_format(buffer, "[%u] ", event->task);
	if (event->call.socket) {
		escape_text(buffer, event->call.socket);
		buffer_text(buffer, "  ");
	}
	buffer_text(buffer, event->call.name);
	buffer_byte(buffer, '(');
	append_arguments(buffer, event);
	append_result(buffer, event);
}
