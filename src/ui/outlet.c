/*
 * outlet: standard output, standard error and the log as events of the loop. What they do not take
 * stays in line; who shows more than that waits, while all others go on.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <sys/epoll.h>

#include "ui/session.h"

#define FLUSH_AFTER (NANOSECONDS / 20)
#define AGAIN (NANOSECONDS / 100) /* where the loop cannot watch the descriptor */

static struct session *session_of(struct outlet *outlet)
{
	return (struct session *)((char *)outlet - offsetof(struct session, outlet));
}

/* Nobody reads what the script writes (head -1 has seen enough), or the disk is full. */
static void end_where_failed(struct outlet *outlet)
{
	struct shell *shell = &session_of(outlet)->shell;
	if (display_failed(shell->display))
		machine_exit(shell->machine, STATUS_FAILED);
}

/* ---- room ---- */

static void look_again(struct machine *machine, struct alarm *alarm);

static void look_later(struct outlet *outlet)
{
	alarm_set(session_of(outlet)->shell.machine, &outlet->again, clock_now() + AGAIN,
		  look_again);
}

static void flush(struct outlet *outlet)
{
	const struct shell *shell = &session_of(outlet)->shell;
	display_flush(shell->display);
	end_where_failed(outlet);
	for (unsigned i = 0; i < DISPLAY_STREAMS; i++)
		if (!display_crowded(shell->display, i) && !display_owes(shell->display, i))
			machine_uncrowd(shell->machine, (uint8_t)(1u << i));
}

/* The text of large values is made piece by piece, between the slices of tasks. */
static void make_more(struct machine *machine, struct alarm *alarm)
{
	struct outlet *outlet = (struct outlet *)((char *)alarm - offsetof(struct outlet, making));
	flush(outlet);
	if (display_makes(session_of(outlet)->shell.display))
		alarm_set(machine, alarm, clock_now(), make_more);
}

static void begin_making(struct outlet *outlet)
{
	const struct shell *shell = &session_of(outlet)->shell;
	if (!outlet->making.timer.position && display_makes(shell->display))
		alarm_set(shell->machine, &outlet->making, clock_now(), make_more);
}

static void look_for_room(struct outlet *outlet, enum display_stream stream)
{
	const struct shell *shell = &session_of(outlet)->shell;
	struct watch *watch = &outlet->room[stream].watch;
	size_t before = display_taken(shell->display, stream);
	flush(outlet);
	begin_making(outlet);
	size_t waiting = display_waiting(shell->display, stream);
	if (waiting && display_taken(shell->display, stream) != before)
		return;
	/* A terminal with room for one byte is ready, and does not take a newline, which is two. */
	if (waiting)
		look_later(outlet);
	watch_close(shell->machine, watch);
}

static void room(struct machine *machine, struct observer *observer, uint32_t events)
{
	struct outlet *outlet = observer->context;
	(void)machine, (void)events;
	look_for_room(outlet, (enum display_stream)(observer - outlet->room));
}

static void look_again(struct machine *machine, struct alarm *alarm)
{
	struct outlet *outlet = (struct outlet *)((char *)alarm - offsetof(struct outlet, again));
	(void)machine;
	for (unsigned i = 0; i < DISPLAY_STREAMS; i++)
		look_for_room(outlet, i);
}

static void blocked(void *context, enum display_stream stream)
{
	struct outlet *outlet = context;
	struct shell *shell = &session_of(outlet)->shell;
	struct observer *observer = &outlet->room[stream];
	if (observer->watch.fd >= 0)
		return;
	if (observer_open(shell->machine, observer, display_descriptor(shell->display, stream),
			  EPOLLOUT, room, outlet))
		return;
	observer->watch.fd = -1;
	look_later(outlet);
}

/* ---- events ---- */

static void tell_counts(struct machine *machine, struct alarm *alarm)
{
	struct outlet *outlet = (struct outlet *)((char *)alarm - offsetof(struct outlet, counts));
	struct display *display = session_of(outlet)->shell.display;
	display_summarize(display, clock_now());
	if (display_due(display) != TIME_NEVER)
		alarm_set(machine, alarm, display_due(display), tell_counts);
}

/* What a script that never waits has written comes to a terminal now and then. The prompt sees to
 * its own. */
