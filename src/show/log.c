/*
 * log: see log.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "show/log.h"

#include <unistd.h>

#include "handsh/names.h"

#define LINE_KEPT (1024 * 1024) /* a larger buffer is given back after its event */

static void write_event(void *context, const struct event *event)
{
	struct log *log = context;
	struct portions portions = {0};
	event_json(event, clock_wall(), &log->line, &portions);
	streams_log(log->streams, &log->line, &portions);
	if (log->line.capacity > LINE_KEPT)
		buffer_free(&log->line);
	log->line.length = 0;
	log_check(log);
}

void log_open(struct log *log, struct journal *journal, struct streams *streams, const char *path,
	      int descriptor)
{
	*log = (struct log){
		.subscriber = {.notify = write_event, .context = log},
		.journal = journal,
		.streams = streams,
		.path = path,
		.descriptor = descriptor,
	};
	if (!path)
		return;
	log->subscriber.kinds = (EVENT_MASK(EVENT_KINDS) - 1) | EVENT_AS_VALUES;
	journal_subscribe(journal, &log->subscriber);
}

static void stop(struct log *log)
{
	if (!log->subscriber.kinds)
		return;
	log->subscriber.kinds = 0;
	journal_unsubscribe(log->journal, &log->subscriber);
}

void log_check(struct log *log)
{
	int number = log->streams->outputs[DISPLAY_LOG].failed;
	if (!number || !log->subscriber.kinds)
		return;
	stop(log);
	struct error *error = error_errno(number, "write", "%s: the log ends here", log->path);
	struct buffer text = {0};
	buffer_text(&text, "handsh: ");
	error_report(error, 0, 0, &text);
	streams_report(log->streams, &text, false);
	buffer_free(&text);
	object_release(error);
}

void log_close(struct log *log)
{
	stop(log);
	buffer_free(&log->line);
	if (log->path)
		close(log->descriptor);
}
