/*
 * packet_event: how a packet looks between the call lines, and what it has changed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "show/display.h"
#include "show/foreign_text.h"

#define FATE_AT 92 /* the column of what becomes of a packet, where its line is not longer */
#define GAP 3
#define INDENT 4 /* of what goes on in another row */

/* Columns of a line, which is ASCII but for names: those are few. */
static void pad(struct buffer *text, size_t start, unsigned width)
{
	const size_t length = text->length - start;
	const size_t at = width && width < FATE_AT + 16 ? 0 : FATE_AT;
	buffer_format(text, "%*s", length + GAP < at ? (int)(at - length) : GAP, "");
}

static void put_line(const struct event *event, unsigned width, struct buffer *text)
{
	const struct event_packet *packet = &event->packet;
	struct value value;
	struct bytes *name = bytes_text(packet->became ? "id" : "outcome");
	const size_t start = text->length;
	object_field(packet->packet, name, &value);
	object_release(name);
	if (packet->became) {
		buffer_format(text, "#%lld  %s", (long long)value.integer, packet->became);
	} else {
		packet->packet->behaviour->format(packet->packet, text);
		if (packet->held || value.bytes->length)
			pad(text, start, width);
		if (packet->held)
			buffer_text(text, "held");
		else
			value_format(value, text);
	}
	value_release(value);
}

void packet_event_format(const struct event *event, unsigned width, struct buffer *text)
{
	struct buffer line = {0};
	put_line(event, width, &line);
	escape_wrapped(text, line.data, line.length,
		       (struct wrapping){.width = width, .indent = INDENT});
	buffer_free(&line);
}

void state_change_format(const struct event *event, bool utf8, struct buffer *text)
{
	const struct event_state *state = &event->state;
	buffer_format(text, "%s %s %s", state->before, utf8 ? "→" : "->", state->after);
	if (!state->socket.letter)
		return;
	buffer_text(text, " (");
	event_socket_format(&state->socket, text);
	buffer_byte(text, ')');
}

void state_event_format(const struct event *event, bool utf8, struct buffer *text)
{
	buffer_format(text, "%s: ", event->state.host);
	state_change_format(event, utf8, text);
}