static void flush_at_times(struct outlet *outlet, const struct event *event)
{
	const struct shell *shell = &session_of(outlet)->shell;
	if (shell->interactive || !display_is_terminal(shell->display) ||
	    event->time - outlet->flushed <= FLUSH_AFTER)
		return;
	outlet->flushed = event->time;
	display_flush(shell->display);
}

/* Whose event a stream has no room for, or has to make first, goes no further. */
static void hold_where_crowded(struct outlet *outlet, const struct event *event,
			       enum display_stream stream)
{
	const struct shell *shell = &session_of(outlet)->shell;
	const bool owes = display_owes_last(shell->display, stream);
	if (owes || display_crowded(shell->display, stream))
		machine_crowd(shell->machine, event->task, (uint8_t)(1u << stream));
	if (owes)
		begin_making(outlet);
}

/* After the display has shown it. */
static void shown(void *context, const struct event *event)
{
	struct outlet *outlet = context;
	const struct shell *shell = &session_of(outlet)->shell;
	end_where_failed(outlet);
	if (!display_spares(shell->display, event))
		hold_where_crowded(outlet, event, display_stream(shell->display, event->kind));
	if (event->kind == EVENT_ERROR && !outlet->counts.timer.position &&
	    display_due(shell->display) != TIME_NEVER)
		alarm_set(shell->machine, &outlet->counts, display_due(shell->display),
			  tell_counts);
	flush_at_times(outlet, event);
}

/* After it has been written to the log. */
static void logged(void *context, const struct event *event)
{
	hold_where_crowded(context, event, DISPLAY_LOG);
}

void outlet_open(struct outlet *outlet)
{
	struct shell *shell = &session_of(outlet)->shell;
	for (unsigned i = 0; i < DISPLAY_STREAMS; i++)
		watch_open(&outlet->room[i].watch, -1);
	display_on_blocked(shell->display, blocked, outlet);
	outlet->subscriber = (struct subscriber){
		.notify = shown,
		.context = outlet,
		.like = display_subscriber(shell->display),
	};
	outlet->logged = (struct subscriber){
		.notify = logged,
		.context = outlet,
		.like = display_log_subscriber(shell->display),
	};
	journal_subscribe(&shell->journal, &outlet->subscriber);
	journal_subscribe(&shell->journal, &outlet->logged);
}

/* ---- the end ---- */

static bool all_taken(const struct display *display)
{
	size_t waiting = 0;
	for (unsigned i = 0; i < DISPLAY_STREAMS; i++)
		waiting += display_waiting(display, i);
	return !waiting;
}

/* Tells how much was lost, where that can be told. */
static bool drop_rest(struct display *display)
{
	struct buffer text = {0};
	bool more = false;
	size_t lost = display_drop(display, &more);
	if (!lost && !more)
		return true;
	buffer_format(&text, "handsh: %s%zu bytes of output were not taken\n",
		      more ? "at least " : "", lost);
	display_say(display, &text);
	display_drop(display, &more);
	buffer_free(&text);
	return false;
}

bool outlet_drain(struct outlet *outlet)
{
	struct session *session = session_of(outlet);
	struct display *display = session->shell.display;
	display_summarize(display, TIME_NEVER);
	bool fine = display_flush(display);
	while (fine && !all_taken(display) && clock_now() < session->hurry) {
		machine_round(session->shell.machine, session->hurry == TIME_NEVER
							      ? TIME_NEVER
							      : session->hurry - clock_now());
		fine = !display_failed(display);
	}
	return drop_rest(display) && fine;
}

void outlet_close(struct outlet *outlet)
{
	struct shell *shell = &session_of(outlet)->shell;
	journal_unsubscribe(&shell->journal, &outlet->subscriber);
	journal_unsubscribe(&shell->journal, &outlet->logged);
	display_on_blocked(shell->display, NULL, NULL);
	alarm_clear(shell->machine, &outlet->making);
	alarm_clear(shell->machine, &outlet->again);
	alarm_clear(shell->machine, &outlet->counts);
	for (unsigned i = 0; i < DISPLAY_STREAMS; i++)
		watch_close(shell->machine, &outlet->room[i].watch);
}
