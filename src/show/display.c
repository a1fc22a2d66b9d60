/*
 * display: the subscriber that shows events to a person, or as JSON to a program.
 *
 * Standard output is buffered until the machine sleeps, something goes to standard error, or the
 * buffer is full. No write waits: what a reader does not take stays in line. Nothing that may come from a peer reaches a terminal without being escaped,
 * except where print --raw asks for it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/show.h"

#include <langinfo.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "show/foreign_text.h"
#include "show/log.h"
#include "show/reports.h"
#include "show/screen.h"
#include "show/shown_value.h"
#include "show/streams.h"

#define SCRATCH_KEPT (1024 * 1024) /* a larger scratch buffer is given back after its event */

struct display {
	struct journal *journal;
	struct subscriber subscriber;
	struct log log;
	struct display_settings settings;
	struct streams streams;
	struct buffer scratch; /* the event being formatted */
	struct reports reports;
	bool terminal;       /* standard output is one */
	bool error_terminal; /* standard error is one */
	bool utf8;           /* the terminal shows UTF-8 */
	bool output_color, error_color;
};

/* ---- events ---- */

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

static void show_call_line(struct display *display, const struct event *event)
{
	if (event->flags & EVENT_OF_CLIENT && !streams_spare(&display->streams))
		return;
	struct buffer *line = &display->scratch;
	call_line(event, display->settings.trace, line);
	make_plain(display, line, display->terminal);
	if (display->output_color) {
		const char *shade = event->call.number ? SHADE_RED : SHADE_BOLD;
		streams_put(&display->streams, shade, strlen(shade));
		buffer_text(line, SHADE_NONE);
	}
	buffer_byte(line, '\n');
	streams_put(&display->streams, line->data, line->length);
	line->length = 0;
}

static void show_text(struct display *display, const char *data, size_t length, bool raw)
{
	if (raw || !display->terminal) {
		streams_put(&display->streams, data, length);
		return;
	}
	escape_format(&display->scratch, data, length, display->utf8);
	streams_put(&display->streams, display->scratch.data, display->scratch.length);
}

#define ROWS 24  /* of a terminal that does not say */
#define AROUND 5 /* rows for what is typed, the call line, the prompt */
#define ROWS_LEAST 3

static struct screen screen_of(const struct display *display)
{
	struct winsize size = {.ws_row = ROWS};
	if (ioctl(display->settings.output, TIOCGWINSZ, &size) < 0 || !size.ws_row)
		size.ws_row = ROWS;
	return (struct screen){
		.rows = size.ws_row < AROUND + ROWS_LEAST ? ROWS_LEAST : size.ws_row - AROUND,
		.columns = display_width(display),
		.utf8 = display->utf8,
		.color = display->output_color,
	};
}

/* Bytes as a line, or several: always ends its line. */
static void show_bytes(struct display *display, const char *data, size_t length)
{
	if (display->terminal) {
		const struct screen screen = screen_of(display);
		screen_format(&screen, data, length, &display->scratch);
		streams_put(&display->streams, display->scratch.data, display->scratch.length);
		return;
	}
	streams_put(&display->streams, data, length);
	if (!length || data[length - 1] != '\n')
		streams_put(&display->streams, "\n", 1);
}

static void show_call(struct display *display, const struct event *event)
{
	const struct event_call *call = &event->call;
	bool top = event->flags & EVENT_TOP;
	if (display->settings.trace || (top && !call->number))
		show_call_line(display, event);
	/* That nothing came is said by the call line's note. */
	if (event->flags & EVENT_OWN && call->result_kind == RESULT_RECEIVED && call->data &&
	    call->data->length)
		show_bytes(display, call->data->text, call->data->length);
}

