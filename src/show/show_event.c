/*
 * show_event: how each kind of event looks to a person. Nothing that may come from a peer reaches a
 * terminal without being escaped, except where print --raw asks for it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <string.h>

#include "show/display.h"
#include "show/foreign_text.h"
#include "show/screen.h"
#include "show/shown_value.h"

/* Errors and notices of tasks, since nobody can be made to wait with them; and what clients cause. */
bool display_spares(const struct display *display, const struct event *event)
{
	const bool report = event->kind != EVENT_CALL && event->kind != EVENT_VALUE &&
			    event->kind != EVENT_PRINT;
	return !display->settings.json &&
	       ((event->flags & EVENT_OF_CLIENT) || (report && event->task));
}

void display_make_plain(const struct display *display, struct buffer *text)
{
	if (display->utf8)
		return;
	struct buffer plain = {0};
	escape_format(&plain, text->data, text->length, false);
	buffer_free(text);
	*text = plain;
}

static void make_plain(const struct display *display, struct buffer *text, bool terminal)
{
	if (terminal)
		display_make_plain(display, text);
}

static void put_part(const struct display *display, const struct buffer *line, size_t start,
		     size_t end, const char *shade, struct buffer *colored)
{
	struct buffer part = {0};
	buffer_append(&part, line->data + start, end - start);
	make_plain(display, &part, display->terminal);
	if (*shade && part.length)
		buffer_text(colored, shade);
	buffer_append(colored, part.data, part.length);
	if (*shade && part.length)
		buffer_text(colored, SHADE_NONE);
	buffer_free(&part);
}

/* By part: who calls what, and what came of it. */
static void color_line(const struct display *display, const struct event *event,
		       const struct call_parts *parts, struct buffer *line)
{
	struct buffer colored = {0};
	const char *answer = event->call.number ? SHADE_RED : SHADE_GREEN;
	put_part(display, line, 0, parts->called, SHADE_BOLD, &colored);
	put_part(display, line, parts->called, parts->asked, "", &colored);
	put_part(display, line, parts->asked, parts->answered, answer, &colored);
	put_part(display, line, parts->answered, line->length, "", &colored);
	buffer_free(line);
	*line = colored;
}

/* A note goes on at a word, where the line is longer than the screen is wide. */
static void wrap_note(const struct display *display, const struct call_parts *parts,
		      struct buffer *line)
{
	const unsigned width = display_width(display);
	struct buffer note = {0};
	if (text_columns(line->data, line->length) <= width)
		return;
	buffer_append(&note, line->data + parts->given, line->length - parts->given);
	line->length = parts->given;
	const size_t columns = text_columns(line->data, line->length);
	escape_wrapped(line, note.data, note.length,
		       (struct wrapping){width, (unsigned)(columns % width), 4});
	buffer_free(&note);
}

static void show_call_line(struct display *display, const struct event *event)
{
	if (event->flags & EVENT_OF_CLIENT && !streams_spare(&display->streams))
		return;
	struct buffer *line = &display->scratch;
	const struct call_parts parts = call_line_parts(event, display->settings.trace, line);
	if (display->terminal)
		wrap_note(display, &parts, line);
	if (display->output_color)
		color_line(display, event, &parts, line);
	else
		make_plain(display, line, display->terminal);
	buffer_byte(line, '\n');
	streams_put(&display->streams, line->data, line->length);
	line->length = 0;
}

/* Apart from what happens most often, which needs no room for it. */
static __attribute__((noinline)) void put_portion(struct display *display, enum portion_form form,
						  struct value value)
{
	struct portions portions = {0};
	const struct buffer empty = {0};
	portions_add(&portions, form, value, &empty);
	streams_put_portions(&display->streams, &empty, &portions);
}

