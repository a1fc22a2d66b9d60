/*
 * display: the subscriber that shows events to a person, or as JSON to a program.
 *
 * Standard output is buffered until the machine sleeps, something goes to standard error, or the
 * buffer is full. No write waits: what a reader does not take stays in line.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "show/display.h"

#include <langinfo.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define SCRATCH_KEPT (1024 * 1024) /* a larger scratch buffer is given back after its event */

static void notify(void *context, const struct event *event)
{
	struct display *display = context;
	if (display->settings.json) {
		struct portions portions = {0};
		event_json(event, clock_wall(), &display->scratch, &portions);
		streams_put_portions(&display->streams, &display->scratch, &portions);
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
	while (display_flush(display) && display_makes(display))
		;
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

bool display_knows_utf8(const struct display *display)
{
	return display->utf8;
}

bool display_coloured(const struct display *display, enum display_stream stream)
{
	return stream == DISPLAY_OUTPUT ? display->output_color : display->error_color;
}

unsigned terminal_width(int descriptor)
{
	struct winsize size;
	if (ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col)
		return size.ws_col;
	return 80;
}

unsigned display_width(const struct display *display)
{
	return terminal_width(display->settings.output);
}

unsigned display_rows(const struct display *display)
{
	struct winsize size;
	if (ioctl(display->settings.output, TIOCGWINSZ, &size) == 0 && size.ws_row)
		return size.ws_row;
	return 24;
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
	show_summary(display, &summary);
}

/* ---- the streams ---- */

bool display_flush(struct display *display)
{
	bool fine = streams_flush(&display->streams);
	log_check(&display->log);
	return fine;
}

void display_draw(struct display *display, const struct buffer *controls)
{
	streams_draw(&display->streams, DISPLAY_OUTPUT, controls->data, controls->length);
}

void display_hold(struct display *display, bool held)
{
	streams_hold(&display->streams, held);
}

void display_break_line(struct display *display)
{
	if (display->terminal)
		output_try(&display->streams.outputs[DISPLAY_OUTPUT], "\n", 1);
}

ssize_t display_pass(struct display *display, const void *data, size_t length)
{
	return streams_pass(&display->streams, data, length);
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

size_t display_taken(const struct display *display, enum display_stream stream)
{
	return display->streams.outputs[stream].taken;
}

size_t display_waiting(const struct display *display, enum display_stream stream)
{
	const struct output *output = &display->streams.outputs[stream];
	return output_waiting(output) + !!output->portions.first;
}

bool display_owes(const struct display *display, enum display_stream stream)
{
	return display->streams.outputs[stream].portions.first;
}

bool display_owes_last(struct display *display, enum display_stream stream)
{
	struct output *output = &display->streams.outputs[stream];
	bool owes = output->owes_last;
	output->owes_last = false;
	return owes;
}

bool display_makes(const struct display *display)
{
	return streams_make(&display->streams);
}

int display_descriptor(const struct display *display, enum display_stream stream)
{
	return display->streams.outputs[stream].descriptor;
}

FILE *display_file(struct display *display, enum display_stream stream)
{
	return streams_file(&display->streams, stream);
}

size_t display_drop(struct display *display, bool *more)
{
	size_t dropped = 0;
	for (unsigned i = 0; i < DISPLAY_STREAMS; i++)
		dropped += output_drop(&display->streams.outputs[i], more);
	return dropped;
}

void display_say(struct display *display, const struct buffer *text)
{
	streams_report(&display->streams, text, false);
}
