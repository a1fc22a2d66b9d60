/*
 * advance: see advance.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "ui/session.h"

static bool can_show(const struct session *session)
{
	const struct display_settings *settings = &session->options->display;
	const char *terminal = getenv("TERM");
	return display_is_terminal(session->shell.display) && !settings->quiet && !settings->json &&
	       terminal && *terminal && strcmp(terminal, "dumb") != 0;
}

/* Main has come to be in another call, or in none: what the line says is over. */
static bool lasts(const struct foot *foot)
{
	const struct call *call = task_call(machine_main(foot->shell->machine));
	return call && call->manner & CALL_SEEN;
}

static void show(struct session *session, const struct call *call, uint64_t total)
{
	struct advance *advance = &session->advance;
	const unsigned columns = display_width(session->shell.display);
	struct buffer text = {0};
	buffer_format(&text, "%s: ", call_name(call));
	progress_format(&advance->progress, total, &text);
	text.length = text_fit(text.data, text.length, columns > 1 ? columns - 1 : 1);
	foot_show(&session->foot, &text, lasts);
	advance->shows = true;
	buffer_free(&text);
}

/* Another program may have the terminal. */
static bool is_ours(void)
{
	return tcgetpgrp(STDOUT_FILENO) == getpgrp();
}

void advance_look(struct session *session)
{
	struct advance *advance = &session->advance;
	const int64_t now = clock_now();
	struct measure measure;
	bool first;
	if (!advance->wanted)
		return;
	const struct call *call = task_call_seen(machine_main(session->shell.machine), &first);
	if (first)
		progress_begin(&advance->progress, now);
	if (!call || !call->command->measure || !call->command->measure(call, &measure)) {
		advance_drop(session);
		return;
	}
	if (first)
		advance_drop(session);
	if (progress_look(&advance->progress, now, measure.done) &&
	    progress_is_long(&advance->progress) && is_ours())
		show(session, call, measure.total);
}

void advance_drop(struct session *session)
{
	if (session->advance.shows)
		foot_drop(&session->foot);
	session->advance.shows = false;
}

/* ---- without a prompt ---- */

static void look(struct machine *machine, struct alarm *alarm)
{
	struct session *session =
		(struct session *)((char *)alarm - offsetof(struct session, advance.alarm));
	if (session->shell.interactive)
		return; /* a prompt looks while main runs */
	advance_look(session);
	alarm_set(machine, alarm, clock_now() + PROGRESS_EVERY, look);
}

void advance_open(struct session *session)
{
	session->advance.wanted = can_show(session);
	if (session->advance.wanted)
		alarm_set(session->shell.machine, &session->advance.alarm,
			  clock_now() + PROGRESS_EVERY, look);
}

void advance_close(struct session *session)
{
	advance_drop(session);
	alarm_clear(session->shell.machine, &session->advance.alarm);
}