static void show_value(struct display *display, const struct event_argument *argument)
{
	struct buffer text = {0}, left_out = {0};
	struct value value = argument->value;
	if (value.type == TYPE_BYTES) {
		show_bytes(display, value.bytes->data, value.bytes->length);
		return;
	}
	if (value.type == TYPE_LIST || value.type == TYPE_MAP)
		shown_value(value, BYTES_MAX, &text, &left_out);
	else
		value_format(value, &text);
	buffer_byte(&text, '\n');
	show_text(display, text.data, text.length, false);
	buffer_free(&text);
	if (left_out.length) {
		buffer_byte(&left_out, '\n');
		streams_report(&display->streams, &left_out, false);
	}
	buffer_free(&left_out);
}

/* Columns of the terminal. */
static unsigned width_of(int descriptor)
{
	struct winsize size;
	if (ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col)
		return size.ws_col;
	return 80;
}

static void put_error(struct display *display, const struct event *event)
{
	struct buffer *text = &display->scratch;
	const unsigned width = display->error_terminal ? width_of(display->settings.error) : 0;
	if (!display->error_color) {
		error_report(event->error, event->task, width, text);
		make_plain(display, text, display->error_terminal);
		streams_report(&display->streams, text, display_spares(display, event));
		return;
	}
	struct buffer report = {0};
	error_report(event->error, event->task, width, &report);
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

static void put_summary(struct display *display, struct buffer *summary)
{
	make_plain(display, summary, display->error_terminal);
	if (summary->length)
		streams_report(&display->streams, summary, true);
	buffer_free(summary);
}

static void show_error(struct display *display, const struct event *event)
{
	struct buffer summary = {0};
	bool shown = !(event->flags & EVENT_OF_CLIENT) ||
		     reports_pass(&display->reports, event->error, event->time, &summary);
	put_summary(display, &summary);
	if (shown)
		put_error(display, event);
}

static void show_notice(struct display *display, const struct event *event)
{
	struct buffer *text = &display->scratch;
	if (event->task)
		buffer_format(text, "[%u] ", event->task);
	escape_line(text, event->text, strlen(event->text));
	make_plain(display, text, display->error_terminal);
	buffer_byte(text, '\n');
	streams_report(&display->streams, text, display_spares(display, event));
}

static void show_event(struct display *display, const struct event *event)
{
	switch (event->kind) {
	case EVENT_CALL:
		show_call(display, event);
		break;
	case EVENT_VALUE:
		show_value(display, &event->value);
		break;
	case EVENT_PRINT:
		show_text(display, event->value.text, event->value.length,
			  event->flags & EVENT_RAW);
		break;
	case EVENT_ERROR:
		show_error(display, event);
		break;
	default:
		show_notice(display, event);
		break;
	}
}

static void notify(void *context, const struct event *event)
{
	struct display *display = context;
	if (display->settings.json) {
		event_json(event, clock_wall(), &display->scratch);
		streams_put(&display->streams, display->scratch.data, display->scratch.length);
	} else {
		show_event(display, event);
	}
	if (display->scratch.capacity > SCRATCH_KEPT)
		buffer_free(&display->scratch);
	display->scratch.length = 0;
}

/* ---- the display ---- */

#define QUIET (EVENT_MASK(EVENT_PRINT) | EVENT_MASK(EVENT_ERROR))
#define ENDS_AND_TABLES                                                                            \
	(EVENT_MASK(EVENT_TABLE) | EVENT_MASK(EVENT_STATEMENT_END) | EVENT_MASK(EVENT_UNIT_END))
#define SHOWN (EVENT_MASK(EVENT_TABLE) - 1)
#define ALL (EVENT_MASK(EVENT_KINDS) - 1)

static unsigned wanted_kinds(const struct display_settings *settings)
{
	unsigned kinds = settings->quiet ? QUIET : SHOWN;
	if (settings->json)
		kinds = (settings->quiet ? QUIET | ENDS_AND_TABLES : ALL) | EVENT_AS_VALUES;
	if (settings->trace)
		return kinds | EVENT_MASK(EVENT_CALL);
	return settings->json ? kinds : kinds | EVENT_ONLY_TOP;
}

struct display *display_new(struct journal *journal, const struct display_settings *settings)
{
	struct display *display = memory_zeroed(1, sizeof(*display));
	display->journal = journal;
	display->settings = *settings;
	streams_open(&display->streams, settings->output, settings->error, settings->log);
	display->terminal = isatty(settings->output);
	display->error_terminal = isatty(settings->error);
	display->utf8 = strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
	display->output_color = !settings->json && color_allowed(settings->color, settings->output);
	display->error_color = color_allowed(settings->color, settings->error);
	display->subscriber = (struct subscriber){
		.kinds = wanted_kinds(settings),
		.notify = notify,
		.context = display,
	};
	journal_subscribe(journal, &display->subscriber);
	log_open(&display->log, journal, &display->streams, settings->log_path, settings->log);
	return display;
}

void display_free(struct display *display)
{
	if (!display)
		return;
	display_summarize(display, TIME_NEVER);
	display_flush(display);
	journal_unsubscribe(display->journal, &display->subscriber);
	streams_close(&display->streams);
	log_close(&display->log);
	buffer_free(&display->scratch);
	free(display);
}

const struct subscriber *display_subscriber(const struct display *display)
{
	return &display->subscriber;
}

const struct subscriber *display_log_subscriber(const struct display *display)
{
	return &display->log.subscriber;
}

void display_trace(struct display *display, bool on)
{
	display->settings.trace = on;
	journal_want(display->journal, &display->subscriber, wanted_kinds(&display->settings));
}

bool display_hides_calls(const struct display *display)
{
	const struct display_settings *settings = &display->settings;
	return !(settings->json || settings->quiet || settings->trace);
}

bool display_is_terminal(const struct display *display)
{
	return display->terminal;
}

unsigned display_width(const struct display *display)
{
	return width_of(display->settings.output);
}

/* ---- reports that are counted ---- */

int64_t display_due(const struct display *display)
{
	return reports_due(&display->reports);
}

void display_summarize(struct display *display, int64_t now)
{
	struct buffer summary = {0};
	reports_summarize(&display->reports, now, &summary);
	put_summary(display, &summary);
}

/* ---- the streams ---- */

bool display_flush(struct display *display)
{
	bool fine = streams_flush(&display->streams);
	log_check(&display->log);
	return fine;
}

void display_hold(struct display *display, bool held)
{
	streams_hold(&display->streams, held);
}

int display_failed(const struct display *display)
{
	return display->streams.outputs[DISPLAY_OUTPUT].failed;
}

void display_guard(struct display *display, void (*before)(void *context),
		   void (*after)(void *context), void *context)
{
	display->streams.before = before;
	display->streams.after = after;
	display->streams.context = context;
}

void display_on_blocked(struct display *display,
			void (*blocked)(void *context, enum display_stream stream), void *context)
{
	display->streams.blocked = blocked;
	display->streams.blocked_context = context;
}

enum display_stream display_stream(const struct display *display, enum event_kind kind)
{
	bool error = kind == EVENT_ERROR || kind == EVENT_WAIT || kind == EVENT_NOTICE;
	return error && !display->settings.json && !display->streams.same ? DISPLAY_ERROR
									  : DISPLAY_OUTPUT;
}

bool display_crowded(const struct display *display, enum display_stream stream)
{
	return streams_crowded(&display->streams, stream);
}

size_t display_waiting(const struct display *display, enum display_stream stream)
{
	return output_waiting(&display->streams.outputs[stream]);
}

int display_descriptor(const struct display *display, enum display_stream stream)
{
	return display->streams.outputs[stream].descriptor;
}

FILE *display_file(struct display *display, enum display_stream stream)
{
	return streams_file(&display->streams, stream);
}

size_t display_drop(struct display *display)
{
	size_t dropped = 0;
	for (unsigned i = 0; i < DISPLAY_STREAMS; i++)
		dropped += output_drop(&display->streams.outputs[i]);
	return dropped;
}

void display_say(struct display *display, const struct buffer *text)
{
	streams_report(&display->streams, text, false);
}