/* Large bytes are held, and so written without being copied. */
static void put_data(struct display *display, const struct event_argument *argument)
{
	size_t length;
	const char *data = argument_data(argument, &length);
	if (argument->kind == ARGUMENT_VALUE && length > PORTION_PIECE)
		put_portion(display, PORTION_BYTES, argument->value);
	else
		streams_put(&display->streams, data, length);
}

static void show_text(struct display *display, const char *data, size_t length)
{
	if (!display->terminal) {
		streams_put(&display->streams, data, length);
		return;
	}
	escape_format(&display->scratch, data, length, display->utf8);
	streams_put(&display->streams, display->scratch.data, display->scratch.length);
}

static void show_print(struct display *display, const struct event *event)
{
	size_t length;
	const char *data = argument_data(&event->value, &length);
	if (event->flags & EVENT_RAW || !display->terminal)
		put_data(display, &event->value);
	else
		show_text(display, data, length);
}

#define AROUND 5 /* rows for what is typed, the call line, the prompt */
#define ROWS_LEAST 3

static struct screen screen_of(const struct display *display)
{
	const unsigned rows = display_rows(display);
	return (struct screen){
		.rows = rows < AROUND + ROWS_LEAST ? ROWS_LEAST : rows - AROUND,
		.columns = display_width(display),
		.utf8 = display->utf8,
		.color = display->output_color,
	};
}

/* Bytes as a line, or several: always ends its line. */
static void show_bytes(struct display *display, const struct event_argument *argument)
{
	size_t length;
	const char *data = argument_data(argument, &length);
	if (display->terminal) {
		const struct screen screen = screen_of(display);
		screen_format(&screen, data, length, &display->scratch);
		streams_put(&display->streams, display->scratch.data, display->scratch.length);
		return;
	}
	put_data(display, argument);
	if (!length || data[length - 1] != '\n')
		streams_put(&display->streams, "\n", 1);
}

static void show_call(struct display *display, const struct event *event)
{
	const struct event_call *call = &event->call;
	bool top = event->flags & EVENT_TOP;
	if (display->settings.trace || (top && !call->number))
		show_call_line(display, event);
	if (!(event->flags & EVENT_OWN) || call->result_kind != RESULT_RECEIVED || !call->data)
		return;
	/* That nothing came is said by the call line's note. */
	size_t length;
	argument_data(call->data, &length);
	if (length)
		show_bytes(display, call->data);
}

/* Bytes of a list or map: a character takes no more columns than it has bytes. */
static size_t shown_most(const struct display *display)
{
	if (!display->terminal)
		return BYTES_MAX;
	const struct screen screen = screen_of(display);
	return screen.rows * screen.columns;
}

static void say_left_out(struct display *display, struct buffer *left_out)
{
	if (left_out->length) {
		buffer_byte(left_out, '\n');
		streams_report(&display->streams, left_out, false);
	}
	buffer_free(left_out);
}

/* What is not done after a piece is a portion, which begins anew. A terminal has little room. */
static void show_container(struct display *display, struct value container)
{
	struct buffer text = {0}, left_out = {0};
	const size_t piece = display->terminal ? SIZE_MAX : PORTION_PIECE;
	struct shown_value shown;
	shown_value_begin(&shown, container, shown_most(display), &text);
	if (!shown_value_go_on(&shown, &text, piece)) {
		value_text_end(&shown.way);
		put_portion(display, PORTION_SHOWN, container);
		streams_put(&display->streams, "\n", 1);
	} else {
		shown_value_end(&shown, &text, &left_out);
		buffer_byte(&text, '\n');
		show_text(display, text.data, text.length);
		say_left_out(display, &left_out);
	}
	buffer_free(&text);
}

static void show_value(struct display *display, const struct event_argument *argument)
{
	struct value value = argument->value;
	struct buffer text = {0};
	if (value.type == TYPE_BYTES) {
		show_bytes(display, argument);
	} else if (value.type == TYPE_LIST || value.type == TYPE_MAP) {
		show_container(display, value);
	} else {
		value_format(value, &text);
		buffer_byte(&text, '\n');
		show_text(display, text.data, text.length);
		buffer_free(&text);
	}
}

static void say_caught(const struct event *event, struct buffer *text)
{
	if (event->flags & EVENT_CAUGHT)
		buffer_text(text, "  it is caught, and the exit status is 1 all the same\n");
}

/* Columns of the screen on which errors and notices stand; 0: they stand on none. */
static unsigned error_width(const struct display *display)
{
	return display->error_terminal ? terminal_width(display->settings.error) : 0;
}

static void put_error(struct display *display, const struct event *event)
{
	struct buffer *text = &display->scratch;
	const unsigned width = error_width(display);
	if (!display->error_color) {
		error_report(event->error, event->task, width, text);
		say_caught(event, text);
		make_plain(display, text, display->error_terminal);
		streams_report(&display->streams, text, display_spares(display, event));
		return;
	}
	struct buffer report = {0};
	error_report(event->error, event->task, width, &report);
	say_caught(event, &report);
	make_plain(display, &report, display->error_terminal);
	char *newline = memchr(report.data, '\n', report.length);
	size_t first = newline ? (size_t)(newline - report.data) : report.length;
	buffer_text(text, SHADE_RED);
	buffer_append(text, report.data, first);
	buffer_text(text, SHADE_NONE);
	buffer_append(text, report.data + first, report.length - first);
	buffer_free(&report);
	streams_report(&display->streams, text, display_spares(display, event));
}

void show_summary(struct display *display, struct buffer *summary)
{
	make_plain(display, summary, display->error_terminal);
	if (summary->length)
		streams_report(&display->streams, summary, true);
	buffer_free(summary);
}

static void show_error(struct display *display, const struct event *event)
{
	struct buffer summary = {0};
	bool client = event->flags & EVENT_OF_CLIENT;
	bool shown = (!client && !event->task) ||
		     reports_pass(&display->reports, event->error, client, event->time, &summary);
	show_summary(display, &summary);
	if (shown)
		put_error(display, event);
}

static void show_notice(struct display *display, const struct event *event)
{
	struct buffer *text = &display->scratch;
	if (event->task)
		buffer_format(text, "[%u] ", event->task);
	escape_wrapped(text, event->text, strlen(event->text),
		       (struct wrapping){.width = error_width(display),
					 .column = (unsigned)text->length,
					 .indent = 2});
	make_plain(display, text, display->error_terminal);
	buffer_byte(text, '\n');
	streams_report(&display->streams, text, display_spares(display, event));
}

/* Its time in a transcript is that of the calls around it. */
static void show_packet(struct display *display, const struct event *event)
{
	struct buffer *line = &display->scratch;
	packet_event_format(event, display->terminal ? display_width(display) : 0, line);
	make_plain(display, line, display->terminal);
	buffer_byte(line, '\n');
	streams_put(&display->streams, line->data, line->length);
	line->length = 0;
}

static void show_state(struct display *display, const struct event *event)
{
	struct buffer *line = &display->scratch;
	state_event_format(event, display->utf8 || !display->terminal, line);
	make_plain(display, line, display->terminal);
	buffer_byte(line, '\n');
	streams_put(&display->streams, line->data, line->length);
	line->length = 0;
}

void show_event(struct display *display, const struct event *event)
{
	switch (event->kind) {
	case EVENT_CALL:
		show_call(display, event);
		break;
	case EVENT_VALUE:
		show_value(display, &event->value);
		break;
	case EVENT_PRINT:
		if (!(event->flags & EVENT_PAGED))
			show_print(display, event);
		break;
	case EVENT_ERROR:
		show_error(display, event);
		break;
	case EVENT_PACKET:
		show_packet(display, event);
		break;
	case EVENT_STATE:
		show_state(display, event);
		break;
	default:
		show_notice(display, event);
		break;
	}
}
